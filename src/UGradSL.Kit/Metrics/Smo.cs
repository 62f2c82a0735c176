using System.Numerics.Tensors;

namespace Unlearn;

/// <summary>
/// Sequential minimal optimization of the dual of a support vector classifier, written in βᵢ = yᵢαᵢ:
/// minimise ½·βᵀKβ − yᵀβ subject to Σβ = 0 and 0 ≤ yᵢβᵢ ≤ Cᵢ.
/// Each step moves one pair (i, j) to the pair's optimum: i violates optimality most, and j promises the largest gain to second order
/// (Fan, Chen and Lin, "Working Set Selection Using Second Order Information for Training SVM", JMLR 6, 2005: WSS 2, libsvm's rule).
/// </summary>
/// <param name="kernel">K over n points.</param>
/// <param name="sign">y [n], +1 or −1.</param>
/// <param name="bound">Cᵢ > 0 [n]: C times how often the point occurs.</param>
/// <param name="start">β to start from [n], within its bounds and of sum 0; null: 0.</param>
/// <param name="field">Kβ of it [n].</param>
internal sealed class Smo(RbfKernel kernel, double[] sign, double[] bound, double[]? start = null, double[]? field = null)
{
    private const double Tau = 1e-12; // libsvm's stand-in for the curvature between two points that the kernel cannot tell apart

    private readonly double[] _beta = start is null ? new double[sign.Length] : [.. start];
    private readonly double[] _force = field is null ? [.. sign] : [.. sign.Zip(field, (y, f) => y - f)]; // F = y − Kβ, the negative gradient
    private readonly double[] _growth = new double[sign.Length];  // 0 where β may grow, −∞ where it may not
    private readonly double[] _decline = new double[sign.Length]; // 0 where β may shrink, +∞ where it may not
    private readonly double[] _score = new double[sign.Length];
    private readonly double[] _curvature = new double[sign.Length];
    private readonly double[] _rowI = new double[sign.Length];
    private readonly double[] _rowJ = new double[sign.Length];
    private double _missed;

    /// <summary>β [n] and the bias b of f(x) = Σ βᵢ·K(xᵢ, x) + b.</summary>
    /// <param name="tolerance">Stops when the largest F that may grow exceeds the smallest that may shrink by less than this.</param>
    /// <exception cref="InvalidOperationException">Not there after max(10⁶, 1000·n) steps.</exception>
    public (double[] Beta, double Bias) Solve(double tolerance)
    {
        var limit = Math.Max(1_000_000, 1000L * sign.Length);
        return Solve(tolerance, limit) ?? throw new InvalidOperationException(
            $"the support vector classifier still misses its optimum by {_missed:g3} after {limit:N0} steps, "
            + $"where {tolerance:g3} was asked for: raise the tolerance, or lower C.");
    }

    /// <summary>The same, or null where it is not there after <paramref name="limit"/> steps.</summary>
    public (double[] Beta, double Bias)? Solve(double tolerance, long limit)
    {
        for (var i = 0; i < sign.Length; i++) Mark(i);
        for (var step = 0L; ; step++)
        {
            var (i, highest, lowest) = Extremes();
            _missed = highest - lowest;
            if (_missed < tolerance) return (_beta, Bias(highest, lowest));
            if (step == limit) return null;
            kernel.Row(i, _rowI);
            Move(i, Partner(highest));
        }
    }

    /// <summary>The point whose F is highest among those whose β may grow, its F, and the lowest F among those whose β may shrink.</summary>
    private (int I, double Highest, double Lowest) Extremes()
    {
        TensorPrimitives.Add(_force, _growth, _score);
        var i = TensorPrimitives.IndexOfMax<double>(_score);
        var highest = _score[i];
        TensorPrimitives.Add(_force, _decline, _score);
        return (i, highest, TensorPrimitives.Min<double>(_score));
    }

    /// <summary>
    /// j = argmax (Fᵢ − Fⱼ)² / (Kᵢᵢ + Kⱼⱼ − 2Kᵢⱼ) over the points with Fⱼ &lt; Fᵢ whose β may shrink. <see cref="Extremes"/> left the F of
    /// these in <see cref="_score"/>.
    /// </summary>
    private int Partner(double highest)
    {
        TensorPrimitives.Subtract(highest, _score, _score);
        TensorPrimitives.Max(_score, 0, _score);
        TensorPrimitives.Multiply(_score, _score, _score);
        TensorPrimitives.Multiply(_rowI, -2, _curvature);
        TensorPrimitives.Add(_curvature, 2, _curvature); // K(x, x) = 1
        TensorPrimitives.Max(_curvature, Tau, _curvature);
        TensorPrimitives.Divide(_score, _curvature, _score);
        return TensorPrimitives.IndexOfMax<double>(_score);
    }

    private void Move(int i, int j)
    {
        kernel.Row(j, _rowJ);
        var roomI = Highest(i) - _beta[i];
        var roomJ = _beta[j] - Lowest(j);
        var length = Math.Min((_force[i] - _force[j]) / _curvature[j], Math.Min(roomI, roomJ));
        // Assigned and not added at a bound, so that the comparisons of Mark are exact.
        _beta[i] = length == roomI ? Highest(i) : _beta[i] + length;
        _beta[j] = length == roomJ ? Lowest(j) : _beta[j] - length;
        Mark(i);
        Mark(j);
        TensorPrimitives.MultiplyAdd(_rowI, -length, _force, _force);
        TensorPrimitives.MultiplyAdd(_rowJ, length, _force, _force);
    }

    private void Mark(int i)
    {
        _growth[i] = _beta[i] < Highest(i) ? 0 : double.NegativeInfinity;
        _decline[i] = _beta[i] > Lowest(i) ? 0 : double.PositiveInfinity;
    }

    private double Highest(int i) => Math.Max(0, sign[i] * bound[i]);

    private double Lowest(int i) => Math.Min(0, sign[i] * bound[i]);

    /// <summary>
    /// The mean F of the points strictly between their bounds, where f(x) = y; without any, the middle of what optimality allows
    /// (libsvm's rule).
    /// </summary>
    private double Bias(double highest, double lowest)
    {
        double[] free = [.. _force.Where((_, i) => _growth[i] == 0 && _decline[i] == 0)];
        return free.Length > 0 ? free.Average() : (highest + lowest) / 2;
    }
}
