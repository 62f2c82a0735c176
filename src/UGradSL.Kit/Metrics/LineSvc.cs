using System.Numerics.Tensors;

namespace Unlearn;

/// <summary>
/// The support vector problem of one feature, coarse to fine: eight neighbours of a class are taken for one sample of eight times the bound, that
/// problem is solved, and its solution is where <see cref="Smo"/> starts on the finer one. Most samples end at their bound and are there from
/// the start, so that SMO has little left to move; it decides alone when the solution is good enough.
/// </summary>
/// <param name="gamma">γ.</param>
internal sealed class LineSvc(double gamma)
{
    private const int Small = 500, Neighbours = 8;

    /// <summary>β [n] and b.</summary>
    /// <param name="x">[n], ascending.</param>
    /// <param name="sign">y [n].</param>
    /// <param name="bound">Cᵢ [n].</param>
    /// <param name="tolerance">Of SMO.</param>
    public (double[] Beta, double Bias) Solve(double[] x, double[] sign, double[] bound, double tolerance)
    {
        var kernel = new RbfKernel([.. x.Select(v => new[] { v })], gamma);
        if (x.Length <= Small) return new Smo(kernel, sign, bound).Solve(tolerance);
        var start = Coarse(x, sign, bound, tolerance);
        // Neighbours that share a coarse β strictly between the bounds are all free at first; with a narrow kernel SMO can take longer to
        // tell them apart than it takes from nothing.
        return new Smo(kernel, sign, bound, start, Field(kernel, x, start, tolerance / 100)).Solve(tolerance, 5L * x.Length) ?? new Smo(kernel, sign, bound).Solve(tolerance);
    }

    private double[] Coarse(double[] x, double[] sign, double[] bound, double tolerance)
    {
        var group = new int[x.Length];
        List<double> centres = [], signs = [], bounds = [];
        Dictionary<double, (int Group, int Count)> open = [];
        for (var i = 0; i < x.Length; i++)
        {
            var (g, count) = open.GetValueOrDefault(sign[i], (-1, Neighbours));
            if (count == Neighbours)
            {
                (g, count) = (signs.Count, 0);
                centres.Add(0);
                signs.Add(sign[i]);
                bounds.Add(0);
            }
            open[sign[i]] = (g, count + 1);
            group[i] = g;
            centres[g] += bound[i] * x[i];
            bounds[g] += bound[i];
        }
        double[] means = [.. centres.Zip(bounds, (sum, weight) => sum / weight)];
        var (beta, _) = Solve(means, [.. signs], [.. bounds], Math.Max(tolerance, 1e-4));
        return [.. group.Select((g, i) => beta[g] / bounds[g] * bound[i])]; // a share of exactly 1 stays exactly at the bound
    }

    /// <summary>(Kβ)ᵢ = Σⱼ βⱼ·K(xᵢ, xⱼ) [n]: a smooth function of one number, so it is interpolated from its values at Chebyshev points.</summary>
    private double[] Field(RbfKernel kernel, double[] x, double[] beta, double precision)
    {
        double low = x.Min(), width = x.Max() - low;
        double[] row = new double[x.Length], field = new double[x.Length];
        var nodes = 40 + Math.Sqrt(gamma) * width * 6; // a γ of 1 over a width of 1 takes about 20 for all digits
        if (4 * nodes < x.Length && width > 0)
        {
            Interpolate((int)nodes, low, width);
            if (Enumerable.Range(0, 8).All(k => Math.Abs(field[k * (x.Length - 1) / 7] - At(x[k * (x.Length - 1) / 7])) <= precision)) return field;
        }
        Array.Clear(field);
        for (var j = 0; j < x.Length; j++)
        {
            if (beta[j] == 0) continue;
            kernel.Row(j, row);
            TensorPrimitives.MultiplyAdd(row, beta[j], field, field);
        }
        return field;

        double At(double place)
        {
            kernel.Row([place], row);
            return TensorPrimitives.Dot<double>(row, beta);
        }

        // The barycentric formula (Berrut and Trefethen 2004, eq. 5.3); a sample on a point divides by 0 and is computed by itself.
        void Interpolate(int count, double from, double range)
        {
            double[] weights = new double[x.Length], term = new double[x.Length];
            for (var k = 0; k < count; k++)
            {
                var node = from + range * (1 - Math.Cos(Math.PI * k / (count - 1))) / 2;
                var value = At(node);
                TensorPrimitives.Subtract(x, node, term);
                TensorPrimitives.Divide((k % 2 == 0 ? 1 : -1) * (k == 0 || k == count - 1 ? 0.5 : 1), term, term);
                TensorPrimitives.Add<double>(weights, term, weights);
                TensorPrimitives.MultiplyAdd(term, value, field, field);
            }
            TensorPrimitives.Divide<double>(field, weights, field);
            for (var i = 0; i < x.Length; i++)
                if (!double.IsFinite(field[i])) field[i] = At(x[i]);
        }
    }
}
