namespace Unlearn;

/// <summary>
/// LiSSA, the Neumann series of Agarwal et al. (2017) with whole products in place of a batch's: x ← x + (b − A·x)/s. It converges if
/// and only if 0 &lt; λ &lt; 2s for every eigenvalue λ of A, and takes (s/λ_min)·ln(1/ε) steps: a solver to learn from. Where codes in
/// use put damping inside the recursion, (1 − d)·x − A·x/s, the fixed point is that of A damped by d·s: damp the map and see it.
/// </summary>
/// <param name="Tolerance">Of ‖b − A·x‖/‖b‖.</param>
/// <param name="Iterations">Products allowed.</param>
/// <param name="Scale">s; null: the largest eigenvalue, from 20 Lanczos steps and their error bound.</param>
public sealed record Lissa(double Tolerance = 1e-3, int Iterations = 1000, double? Scale = null) : Solver(Tolerance, Iterations)
{
    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        if (Scale is not (null or (> 0 and < double.PositiveInfinity))) throw new ArgumentException($"a scale of {Scale}: a positive number is needed, or null for Lanczos'.");
    }

    internal override Solver Ready(LinearMap a)
    {
        if (Scale is not null) return this;
        using var rng = Seeds.Stream(0, "lissa");
        var lanczos = Lanczos.Of(a, (int)Math.Min(a.Size, 20), rng);
        return this with { Scale = Math.Max(lanczos.Values[^1] + lanczos.Bounds[^1], double.Epsilon) };
    }

    internal override IEnumerable<Tensor> Run(Attempt attempt)
    {
        using var r = attempt.Rhs.clone().DetachFromDisposeScope();
        var (scale, first) = (Scale!.Value, attempt.Rhs.Norm());
        for (var norm = first; !attempt.Done(norm); norm = r.Norm())
        {
            if (norm > 100 * first)
                throw new ArithmeticException($"LiSSA diverges: after {attempt.History.Count} steps with scale {scale:G4} the residual is {norm / first:G3} of b. "
                    + $"The largest eigenvalue is above {2 * scale:G4}, or one is negative: leave the scale out to take it from Lanczos, damp the map, or solve by conjugate gradients.");
            attempt.X.add_(r, alpha: 1 / scale);
            yield return r;
            using var ar = attempt.Answer;
            attempt.Saw(r.Dot(ar) / r.Dot(r));
            r.add_(ar, alpha: -1 / scale);
            attempt.Step(r.Norm());
        }
    }
}
