namespace Unlearn;

/// <summary>Charts of curvature and of probes.</summary>
public static class InfluenceCharts
{
    /// <summary>The density over eigenvalues, on a logarithmic scale: most of a network's are near 0, and a few are far out.</summary>
    public static Figure Density(Spectrum spectrum, string title = "Density of eigenvalues") => Charts.Lines(
        $"{title}\nfrom {Chart.Text(spectrum.Smallest)} to {Chart.Text(spectrum.Largest)}", "eigenvalue", new Axis("density", Log: true),
        [new("density", spectrum.At, [.. spectrum.Density.Select(d => d > 1e-12 * spectrum.Density.Max() ? d : double.NaN)])]);

    /// <summary>cos(a − b, c − b) over the damping, from what the data say to what damping says, with H = I as a control at the right.</summary>
    /// <exception cref="ArgumentException">A probe without a sweep.</exception>
    public static Figure Sweep(Probe probe)
    {
        if (probe.Sweep.Count == 0) throw new ArgumentException("this probe has no sweep to draw: measure with ProbeSettings.Sweep.");
        double[] x = [.. probe.Sweep.Select(s => s.Relative)];
        double[] solved(bool converged) => [.. probe.Sweep.Select(s => s.Converged == converged ? s.Two.Cosine : double.NaN)];
        return Charts.Scatter("Too much damping makes its own sign\nbelow 0, negative smoothing helps",
            new Axis("damping, in mean eigenvalues", Log: true), new Axis("cos(a − b, c − b)", -1, 1),
            [
                new("converged", x, solved(true)),
                new("not converged", x, solved(false)),
                new("with θ_r − θ_tr in place of a", x, [.. probe.Sweep.Select(s => s.DirectCosine)]),
                new("control: H = I", [10 * x.Max()], [probe.IdentityCosine]),
            ]);
    }

    /// <summary>How the forgotten samples share in ⟨a − b, c − b⟩, our reading of the paper's Figure 5.</summary>
    /// <exception cref="ArgumentException">A probe without contributions.</exception>
    public static Figure Contributions(Probe probe) => probe.Contributions.Count == 0
        ? throw new ArgumentException("this probe has no contributions to draw: measure with ProbeSettings.Contributions.")
        : Charts.Histogram($"Shares of {probe.Contributions.Count:N0} forgotten samples in ⟨a − b, c − b⟩\nthe product is {Chart.Text(probe.Two.Inner)}, another draw of D_f moves it by {Chart.Text(probe.DrawDeviation!.Value)}",
            "share of one sample", [("samples", probe.Contributions)], share: false);

    /// <summary>‖θ_r − θ(α)‖ over α: of the method's own runs, and of one Newton step where a probe of the same pair is given.</summary>
    public static Figure Distance(DistanceCurve curve, Probe? probe = null)
    {
        double[] x = [.. curve.Points.Select(p => p.Alpha)];
        List<Series> lines =
        [
            new($"{curve.Method.GetType().Name.Replace("Plus", "+")}, {curve.Method.Epochs} epochs", x, [.. curve.Points.Select(p => p.Distance)]),
            new("the original, not unlearned", x, [.. x.Select(_ => curve.AtOriginal)]),
        ];
        if (probe is not null) lines.Add(new("one Newton step", x, [.. x.Select(probe.Direct.DistanceAt)]));
        return Charts.Lines($"How far from the retrained network\nnearest at α = {Chart.Text(curve.Best.Alpha)}", "α", "‖θ_r − θ(α)‖", lines);
    }

    /// <summary>The change in the forgotten loss that b predicts, against the one that retraining makes.</summary>
    public static Figure Groups(IReadOnlyList<LeftOut> groups) => Charts.Scatter("Does b foretell retraining?\non the line it does", "predicted change of the forgotten loss", "change by retraining",
        [
            new("groups left out", [.. groups.Select(g => g.PredictedLoss - g.LossBefore)], [.. groups.Select(g => g.RetrainedLoss - g.LossBefore)]),
            new("as predicted", [.. groups.Select(g => g.PredictedLoss - g.LossBefore)], [.. groups.Select(g => g.PredictedLoss - g.LossBefore)]),
        ]);
}
