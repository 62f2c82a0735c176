namespace Unlearn.Cli;

/// <summary>What <c>ugradsl probe --figures FOLDER</c> writes: static charts, named after run and kind.</summary>
internal static class ProbeFigures
{
    public static void Write(string folder, IReadOnlyList<(string Run, Probe Probe, DistanceCurve? Curve)> probes)
    {
        Directory.CreateDirectory(folder);
        foreach (var (run, probe, curve) in probes)
        {
            var name = string.Join('-', run.Split(['/', '\\', '.', ':'], StringSplitOptions.RemoveEmptyEntries));
            void Save(string kind, Figure figure) => WholeFile.Write(Path.Combine(folder, $"{name}-{kind}.svg"), figure.Svg);
            if (probe.Contributions.Count > 0) Save("shares", InfluenceCharts.Contributions(probe));
            if (probe.Sweep.Count > 0) Save("sweep", InfluenceCharts.Sweep(probe));
            if (curve is not null) Save("curve", InfluenceCharts.Distance(curve, probe));
        }
    }
}
