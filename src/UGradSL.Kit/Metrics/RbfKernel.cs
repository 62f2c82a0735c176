using System.Numerics.Tensors;

namespace Unlearn;

/// <summary>The radial basis function kernel K(x, z) = exp(−γ·‖x − z‖²) between fixed points and any other.</summary>
/// <param name="points">The points [n][d], n ≥ 1.</param>
/// <param name="gamma">γ > 0.</param>
internal sealed class RbfKernel(IReadOnlyList<double[]> points, double gamma)
{
    // One array a feature, so that a row of the kernel is a few passes over contiguous numbers.
    private readonly double[][] _features = [.. Enumerable.Range(0, points[0].Length).Select(f => points.Select(x => x[f]).ToArray())]; // [d][n]
    private readonly double[] _difference = new double[points.Count];

    public int Features => _features.Length;

    /// <summary>
    /// Fills <paramref name="row"/> [n] with K(x, ·). Rows are computed anew each time: SMO asks for most of them once or twice, and a
    /// cache of n² numbers costs more than the exponentials it saves.
    /// </summary>
    public void Row(ReadOnlySpan<double> x, Span<double> row)
    {
        row.Clear();
        for (var f = 0; f < x.Length; f++)
        {
            TensorPrimitives.Subtract(_features[f], x[f], _difference);
            TensorPrimitives.MultiplyAdd<double>(_difference, _difference, row, row);
        }
        TensorPrimitives.Multiply(row, -gamma, row);
        TensorPrimitives.Exp(row, row);
    }

    public void Row(int i, Span<double> row) => Row(points[i], row);
}
