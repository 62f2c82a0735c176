using System.Globalization;
using System.Text.Json;

namespace Unlearn;

/// <summary>What a store holds, as tables.</summary>
public static class RunsTable
{
    /// <summary>A line a unit.</summary>
    public static Table Of(IReadOnlyList<RunLine> lines, string store) => new(
        ["Address", "Kind", "What", "Forgotten", "UA %", "RA %", "TA %", "Date", "Commit", "MiB", "State"],
        lines.Select(l => (object?[])
        [
            l.Address, l.Kind, l.What, l.Forgotten, l.Scores is null ? "" : Percent(l.Scores.UA), l.Scores is null ? "" : Percent(l.Scores.RA), l.Scores is null ? "" : Percent(l.Scores.TA),
            l.Date ?? "", l.Commit ?? "", (l.Bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture), l.State,
        ]),
        $"{lines.Count} units in {store}", "ugradsl runs ADDRESS shows one, ugradsl compare ADDRESS ADDRESS… puts runs side by side. A stale unit is found by no command; nothing deletes it.");

    /// <summary>One unit whole: its line, then its settings, and of a run what it cost and where.</summary>
    public static string Page(StoredUnit unit)
    {
        var line = RunLine.Of(unit);
        List<string> text = [$"{line.Kind} {line.Address}: {line.What}", $"state: {line.State}", $"folder: {unit.Folder}"];
        if (line.Scores is not null)
        {
            var result = Sweep.Result(unit);
            text.AddRange([$"forgotten: {line.Forgotten} (split {result.Split[..12]})", .. result.Runs.Select(run => $"scores: {run}")]);
            text.AddRange([string.Create(CultureInfo.InvariantCulture, $"cost: {result.Cost.Seconds:0.0} s, {result.Cost.Samples:N0} samples{(result.Cost.PeakBytes is { } peak ? $", {peak / 1048576:N0} MiB at most" : "")}"), $"made by: {UnitEnvironment.Of([result])}"]);
        }
        if (line.Kind != "?") text.Add($"settings: {JsonSerializer.Serialize(JsonDocument.Parse(unit.Key.Settings), Json.Indented)}");
        return string.Join('\n', text);
    }

    /// <summary>Runs side by side, as the table of a study.</summary>
    public static Table Of(SideBySide runs)
    {
        var first = runs.Results[0];
        return StudyTable.Of(runs.Comparison, $"{first.Description} forgotten; {first.Unit.Data}; {first.Unit.Network}; {first.Unit.Training.Epochs} epochs", UnitEnvironment.Of(runs.Results));
    }

    private static string Percent(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
