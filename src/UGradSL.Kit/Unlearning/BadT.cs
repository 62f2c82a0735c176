namespace Unlearn;

/// <summary>
/// BadT: L = (1 − l)·KL(t(x) ‖ h_θ(x)) + l·KL(u(x) ‖ h_θ(x)), mean over D_f (l = 1) and a part of D_r (l = 0), all outputs being
/// softmax(·/T). The competent teacher t is the original network, the incompetent one u has new random weights (Chundawat et al. 2023,
/// eq. 3); both are in evaluation mode.
/// Our reading: every batch holds D_f and D_r in the proportion of their sizes, as two parts whose losses weigh by their counts.
/// AsReleased: the public code's kl_div also averages over the K classes, which divides L by K.
/// </summary>
/// <param name="Epochs">Ours, for SGD; the paper takes 1 with Adam.</param>
/// <param name="LearningRate">Ours, for SGD; the paper has 1e-4 with Adam.</param>
/// <param name="RetainShare">The part of D_r that is drawn, in (0, 1]; the paper's 0.3.</param>
/// <param name="Temperature">T; the paper's 1.</param>
[Method("Chundawat et al. 2023, Can Bad Teaching Induce Forgetting?", Needs.Retain | Needs.Teacher)]
public record BadT(int Epochs = 10, double LearningRate = 0.1, double RetainShare = 0.3, double Temperature = 1) : PairedUnlearner
{
    /// <summary>Which KL is descended.</summary>
    public Reading Reading { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        Check();
        using var draws = Seeds.Fork(rng, "incompetent");
        using var companion = Seeds.Fork(rng, "companion");
        using var good = Teacher.Of(net);
        using var bad = Incompetent(net, draws);
        using var sgd = Sgd(net, LearningRate, ClipNorm);
        var (retain, retained, forgotten) = Parts(data, companion);
        var classes = Reading == Reading.AsReleased ? data.Classes : 1.0;
        for (var epoch = 0; epoch < Epochs && !Stops(net, data); epoch++)
            foreach (var (r, f) in retain.Batches(rng, retained, Augmentation).Zip(data.Forget.Cycle(companion, forgotten, Augmentation)))
            {
                var all = classes * (r.Count + f.Count);
                yield return Descend(sgd, net, epoch,
                    (r.Count / all, r, (z, b) => Kl(good, b, z)),
                    (f.Count / all, f, (z, b) => Kl(bad, b, z)));
            }
    }

    /// <summary>u: it has never learned.</summary>
    private protected virtual Teacher Incompetent(Net net, Generator rng) => Teacher.Ignorant(net, Seeds.Draw(rng));

    private Tensor Kl(Teacher teacher, Batch b, Tensor logits) => Teacher.Distance(teacher.Logits(b.X), logits, Temperature) / (Temperature * Temperature);

    /// <summary>The drawn part of D_r, and how many samples of it and of D_f a batch holds.</summary>
    private (Subset Retain, int Retained, int Forgotten) Parts(ForgetSplit data, Generator rng)
    {
        var retain = data.Retain.At(Draw.Order(data.Retain.Count, rng).Take(Drawn(data)).Order());
        return (retain, Sizes(data).Retained, Sizes(data).Forgotten);
    }

    private int Drawn(ForgetSplit data) => Math.Max(1, (int)Math.Round(RetainShare * data.Retain.Count));

    private (int Retained, int Forgotten) Sizes(ForgetSplit data)
    {
        var (r, f) = (Drawn(data), data.Forget.Count);
        var steps = Math.Max(1, (int)Math.Ceiling((r + f) / (double)BatchSize));
        return ((r + steps - 1) / steps, (f + steps - 1) / steps);
    }

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Epochs * ((Drawn(data) + Sizes(data).Retained - 1) / Sizes(data).Retained);

    /// <inheritdoc/>
    public override IEnumerable<string> Variants() => [.. base.Variants(), .. Reading.Variants()];

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        CheckDescent(Epochs, LearningRate);
        CheckNoCap();
        if (RetainShare is not (> 0 and <= 1)) throw new ArgumentException($"a share of {RetainShare} of D_r is outside (0, 1]: try 0.3.");
        Teacher.CheckTemperature(Temperature);
    }
}
