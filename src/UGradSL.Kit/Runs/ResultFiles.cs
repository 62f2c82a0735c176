using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Analysis;

namespace Unlearn;

/// <summary>A finished study as files that other programs read: <c>run.json</c>, <c>results.csv</c> and <c>steps.csv</c>.</summary>
public static class ResultFiles
{
    /// <summary>Writes the three, each whole.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="study">Settings and seeds.</param>
    /// <param name="data">For its name and hashes.</param>
    /// <param name="network">For its architecture.</param>
    /// <param name="runs">Every run.</param>
    public static void Write(string folder, Study study, Dataset data, Net network, IReadOnlyList<Run> runs)
    {
        WholeFile.Write(Path.Combine(folder, "run.json"), stream => JsonSerializer.Serialize(stream, new
        {
            Study = study,
            Network = network.ToString(),
            Data = new { data.Name, Train = data.Train.Hash, Test = data.Test.Hash },
            Splits = runs.DistinctBy(run => run.Seed).ToDictionary(run => $"seed {run.Seed}", run => run.Split),
            Versions = Kit.Versions(),
            Kit.Commit,
        }, Json.Indented));
        WholeFile.Write(Path.Combine(folder, "results.csv"), stream => DataFrame.SaveCsv(Results(runs), stream, cultureInfo: CultureInfo.InvariantCulture));
        WholeFile.Write(Path.Combine(folder, "steps.csv"), stream => DataFrame.SaveCsv(Steps(runs), stream, cultureInfo: CultureInfo.InvariantCulture));
    }

    /// <summary>One row a run: method, BatchNorm's reading, seed, UA, MIA, RA, TA (percent), H (nats), RTE (seconds).</summary>
    public static DataFrame Results(IReadOnlyList<Run> runs) => new(
        Named(runs), BatchNorms(runs), Numbers("seed", runs.Select(run => run.Seed)),
        Metric(runs, "UA", s => s.UA), Metric(runs, "MIA", s => s.MIA), Metric(runs, "RA", s => s.RA), Metric(runs, "TA", s => s.TA), Metric(runs, "H", s => s.H), Metric(runs, "RTE", s => s.RTE),
        new StringDataFrameColumn("settings", runs.Select(run => run.Settings?.ToString() ?? "")));

    /// <summary>One row an optimizer step: method, BatchNorm's reading, seed, epoch and step from 1, loss, images.</summary>
    public static DataFrame Steps(IReadOnlyList<Run> runs)
    {
        var rows = runs.SelectMany(run => run.Steps.Select((step, i) => (Run: run, Step: step, Number: i + 1))).ToList();
        List<Run> owners = [.. rows.Select(row => row.Run)];
        return new(
            Named(owners), BatchNorms(owners), Numbers("seed", owners.Select(run => run.Seed)),
            Numbers("epoch", rows.Select(row => row.Step.Epoch + 1)), Numbers("step", rows.Select(row => row.Number)),
            new PrimitiveDataFrameColumn<double>("loss", rows.Select(row => row.Step.Loss)), Numbers("images", rows.Select(row => row.Step.Images)));
    }

    private static StringDataFrameColumn Named(IEnumerable<Run> runs) => new("method", runs.Select(run => run.Method));

    private static StringDataFrameColumn BatchNorms(IEnumerable<Run> runs) => new("batch_norm", runs.Select(run => run.BatchNorm?.ToString() ?? ""));

    private static PrimitiveDataFrameColumn<int> Numbers(string name, IEnumerable<int> values) => new(name, values);

    private static PrimitiveDataFrameColumn<double> Metric(IReadOnlyList<Run> runs, string name, Func<Scores, double> metric) =>
        new(name, runs.Select(run => metric(run.Scores)));
}
