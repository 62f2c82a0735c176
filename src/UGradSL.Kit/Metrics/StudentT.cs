namespace Unlearn;

/// <summary>Student's t distribution of a whole number of degrees of freedom.</summary>
internal static class StudentT
{
    /// <summary>The quantile of p in (0.5, 1), by bisection of the distribution function.</summary>
    public static double Quantile(double p, int dof)
    {
        var (low, high) = (0.0, 1.0);
        while (Below(high, dof) < p) high *= 2;
        for (var i = 0; i < 200 && high - low > 1e-14 * high; i++)
        {
            var middle = (low + high) / 2;
            if (Below(middle, dof) < p) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>P(T ≤ t), t ≥ 0: the finite series of Abramowitz and Stegun, 26.7.3 and 26.7.4.</summary>
    private static double Below(double t, int dof)
    {
        var (angle, cosine2) = (Math.Atan(t / Math.Sqrt(dof)), dof / (dof + t * t));
        var (term, sum) = (1.0, dof == 1 ? 0.0 : 1.0);
        for (var k = dof % 2 == 0 ? 1 : 2; k <= dof - 3 + (dof % 2 == 0 ? 1 : 0); k += 2) sum += term *= cosine2 * k / (k + 1);
        var within = dof % 2 == 0 ? Math.Sin(angle) * sum : 2 / Math.PI * (angle + (dof == 1 ? 0 : Math.Sin(angle) * Math.Cos(angle) * sum));
        return (1 + within) / 2;
    }
}
