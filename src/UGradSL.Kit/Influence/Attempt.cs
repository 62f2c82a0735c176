namespace Unlearn;

/// <summary>A·d = r being solved from d = 0: what a solver's recurrence works on. A solver yields a vector and finds its product in <see cref="Answer"/>.</summary>
internal sealed class Attempt(Tensor rhs, double target, int budget, LinearMap? preconditioner) : IDisposable
{
    /// <summary>r [P]; the driver's.</summary>
    public Tensor Rhs => rhs;

    /// <summary>d [P], changed in place.</summary>
    public Tensor X { get; } = zeros_like(rhs).DetachFromDisposeScope();

    /// <summary>The product with the vector yielded last; whoever reads it disposes it.</summary>
    public Tensor Answer { get; set; } = null!;

    public SolveEnd End { get; private set; } = SolveEnd.OutOfIterations;

    public double SmallestCurvature { get; private set; } = double.PositiveInfinity;

    /// <summary>Norms of the recurrence's residual.</summary>
    public List<double> History { get; } = [];

    /// <summary>Whether to stop, asked before each step with the recurrence's residual.</summary>
    public bool Done(double norm)
    {
        if (!double.IsFinite(norm))
            throw new ArithmeticException("the residual is no finite number any more: the map's products are too large or not a matrix's; damp it, or compute in float64.");
        if (norm <= target) End = SolveEnd.Converged;
        return norm <= target || History.Count >= budget;
    }

    /// <summary>Takes note of a step.</summary>
    public void Step(double norm) => History.Add(norm);

    /// <summary>Takes note of vᵀAv/‖v‖².</summary>
    public void Saw(double curvature) => SmallestCurvature = Math.Min(SmallestCurvature, curvature);

    public void Give(SolveEnd end) => End = end;

    /// <summary>M⁻¹·v, fresh; whoever asks disposes it.</summary>
    public Tensor Preconditioned(Tensor v) => (preconditioner is null ? v.clone() : preconditioner.Multiply(v)).DetachFromDisposeScope();

    public void Dispose() => X.Dispose();
}
