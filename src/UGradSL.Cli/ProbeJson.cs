using System.Text.Json;
using System.Text.Json.Nodes;

namespace Unlearn.Cli;

/// <summary>What <c>ugradsl probe --json</c> writes.</summary>
internal static class ProbeJson
{
    /// <summary>One table's probe.</summary>
    public static string Of(Probe probe) => Fields(probe).ToJsonString(Json.Indented);

    /// <summary>Probes of stored runs, and what they say together.</summary>
    public static string Of(IReadOnlyList<(string Run, Probe Probe, DistanceCurve? Curve)> runs, ProbeSummary summary)
    {
        var rows = runs.Select(r =>
        {
            var fields = Fields(r.Probe);
            fields.Insert(0, "run", r.Run);
            foreach (var (name, value) in Node(Further(r.Probe)).AsObject().ToList()) fields[name] = value?.DeepClone();
            if (r.Curve is { } curve) fields["curve"] = Node(new { curve.AtOriginal, curve.Points, curve.NegativeHelps, Method = $"{curve.Method}" });
            return (JsonNode)fields;
        }).ToArray();
        var all = Node(summary).AsObject();
        all.Insert(0, "runs", new JsonArray(rows));
        return all.ToJsonString(Json.Indented);
    }

    private static JsonObject Fields(Probe probe) => Node(new
    {
        probe.Classes,
        probe.Parameters,
        N = probe.Count,
        NForget = probe.ForgetCount,
        probe.ANorm,
        probe.BNorm,
        UNorm = probe.Two.UNorm,
        VNorm = probe.Two.VNorm,
        probe.Two.Inner,
        probe.Two.Cosine,
        probe.Two.BestAlpha,
        probe.Two.MinDistance,
        DistanceAtZero = probe.Two.UNorm,
        Theorem1Plus = probe.One.Plus,
        Theorem1Minus = probe.One.Minus,
        GaRatio = probe.One.Ratio,
        probe.Verdict,
        probe.Reason,
    }).AsObject();

    private static object Further(Probe probe) => new
    {
        probe.ThisPair,
        probe.Displacement,
        DirectCosine = probe.Direct.Cosine,
        DirectBestAlpha = probe.Direct.BestAlpha,
        CorrectedCosine = probe.Corrected.Cosine,
        probe.IdentityCosine,
        probe.SignBound,
        probe.Damping,
        probe.MeanEigenvalue,
        probe.OriginalStationarity,
        probe.RetrainedStationarity,
        probe.DifferenceOfTwo,
        probe.DrawDeviation,
        probe.Jackknife,
        probe.CurvatureDeviation,
        probe.Cost,
        Solves = probe.Solves.Select(s => new { s.Name, s.Iterations, s.Residual, s.End }),
        Sweep = probe.Sweep.Select(s => new { s.Damping, s.Relative, s.Two.Inner, s.Two.Cosine, s.Two.BestAlpha, s.DirectCosine, s.Residual, s.Converged }),
        probe.Settings,
    };

    private static JsonNode Node(object value) => JsonSerializer.SerializeToNode(value, Json.Indented)!;
}
