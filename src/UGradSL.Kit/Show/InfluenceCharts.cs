namespace Unlearn;

/// <summary>Charts of curvature.</summary>
public static class InfluenceCharts
{
    /// <summary>The density over eigenvalues, on a logarithmic scale: most of a network's are near 0, and a few are far out.</summary>
    public static Figure Density(Spectrum spectrum, string title = "Density of eigenvalues") => Charts.Lines(
        $"{title}\nfrom {Chart.Text(spectrum.Smallest)} to {Chart.Text(spectrum.Largest)}", "eigenvalue", new Axis("density", Log: true),
        [new("density", spectrum.At, [.. spectrum.Density.Select(d => d > 1e-12 * spectrum.Density.Max() ? d : double.NaN)])]);
}
