using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>
/// Solves A·x = b with a symmetric A that is known by its products. Recurrences and dot products are float64. Several right-hand sides
/// advance together, so that their products share a network's graph. What a recurrence takes for converged is checked against the true
/// residual and, where that is larger, gone on with from there (iterative refinement).
/// </summary>
/// <param name="Tolerance">Of ‖b − A·x‖/‖b‖.</param>
/// <param name="Iterations">Products allowed for each right-hand side, not counting those for true residuals.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "solver")]
[JsonDerivedType(typeof(ConjugateGradient), nameof(ConjugateGradient))]
[JsonDerivedType(typeof(Minres), nameof(Minres))]
[JsonDerivedType(typeof(Lissa), nameof(Lissa))]
[JsonDerivedType(typeof(Direct), nameof(Direct))]
public abstract record Solver(double Tolerance, int Iterations)
{
    /// <summary>How far a round of single-precision steps may bring a residual before it is measured.</summary>
    private const double RoughTolerance = 1e-5;

    /// <summary>Whether negative curvature is worth some 30 more products, to say which damping cures it.</summary>
    internal bool NamesCure { get; init; } = true;

    /// <summary>Solves for one right-hand side; the caller disposes the solution.</summary>
    /// <param name="a">A.</param>
    /// <param name="b">float64 [P].</param>
    /// <param name="preconditioner">M⁻¹, positive definite, near A⁻¹; null for none.</param>
    /// <param name="start">x₀ [P], for example the answer at a larger damping; null: 0.</param>
    /// <exception cref="ArgumentException">A right-hand side that is not float64 [P] of finite numbers, or settings outside their range.</exception>
    /// <exception cref="ArithmeticException">The iterates are no finite numbers any more.</exception>
    public Solution Solve(LinearMap a, Tensor b, LinearMap? preconditioner = null, Tensor? start = null) =>
        Solve(a, [b], preconditioner, start is null ? null : [start])[0];

    /// <summary>Solves for several right-hand sides at once; the caller disposes the solutions.</summary>
    /// <inheritdoc cref="Solve(LinearMap, Tensor, LinearMap?, Tensor?)"/>
    public IReadOnlyList<Solution> Solve(LinearMap a, IReadOnlyList<Tensor> b, LinearMap? preconditioner = null, IReadOnlyList<Tensor>? starts = null)
    {
        Check();
        foreach (var vector in b.Concat(starts ?? []))
        {
            if (vector.dtype != ScalarType.Float64 || vector.dim() != 1 || vector.shape[0] != a.Size)
                throw new ArgumentException($"{vector.dtype} [{string.Join(", ", vector.shape)}] for {a.Size:N0} parameters: float64 [{a.Size}] is needed.");
            if (!double.IsFinite(vector.Norm()))
                throw new ArgumentException("a right-hand side has a NaN or an infinite entry: its gradient is no finite number. The network has diverged; lower its learning rate.");
        }
        var systems = b.Select((rhs, i) => new Refinement(rhs, starts?[i], Tolerance, Iterations, NamesCure)).ToList();
        Solver? ready = null;
        try
        {
            ready = Ready(a);
            return Solve(ready, a, systems, preconditioner);
        }
        catch
        {
            foreach (var system in systems) system.Dispose();
            throw;
        }
        finally
        {
            (ready as IDisposable)?.Dispose();
        }
    }

    /// <summary>Refuses settings outside their range.</summary>
    /// <exception cref="ArgumentException">The value, what is allowed and what to try.</exception>
    public virtual void Check()
    {
        if (Tolerance is not (> 0 and < 1)) throw new ArgumentException($"a tolerance of {Tolerance}: between 0 and 1 is needed (try 1e-3 in float32, 1e-8 in float64).");
        if (Iterations < 1) throw new ArgumentException($"{Iterations} iterations: at least 1 is needed (try 100).");
    }

    /// <summary>The recurrence, from d = 0: it yields vectors and takes their products from the attempt.</summary>
    internal abstract IEnumerable<Tensor> Run(Attempt attempt);

    /// <summary>This solver with what it needs to know of A; disposed after the solve where it can be.</summary>
    internal virtual Solver Ready(LinearMap a) => this;

    private static List<Solution> Solve(Solver ready, LinearMap a, List<Refinement> systems, LinearMap? preconditioner)
    {
        Residuals(a, systems.Where(s => s.Started));
        foreach (var map in a.Rough is { } rough ? [rough, a] : (LinearMap[])[a])
        {
            foreach (var system in systems) system.TryAnew();
            while (systems.Where(s => s.Wants).ToList() is { Count: > 0 } open)
            {
                Advance(ready, map, open, preconditioner, map == a ? 0 : RoughTolerance);
                Residuals(a, open);
            }
        }
        return [.. systems.Select(s => s.Finish(a))];
    }

    /// <summary>Runs a round of the recurrence for each system, all in step, down to <paramref name="least"/> of the residual that it begins with.</summary>
    private static void Advance(Solver solver, LinearMap a, List<Refinement> systems, LinearMap? preconditioner, double least)
    {
        var runs = systems.Select(s => s.Begin(preconditioner, least)).Select(attempt => (Attempt: attempt, Steps: solver.Run(attempt).GetEnumerator())).ToList();
        try
        {
            while (runs.Where(r => r.Steps.MoveNext()).ToList() is { Count: > 0 } asking)
            {
                using var scope = NewDisposeScope();
                var products = a.Multiply(stack(asking.Select(r => r.Steps.Current).ToArray())); // [m, P]
                foreach (var (i, run) in asking.Index()) run.Attempt.Answer = products[i].clone().DetachFromDisposeScope();
            }
        }
        finally
        {
            foreach (var run in runs) run.Steps.Dispose();
        }
        foreach (var system in systems) system.Take();
    }

    private static void Residuals(LinearMap a, IEnumerable<Refinement> systems)
    {
        using var scope = NewDisposeScope();
        if (systems.ToList() is not { Count: > 0 } measured) return;
        var products = a.Multiply(stack(measured.Select(s => s.X).ToArray())); // [m, P]
        foreach (var (i, system) in measured.Index()) system.Measure(products[i]);
    }
}
