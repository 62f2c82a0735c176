using System.Runtime.InteropServices;

namespace Unlearn;

/// <summary>
/// The minimiser of ridge softmax regression by Newton steps in float64: with μ > 0 there is exactly one. Steps are solved for densely, or,
/// for many parameters, by conjugate gradients that ask for more as the gradient falls.
/// </summary>
internal static class SoftmaxFit
{
    /// <summary>The gradient's norm at which a fit is done.</summary>
    public const double Tolerance = 1e-10;

    /// <summary>Making blocks anew costs about as much as so many products.</summary>
    private const int Stale = 40;

    /// <summary>W [K, d] with ‖∇R(W)‖ &lt; 1e-10. Fresh; it belongs to the scope that is open.</summary>
    /// <param name="x">float64 [N, d].</param>
    /// <param name="y">int64 [N], 0..K−1.</param>
    /// <param name="classes">K.</param>
    /// <param name="ridge">μ > 0, of every sample.</param>
    /// <param name="start">Where to begin; null: 0.</param>
    /// <param name="blocks">For the conjugate gradients, made where needed and left as of the last θ; null: dense.</param>
    /// <exception cref="ArithmeticException">Rounding keeps the gradient above 1e-10.</exception>
    public static Tensor Minimise(Tensor x, Tensor y, int classes, double ridge, Tensor? start = null, SoftmaxBlocks? blocks = null)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var w = start?.clone() ?? zeros(classes, x.shape[1], ScalarType.Float64, x.device); // [K, d]
        var risk = new SoftmaxRisk(x, y, w) { WeightDecay = ridge };
        var (norm, value, first) = (double.PositiveInfinity, risk.Value(), 0.0);
        if (start is null) blocks?.Make(x, w);
        else blocks?.Since = 0;
        for (var step = 0; step < 200; step++)
        {
            using var one = NewDisposeScope();
            var gradient = risk.Gradient();                                              // [P]
            var now = gradient.Norm();
            // Once it is small enough, further steps are taken for as long as they help.
            if (now < Tolerance && now > norm / 2) break;
            first = Math.Max(first, now);
            norm = now;
            if (norm == 0) break;
            if (blocks?.Since > Stale && norm < 0.1 * first) blocks.Make(x, w);
            var newton = (blocks is null ? Newton(risk, gradient, norm) : Newton(risk, gradient, norm / first, blocks)).view(w.shape); // [K, d]
            var slope = gradient.Dot(newton.view(-1));
            var before = w.clone();
            for (var t = 1.0; t > 1e-10; t /= 2)
            {
                w.copy_(before - t * newton);
                var next = risk.Value();
                // Near the minimum the value no longer tells steps apart: there the whole step is right.
                if (next > value - 1e-4 * t * slope + 1e-13 * Math.Abs(value)) continue;
                value = next;
                break;
            }
        }
        norm = risk.Gradient().Norm();
        return norm < Tolerance ? w.MoveToOuterDisposeScope() : throw Stuck(norm);
    }

    private static Tensor Newton(SoftmaxRisk risk, Tensor gradient, double norm)
    {
        try
        {
            return linalg.solve(risk.Hessian().Dense(), gradient.unsqueeze(1)); // [P, 1]
        }
        catch (ExternalException)
        {
            throw Stuck(norm); // singular in float64, whatever the ridge
        }
    }

    /// <summary>As exact as the distance left deserves: any iterate goes down, so one that has not converged is a step too.</summary>
    private static Tensor Newton(SoftmaxRisk risk, Tensor gradient, double left, SoftmaxBlocks blocks)
    {
        var hessian = risk.Hessian();
        using var solution = new ConjugateGradient(Math.Clamp(left, 1e-5, 0.1), 200).Solve(hessian.Rough ?? hessian, gradient, blocks.Inverse(1, risk.Count * risk.WeightDecay));
        blocks.Since += solution.Iterations;
        return solution.Iterate.clone();                                                 // [P]
    }

    private static ArithmeticException Stuck(double norm) => new(
        $"the fit's gradient stays at {norm:G2}; below 1e-10 is needed. Rounding of large numbers is in the way: standardise the columns (mean 0, deviation 1), or raise the ridge.");
}
