using System.Globalization;

namespace Unlearn;

/// <summary>The table of a probe: the cosine first, the control last.</summary>
public static class ProbeTable
{
    /// <summary>A row a quantity; the verdict and its reason stand under it.</summary>
    public static Table Of(Probe probe, string caption = "Does negative smoothing help?") => new(["Quantity", "Value"],
    [
        ["cos(a − b, c − b)", F(probe.Two.Cosine)],
        ["⟨a − b, c − b⟩", F(probe.Two.Inner)],
        ["error bound of the product", F(probe.SignBound)],
        ["best α (helpful: 0 to twice that)", F(probe.Two.BestAlpha)],
        ["‖a − b‖, the distance at α = 0", F(probe.Two.UNorm)],
        ["the distance at the best α", F(probe.Two.MinDistance)],
        ["cos(θ_r − θ_tr − b, c − b), the direct question", F(probe.Direct.Cosine)],
        ["cos corrected for ∇R_tr(θ_tr)", F(probe.Corrected.Cosine)],
        ["‖a‖", F(probe.ANorm)],
        ["‖b‖", F(probe.BNorm)],
        ["‖c − b‖", F(probe.Two.VNorm)],
        ["‖θ_r − θ_tr‖", F(probe.Displacement)],
        ["Theorem 1 with its plus: residual", F(probe.One.Plus)],
        ["Theorem 1 as printed, with a minus", F(probe.One.Minus)],
        ["‖a − b‖/‖a‖ (above 1, ascent hurts)", F(probe.One.Ratio)],
        ["stationarity, original and retrained", $"{F(probe.OriginalStationarity)}, {F(probe.RetrainedStationarity)}"],
        ["damping a sample", F(probe.Damping)],
        ["cost in gradients over D_tr", F(probe.Cost)],
        ["control, not an answer: cos with H = I", F(probe.IdentityCosine)],
    ], caption, $"{probe.Verdict}: {probe.Reason}");

    /// <summary>A row a run, and their mean with its 95 % interval; what they say together stands under it.</summary>
    public static Table Of(IReadOnlyList<(string Run, Probe Probe)> runs, ProbeSummary summary, string caption = "Does negative smoothing help?") => new(
        ["Run", "cos(a − b, c − b)", "direct cos", "best α", "saves %", "‖θ_r − θ_tr‖", "stationarity", "damping", "residual", "H = I: cos", "This pair"],
        [
            .. runs.Select(r => (IReadOnlyList<object?>)[r.Run, F(r.Probe.Two.Cosine), F(r.Probe.Direct.Cosine), F(r.Probe.Two.BestAlpha), F(100 * r.Probe.Two.Gain), F(r.Probe.Displacement),
                $"{F(r.Probe.OriginalStationarity)}, {F(r.Probe.RetrainedStationarity)}", F(r.Probe.Damping), F(r.Probe.Solves.Max(s => s.Residual)), F(r.Probe.IdentityCosine), $"{r.Probe.ThisPair}"]),
            ["mean", F(summary.Cosine), F(summary.Direct), F(summary.BestAlpha), "", "", "", "", "", F(summary.Identity), ""],
        ], caption,
        [
            $"{summary.Verdict}: {summary.Reason}",
            $"{summary.Count} {(summary.Count == 1 ? "run" : "runs")}: {summary.Negative} with a negative product; {summary.Holds} hold, {summary.Fails} fail, {summary.Undecided} undecided by themselves. Means with their 95 % intervals.",
            .. runs.Select(r => $"{r.Run}: {r.Probe.Reason}"),
        ]);

    /// <summary>A row an α of runs of the method itself, and what one Newton step foretold.</summary>
    public static Table Of(DistanceCurve curve, Probe probe, string caption) => new(["α", "‖θ_r − θ(α)‖", "one Newton step"],
        curve.Points.Select(p => (IReadOnlyList<object?>)[p.Alpha, F(p.Distance), F(probe.Direct.DistanceAt(p.Alpha))]), caption,
        $"‖θ_r − θ_tr‖ is {F(curve.AtOriginal)}; nearest at α = {F(curve.Best.Alpha)}. Runs of {curve.Method}.");

    private static string F(MeanOfPairs? mean) => mean is null ? "none" : F(mean.Mean) + (mean.Interval is { } i ? $" ({F(i.Low)} to {F(i.High)})" : "");

    private static string F(double? x) => x?.ToString("G5", CultureInfo.InvariantCulture) ?? "none";
}
