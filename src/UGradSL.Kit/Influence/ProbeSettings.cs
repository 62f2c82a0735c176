namespace Unlearn;

/// <summary>How a probe solves, and how much it looks into.</summary>
/// <param name="Curvature">Gauss–Newton by default, which is never negative; the Hessian goes with <see cref="Minres"/>.</param>
/// <param name="WeightDecay">μ of the training: SGD's.</param>
/// <param name="Damping">λ of every sample; null: the smallest of the sweep whose solves all converge.</param>
public sealed record ProbeSettings(CurvatureKind Curvature = CurvatureKind.GaussNewton, double WeightDecay = 5e-4, double? Damping = null)
{
    /// <summary>For a, b and v.</summary>
    public Solver Solver { get; init; } = new ConjugateGradient();

    /// <summary>Dampings of the sweep, in mean eigenvalues of the curvature of one sample.</summary>
    public IReadOnlyList<double> Sweep { get; init; } = [1e-4, 1e-3, 1e-2, 0.1, 1, 10];

    /// <summary>The block of parameters that is varied, such as "head"; null: all that require a gradient.</summary>
    public string? Block { get; init; }

    /// <summary>Samples that the curvature is summed over, drawn from D_tr; gradients are over all of them. Null: all.</summary>
    public int? CurvatureSamples { get; init; } = 5000;

    /// <summary>Groups of the curvature's samples, each left out once, to see what the choice of samples does; 0: not done.</summary>
    public int Jackknife { get; init; }

    /// <summary>Whether c − b from one solve is checked against the difference of two.</summary>
    public bool CheckDifference { get; init; } = true;

    /// <summary>Whether each forgotten sample's share in the product is found, by three more solves.</summary>
    public bool Contributions { get; init; } = true;

    /// <summary>Samples at a time.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Of the curvature's samples and of the trace's probes.</summary>
    public int Seed { get; init; }

    /// <summary>Refuses settings outside their range.</summary>
    /// <exception cref="ArgumentException">The value, what is allowed and what to try.</exception>
    public void Check()
    {
        Solver.Check();
        if (WeightDecay is not (>= 0 and < double.PositiveInfinity)) throw new ArgumentException($"weight decay {WeightDecay}: 0 or more is needed (the trainer's is 5e-4).");
        if (Damping is < 0 or double.NaN) throw new ArgumentException($"damping {Damping}: 0 or more is needed, or null for the smallest that converges.");
        if (Damping is null && Sweep.Count == 0) throw new ArgumentException("no damping and no sweep to choose one from: give one of the two.");
        if (Sweep.Any(s => s is not (> 0 and < double.PositiveInfinity))) throw new ArgumentException($"a sweep over {string.Join(", ", Sweep)}: positive multiples of the mean eigenvalue are needed.");
        if (CurvatureSamples < 1) throw new ArgumentException($"{CurvatureSamples} samples of curvature: at least 1 is needed (try 2,000), or null for all.");
        if (Jackknife is < 0 or 1) throw new ArgumentException($"{Jackknife} groups: 0 for none, or at least 2 (try 8).");
    }
}
