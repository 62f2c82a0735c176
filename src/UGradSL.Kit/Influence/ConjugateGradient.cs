namespace Unlearn;

/// <summary>
/// Conjugate gradients (Hestenes and Stiefel, 1952), preconditioned: for positive definite A. Reaching the relative residual ε takes at most
/// ½·√(λ_max/λ_min)·ln(2/ε) steps. A direction of negative curvature ends it, and the solution names the damping that cures it.
/// </summary>
public sealed record ConjugateGradient(double Tolerance = 1e-3, int Iterations = 100) : Solver(Tolerance, Iterations)
{
    internal override IEnumerable<Tensor> Run(Attempt attempt)
    {
        using var r = attempt.Rhs.clone().DetachFromDisposeScope();
        using var p = attempt.Preconditioned(r);
        var rz = r.Dot(p);
        for (var norm = r.Norm(); !attempt.Done(norm); norm = r.Norm())
        {
            if (rz <= 0) throw new ArithmeticException($"rᵀM⁻¹r = {rz:G3}: the preconditioner is not positive definite; leave it out, or raise its floor.");
            yield return p;
            using var ap = attempt.Answer;
            var curvature = p.Dot(ap);
            attempt.Saw(curvature / p.Dot(p));
            if (curvature <= 0)
            {
                attempt.Give(SolveEnd.NegativeCurvature);
                yield break;
            }
            attempt.X.add_(p, alpha: rz / curvature);
            r.add_(ap, alpha: -rz / curvature);
            using var z = attempt.Preconditioned(r);
            var next = r.Dot(z);
            p.mul_(next / rz).add_(z);
            rz = next;
            attempt.Step(r.Norm());
        }
    }
}
