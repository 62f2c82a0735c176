namespace Unlearn;

/// <summary>One right-hand side on its way: rounds of a recurrence on what the true residual leaves, until it is small or falls no more.</summary>
internal sealed class Refinement : IDisposable
{
    private readonly double length, tolerance;
    private readonly List<double> history = [];
    private readonly Tensor residual; // b − A·x [P]
    private readonly int budget;
    private readonly bool namesCure;
    private double norm, before = double.PositiveInfinity, smallest = double.PositiveInfinity;
    private SolveEnd end = SolveEnd.OutOfIterations;
    private Attempt? attempt;
    private int rounds;

    public Refinement(Tensor b, Tensor? start, double tolerance, int budget, bool namesCure)
    {
        (this.tolerance, this.budget, this.namesCure, B) = (tolerance, budget, namesCure, b);
        X = (start is null ? zeros_like(b) : start.clone()).DetachFromDisposeScope();
        residual = b.clone().DetachFromDisposeScope();
        length = norm = b.Norm();
        Started = start is not null;
    }

    public Tensor B { get; }

    /// <summary>x [P].</summary>
    public Tensor X { get; }

    /// <summary>Whether x₀ is not 0, so that the first residual is still to be measured.</summary>
    public bool Started { get; }

    /// <summary>Whether another round is to be made: not within the tolerance, products left, and the last round halved the residual.</summary>
    public bool Wants => norm > tolerance * length && history.Count < budget && end != SolveEnd.NegativeCurvature && norm <= before / 2;

    /// <summary>Forgets how the last round went: the next is made with another map.</summary>
    public void TryAnew() => (before, end) = (double.PositiveInfinity, SolveEnd.OutOfIterations);

    public Attempt Begin(LinearMap? preconditioner, double least)
    {
        before = norm;
        rounds++;
        return attempt = new(residual, Math.Max(tolerance * length, least * norm), budget - history.Count, preconditioner);
    }

    /// <summary>Adds what the round found.</summary>
    public void Take()
    {
        X.add_(attempt!.X);
        smallest = Math.Min(smallest, attempt.SmallestCurvature);
        history.AddRange(attempt.History.Select(h => length == 0 ? 0 : h / length));
        end = attempt.End;
        attempt.Dispose();
        attempt = null;
    }

    /// <summary>Takes A·x [P].</summary>
    public void Measure(Tensor product)
    {
        using var scope = NewDisposeScope();
        residual.copy_(B - product);
        norm = residual.Norm();
    }

    public Solution Finish(LinearMap a)
    {
        var converged = norm <= tolerance * length;
        var negative = !converged && end == SolveEnd.NegativeCurvature;
        var cure = negative && namesCure ? Lanczos.Of(a, residual, (int)Math.Min(a.Size, 30)) : null;
        residual.Dispose();
        return new(X, new(
            converged ? SolveEnd.Converged : negative ? end : history.Count >= budget ? SolveEnd.OutOfIterations : SolveEnd.Stalled,
            Residual: length == 0 ? 0 : norm / length,
            RightHandSide: length,
            Iterations: history.Count,
            Products: history.Count + rounds + (Started ? 1 : 0) + (cure?.Values.Count ?? 0),
            SmallestCurvature: Math.Min(smallest, cure?.Values[0] ?? smallest),
            Cure: cure is null ? null : cure.Bounds[0] - cure.Values[0],
            History: history));
    }

    public void Dispose()
    {
        attempt?.Dispose();
        X.Dispose();
        residual.Dispose();
    }
}
