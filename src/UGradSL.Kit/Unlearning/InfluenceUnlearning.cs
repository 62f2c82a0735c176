namespace Unlearn;

/// <summary>
/// IU, influence unlearning (Koh and Liang 2017; Izzo et al. 2021; paper, appendix D.2): one Newton step from the original towards the
/// optimum without D_f, θ ← θ + s·(H_r + n_r·(μ + λ)·I)⁻¹·∇R_f(θ). R are sums over a set, with |D|·μ/2·‖θ‖² for the weight decay μ; H_r is the
/// Gauss–Newton matrix of the loss over D_r, and the solve is by conjugate gradients. It is exact for ridge regression.
/// The premise is that the original is an optimum of R_tr: −∇R_r = ∇R_f. How far it is from one is not asked here.
/// </summary>
/// <remarks>
/// H_r is taken from <see cref="Samples"/> of D_r and scaled to all. Where the solver's steps are used up first, its last iterate is taken:
/// stopping early damps, too. <see cref="WoodFisher"/> puts the empirical Fisher matrix in H_r's place and inverts it in closed form.
/// <see cref="Reading.AsReleased"/> is Unlearn-Sparse's <c>Wfisher</c>, θ ← θ + s·k with v = n_f/n·(ḡ_f − ḡ_r) in F⁻¹'s argument, over the
/// first 1,002 samples of D_r. Its o_n is never multiplied by F_{n−1}⁻¹ and stays on the line of the first sample's gradient g_0, so
/// that k = v − c·g_0: an ascent, and no curvature. All its scalars follow from g_0·g_n and v·g_n, which are computed in batches.
/// </remarks>
/// <param name="Scale">s; 1 is Newton's step. As released, 0.1 and less is what a small network survives.</param>
/// <param name="Damping">λ, a sample. The larger, the nearer to plain gradient ascent.</param>
[Method("Koh and Liang 2017, Understanding Black-box Predictions via Influence Functions; Izzo et al. 2021", Needs.Retain | Needs.SecondOrder)]
public sealed record InfluenceUnlearning(double Scale = 1, double Damping = 1e-2) : Unlearner
{
    private const int ReleasedSamples = 1002, ReleasedN = 1000;
    private const long MostRoom = 4L << 30;

    /// <summary>Newton's step, or what the released code does.</summary>
    public Reading Reading { get; init; }

    /// <summary>The curvature of D_r, as published.</summary>
    public CurvatureKind Curvature { get; init; } = CurvatureKind.GaussNewton;

    /// <summary>How the step is solved for.</summary>
    public Solver Solver { get; init; } = new ConjugateGradient(1e-2, 50);

    /// <summary>How many samples of D_r the curvature is taken from, drawn at random; null: all.</summary>
    public int? Samples { get; init; } = 1000;

    /// <summary>The empirical Fisher matrix of the samples, inverted in closed form, in place of <see cref="Curvature"/> and <see cref="Solver"/>.</summary>
    public bool WoodFisher { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        Check();
        var forget = new NetRisk(net, data.Forget) { BatchSize = BatchSize, WeightDecay = Reading == Reading.AsPublished ? WeightDecay : 0 };
        using var gradient = forget.Gradient().DetachFromDisposeScope();                                   // [P]
        var loss = Loss(net, data);
        yield return new(0, loss, data.Forget.Count);
        if (Reading == Reading.AsPublished)
        {
            var part = data.Retain.At(Draw.Order(data.Retain.Count, rng).Take(Samples ?? data.Retain.Count).Order());
            var images = NewtonStep(net, data, part, gradient);
            yield return new(0, Loss(net, data), images);
            yield break;
        }
        using var v = Released(net, data, gradient);                                                       // [P]
        using var samples = new SampleGradients(net);
        using var line = new ReleasedLine(ReleasedN, v);
        var (taken, steps) = (1, Steps(data));
        foreach (var batch in data.Retain.First(ReleasedSamples).InOrder(BatchSize))
        {
            line.Add(samples, batch);
            if (++taken == steps)
            {
                Move(net, line.Step());
                loss = Loss(net, data);
            }
            yield return new(0, loss, batch.Count);
        }
    }

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Reading == Reading.AsPublished ? 2 : 1 + Trainer.Steps(data.Retain.First(ReleasedSamples), BatchSize, 1);

    /// <inheritdoc/>
    public override long SamplesPassed(ForgetSplit data) => Reading == Reading.AsReleased || WoodFisher ? base.SamplesPassed(data)
        : data.Forget.Count + (long)Solver.Iterations * (Samples ?? data.Retain.Count);

    /// <inheritdoc/>
    public override IEnumerable<string> Variants() => Reading.Variants();

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        Solver.Check();
        if (Scale is not (> 0 and < double.PositiveInfinity)) throw new ArgumentException($"a step of {Scale} times Newton's: a positive number is needed (try 1).");
        if (Damping is not (>= 0 and < double.PositiveInfinity)) throw new ArgumentException($"λ = {Damping}: 0 or more is needed (try 0.01).");
        if (WoodFisher && Damping + WeightDecay <= 0) throw new ArgumentException($"λ = {Damping}: the empirical Fisher matrix of some samples is singular, so a positive damping is needed (try 0.001).");
        if (Samples < 1) throw new ArgumentException($"{Samples} samples: at least 1 is needed, or null for all of D_r.");
    }

    /// <summary>A⁻¹·g by <paramref name="solver"/>, the best that it found; the caller disposes it.</summary>
    /// <exception cref="InvalidOperationException">The curvature is indefinite: there is no step to take.</exception>
    internal static Tensor Newton(LinearMap a, Tensor g, Solver solver)
    {
        var solution = solver.Solve(a, g);
        if (solution.End != SolveEnd.NegativeCurvature) return solution.Iterate;
        using (solution) throw new InvalidOperationException($"{solution}");
    }

    /// <summary>Takes the step; how many samples passed through the network for it.</summary>
    private int NewtonStep(Net net, ForgetSplit data, Subset part, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var (retained, ridge) = ((double)data.Retain.Count, WeightDecay + Damping);
        if (WoodFisher)
        {
            if (8.0 * part.Count * gradient.shape[0] > MostRoom)
                throw new ArgumentException($"{part.Count:N0} gradients of {gradient.shape[0]:N0} parameters do not fit into {MostRoom >> 30} GiB: lower Samples to {Math.Max(1, MostRoom / 8 / gradient.shape[0]):N0}, or solve by conjugate gradients.");
            using var samples = new SampleGradients(net);
            var rows = cat([.. part.InOrder(BatchSize).Select(batch => samples.Matrix(batch.X, z => Cotangents.CrossEntropy(z, batch.Y)))]); // [N, P]
            Move(net, Unlearn.WoodFisher.Solve(rows, gradient, ridge).div_(retained));
            return part.Count;
        }
        var curvature = new NetRisk(net, part) { BatchSize = BatchSize }.Curvature(Curvature);
        Move(net, Newton((retained / part.Count * curvature).Damped(retained * ridge), gradient, Solver));
        return (int)Math.Min(int.MaxValue, curvature.Products * part.Count);
    }

    private void Move(Net net, Tensor step)
    {
        using var scope = NewDisposeScope();
        ParameterBlock.All(net).Add(step * Scale);
        step.Dispose();
    }

    /// <summary>v = n_f/n·(ḡ_f − ḡ_r), float64 [P].</summary>
    private Tensor Released(Net net, ForgetSplit data, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var (f, r) = (data.Forget.Count, data.Retain.Count);
        return ((gradient / f - new NetRisk(net, data.Retain) { BatchSize = BatchSize }.Gradient() / r) * ((double)f / (f + r))).DetachFromDisposeScope();
    }

    /// <summary>The mean loss of D_f.</summary>
    private double Loss(Net net, ForgetSplit data) => new NetRisk(net, data.Forget) { BatchSize = BatchSize }.Value() / data.Forget.Count;
}
