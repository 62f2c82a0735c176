namespace Unlearn;

/// <summary>
/// MINRES (Paige and Saunders, 1975): the smallest residual of every Krylov space, for symmetric A, indefinite or singular too. What the
/// undamped Hessian says. Stopping early is a damping of its own: read the number of iterations beside the answer.
/// </summary>
public sealed record Minres(double Tolerance = 1e-3, int Iterations = 100) : Solver(Tolerance, Iterations)
{
    internal override IEnumerable<Tensor> Run(Attempt attempt)
    {
        // Names as in the paper's algorithm: v the Lanczos vectors, w the directions, φ the residual, c and s the last rotation.
        using var older = attempt.Rhs.clone().DetachFromDisposeScope();
        using var last = attempt.Rhs.clone().DetachFromDisposeScope();
        using var w = zeros_like(attempt.Rhs).DetachFromDisposeScope();
        using var before = zeros_like(attempt.Rhs).DetachFromDisposeScope();
        using var y = attempt.Preconditioned(attempt.Rhs);
        var (beta, oldBeta, phi, c, s, dbar, epsilon) = (Root(last.Dot(y)), 0.0, 0.0, -1.0, 0.0, 0.0, 0.0);
        var (first, largest, norm) = (beta, 0.0, attempt.Rhs.Norm());
        var scale = norm == 0 ? 0 : norm / beta; // from the preconditioner's norm to the Euclidean, where the recurrence's is only an estimate
        phi = beta;
        while (!attempt.Done(norm))
        {
            using var v = (y / beta).DetachFromDisposeScope();
            yield return v;
            using var next = attempt.Answer;
            if (oldBeta != 0) next.add_(older, alpha: -beta / oldBeta);
            var alpha = v.Dot(next);
            attempt.Saw(alpha / v.Dot(v));
            next.add_(last, alpha: -alpha / beta);
            older.copy_(last);
            last.copy_(next);
            using (var z = attempt.Preconditioned(next)) y.copy_(z);
            (oldBeta, beta) = (beta, Root(last.Dot(y)));

            var (oldEpsilon, delta, gbar) = (epsilon, c * dbar + s * alpha, s * dbar - c * alpha);
            (epsilon, dbar) = (s * beta, -c * beta);
            var steepness = double.Hypot(gbar, dbar); // ‖A·r‖/‖r‖: 0 where no step makes the residual smaller
            var gamma = Math.Max(double.Hypot(gbar, beta), double.Epsilon);
            (c, s) = (gbar / gamma, beta / gamma);
            largest = Math.Max(largest, gamma);
            if (gamma <= 1e-14 * largest)
            {
                attempt.Give(SolveEnd.Stalled);
                yield break;
            }
            // w ← (v − ε·w₋₂ − δ·w₋₁)/γ
            before.mul_(-oldEpsilon).add_(w, alpha: -delta).add_(v).div_(gamma);
            Swap(w, before);
            attempt.X.add_(w, alpha: c * phi);
            phi *= s;
            norm = phi * scale;
            attempt.Step(norm);
            if (beta <= 1e-15 * first || steepness <= 1e-14 * largest)
            {
                if (!attempt.Done(norm)) attempt.Give(SolveEnd.Stalled);
                yield break;
            }
        }
    }

    private static double Root(double square) => square >= 0 ? Math.Sqrt(square)
        : throw new ArithmeticException($"rᵀM⁻¹r = {square:G3}: the preconditioner is not positive definite; leave it out, or raise its floor.");

    private static void Swap(Tensor a, Tensor b)
    {
        using var kept = a.clone().DetachFromDisposeScope();
        a.copy_(b);
        b.copy_(kept);
    }
}
