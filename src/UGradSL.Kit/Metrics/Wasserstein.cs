namespace Unlearn;

/// <summary>How far two samples of numbers lie apart as distributions.</summary>
public static class Wasserstein
{
    /// <summary>W₁ = ∫ |F(x) − G(x)| dx ↓, in the unit of the numbers: the least mean distance that makes one sample the other. 0 for equal samples.</summary>
    /// <param name="first">At least one number, all finite.</param>
    /// <param name="second">At least one, not necessarily as many.</param>
    /// <exception cref="ArgumentException">An empty sample, or a number that is not finite.</exception>
    public static double Distance(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        double[] a = Sorted(first), b = Sorted(second), all = [.. a.Concat(b).Order()];
        var (distance, i, j) = (0.0, 0, 0);
        for (var k = 0; k + 1 < all.Length; k++)
        {
            while (i < a.Length && a[i] <= all[k]) i++;
            while (j < b.Length && b[j] <= all[k]) j++;
            distance += Math.Abs((double)i / a.Length - (double)j / b.Length) * (all[k + 1] - all[k]);
        }
        return distance;
    }

    private static double[] Sorted(IReadOnlyList<double> values)
    {
        if (values.Count == 0) throw new ArgumentException("no numbers: a distance between samples needs at least one of each.");
        if (values.FirstOrDefault(x => !double.IsFinite(x)) is var bad && !double.IsFinite(bad))
            throw new ArgumentException($"a number is {bad}, needed are finite ones.");
        return [.. values.Order()];
    }
}
