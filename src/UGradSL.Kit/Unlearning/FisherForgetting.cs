namespace Unlearn;

/// <summary>
/// FF, Fisher forgetting (Golatkar et al. 2020, eq. 8; paper, appendix D.2): θ ← θ + n, n ~ N(0, α·F^{−1/2}), where F is the diagonal of the
/// Fisher information of D_r. Weights that D_r does not need are drowned in noise, deviation √α·F^{−1/4}; those that it needs hardly move.
/// One pass over D_r, then one move.
/// </summary>
/// <remarks>
/// F is summed sample by sample over the network's own labels, in float32 whatever <see cref="Unlearner.Precision"/> says, and taken as at
/// least 10⁻⁸. <see cref="Reading.AsReleased"/> is Unlearn-Sparse's <c>fisher_new</c>: squared gradients of the mean over batches of 32,
/// variance α·min(1/F, 10³) (10² in layers of K rows), its mean over a weight's inputs, ten times that for the last layer and for
/// BatchNorm, and the row of a forgotten class drawn anew around 0.
/// </remarks>
/// <param name="Alpha">α of the noise's covariance. Where a class is forgotten no α lowers its accuracy before D_r's, for noise has no direction; docs/log.md has the numbers.</param>
[Method("Golatkar et al. 2020, Eternal Sunshine of the Spotless Net", Needs.Retain | Needs.SecondOrder)]
public sealed record FisherForgetting(double Alpha = 1e-6) : Unlearner
{
    private const double Least = 1e-8;
    private const int ReleasedBatch = 32;

    /// <summary>The paper's noise, or the released code's.</summary>
    public Reading Reading { get; init; }

    /// <summary>Whose labels F is over, in the paper's reading.</summary>
    public FisherLabels Labels { get; init; }

    /// <summary>How many images of D_r are looked at, drawn at random; null: all.</summary>
    public int? Samples { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        Check();
        using var noise = Seeds.Fork(rng, "noise");
        var released = Reading == Reading.AsReleased;
        using SquaredGradients squares = released ? new BatchSquares(net, FisherLabels.Model) : new FisherDiagonal(net, Labels);
        var (steps, pass) = (Steps(data), released ? Looked(data.Retain, rng).InOrder(ReleasedBatch) : Looked(data.Retain, rng).Batches(rng, BatchSize, Augmentation));
        foreach (var (i, batch) in pass.Index())
        {
            var loss = squares.Add(batch);
            if (i == steps - 1) Move(squares, released ? (p, f) => Released(p, f, data) : Noise, noise);
            yield return new(0, loss, batch.Count);
        }
    }

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) =>
        Trainer.Steps(data.Retain.First(Samples ?? data.Retain.Count), Reading == Reading.AsReleased ? ReleasedBatch : BatchSize, 1);

    /// <inheritdoc/>
    public override IEnumerable<string> Variants() => Reading.Variants();

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (Alpha is not (> 0 and < double.PositiveInfinity)) throw new ArgumentException($"α = {Alpha}: the noise's covariance needs a positive number (try 1e-6).");
        if (Samples < 1) throw new ArgumentException($"{Samples} samples: at least 1 is needed, or null for all of D_r.");
    }

    private Subset Looked(Subset retain, Generator rng) => Samples is { } count ? retain.At(Draw.Order(retain.Count, rng).Take(count)) : retain;

    /// <summary>Mean and deviation of a parameter afterwards.</summary>
    private (Tensor Mean, Tensor Deviation) Noise(Tensor parameter, Tensor fisher) => (parameter, Math.Sqrt(Alpha) * fisher.clamp_min(Least).pow(-0.25));

    private (Tensor Mean, Tensor Deviation) Released(Tensor parameter, Tensor squares, ForgetSplit data)
    {
        var last = parameter.shape[0] == data.Classes; // as released: any parameter of K rows
        var variance = Alpha * (squares + Least).reciprocal().clamp_max(last ? 1e2 : 1e3);
        var mean = parameter;
        if (parameter.dim() > 1) variance = variance.mean([1], keepdim: true).expand_as(parameter).clone();
        if (last)
        {
            mean = parameter.clone();
            foreach (var k in Gone(data))
            {
                mean[k].zero_();
                variance[k].fill_(1e-4);
            }
        }
        if (last || parameter.dim() == 1) variance = variance * 10;
        return (mean, variance.sqrt());
    }

    /// <summary>Classes of which D_f has samples and D_r none.</summary>
    private static IEnumerable<int> Gone(ForgetSplit data)
    {
        var (forgotten, kept) = (data.Forget.CountPerClass(), data.Retain.CountPerClass());
        return Enumerable.Range(0, data.Classes).Where(k => forgotten[k] > 0 && kept[k] == 0);
    }

    private static void Move(SquaredGradients squares, Func<Tensor, Tensor, (Tensor Mean, Tensor Deviation)> noise, Generator rng)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var ((_, parameter), f) in squares.Parameters.Zip(squares.Mean()))
        {
            using var one = NewDisposeScope();
            var (mean, deviation) = noise(parameter, f);
            parameter.copy_(mean + deviation * randn(parameter.shape, generator: rng).to(parameter.device));
        }
    }
}
