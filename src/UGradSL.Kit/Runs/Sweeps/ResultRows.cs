using System.Globalization;
using Microsoft.Data.Analysis;

namespace Unlearn;

/// <summary>The results of an experiment as a data frame, for other programs: a row a unit, and one for its network with BatchNorm's statistics taken anew.</summary>
public static class ResultRows
{
    /// <summary>The columns whose values another run of the same units need not repeat.</summary>
    public static IReadOnlyList<string> OfTheMachine { get; } = ["RTE", "peak_bytes", "processor", "commit", "date"];

    /// <summary>
    /// unit (its address), forgotten, split, seed, method, recalibrated (0 or 1), UA, MIA, RA, TA (percent), H (nats), RTE (seconds), samples,
    /// peak_bytes, settings, processor, commit, date; in the experiment's order.
    /// </summary>
    public static DataFrame Of(ExperimentResults results)
    {
        List<(ExperimentUnit Unit, Run Run)> rows = [.. results.Units.SelectMany(unit => unit.Result.Runs.Select(run => (unit, run)))];
        StringDataFrameColumn Text(string name, Func<(ExperimentUnit Unit, Run Run), string> value) => new(name, rows.Select(value));
        PrimitiveDataFrameColumn<double> Number(string name, Func<(ExperimentUnit Unit, Run Run), double> value) => new(name, rows.Select(value));
        return new(
            Text("unit", r => r.Unit.Address), Text("forgotten", r => r.Unit.Result.Description), Text("split", r => r.Unit.Result.Split),
            new PrimitiveDataFrameColumn<int>("seed", rows.Select(r => r.Run.Seed)), Text("method", r => r.Run.Name), new PrimitiveDataFrameColumn<int>("recalibrated", rows.Select(r => r.Run.Recalibrated ? 1 : 0)),
            Number("UA", r => r.Run.Scores.UA), Number("MIA", r => r.Run.Scores.MIA), Number("RA", r => r.Run.Scores.RA), Number("TA", r => r.Run.Scores.TA), Number("H", r => r.Run.Scores.H), Number("RTE", r => r.Run.Scores.RTE),
            new PrimitiveDataFrameColumn<long>("samples", rows.Select(r => r.Unit.Result.Cost.Samples)), new PrimitiveDataFrameColumn<long>("peak_bytes", rows.Select(r => r.Unit.Result.Cost.PeakBytes)),
            Text("settings", r => r.Run.Settings?.ToString() ?? ""), Text("processor", r => r.Unit.Result.Environment.Processor), Text("commit", r => r.Unit.Result.Environment.Commit), Text("date", r => r.Unit.Result.Environment.Date));
    }

    /// <summary>Writes them as CSV, whole or not at all.</summary>
    public static void Write(string path, ExperimentResults results) =>
        WholeFile.Write(path, stream => DataFrame.SaveCsv(Of(results), stream, cultureInfo: CultureInfo.InvariantCulture));
}
