namespace Unlearn;

/// <summary>What a tuner chose, as a table: for the page of results and under the tables that use it.</summary>
public static class TunedTable
{
    /// <summary>One row a method: gap of the winner on validation samples, the same of the worst trial, failures, and the winner.</summary>
    public static Table Of(TunedPreset preset) => new(
        ["Method", "Gap", "Forget accuracy %", "Worst gap", "Trials", "Settings"],
        preset.Methods.Select(m => (object?[])
        [
            Methods.Title(m.Settings), m.Gap, m.Trials.First(t => t.Gap == m.Gap).Scores is { } scores ? 100 - scores.UA : null,
            m.Trials.Where(t => double.IsFinite(t.Gap)).Select(t => (double?)t.Gap).Max(), $"{m.Trials.Count}{(m.Trials.Count(t => t.Failure is not null) is > 0 and var failed ? $" ({failed} failed)" : "")}", SweepTable.Settings(m.Settings),
        ]),
        $"{preset.Scenario} of {preset.Data}, {preset.Network}, {preset.Scale}: seed {preset.Tuner.Seed}, {preset.Tuner.Budget.Trials} trials a method",
        "Gap: mean of |Δ| over UA, MIA, RA and TA to a Retrain of another seed, on validation samples, percent points.");
}
