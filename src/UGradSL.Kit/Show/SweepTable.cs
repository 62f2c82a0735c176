namespace Unlearn;

/// <summary>The results of an experiment as tables, one for each way to forget.</summary>
public static class SweepTable
{
    /// <summary>Rows that the store holds, each method over its seeds; seeds without a Retrain are left out.</summary>
    /// <exception cref="ArgumentException">No seed has a Retrain.</exception>
    public static IEnumerable<Table> Of(Experiment experiment, Sweep sweep)
    {
        foreach (var group in experiment.Units.GroupBy(unit => unit.Forgetting))
        {
            List<UnitResult> results = [.. group.Select(sweep.Read).OfType<UnitResult>()];
            if (results.Count == 0) continue;
            var environments = results.Select(r => r.Environment).DistinctBy(e => (e.Versions, e.Commit, e.Processor)).ToList();
            yield return StudyTable.Of(Comparison.Of(results.SelectMany(r => r.Runs)),
                $"{experiment.Name}: {results[0].Description} forgotten; {experiment.Data}; {experiment.Network}; {experiment.Training.Epochs} epochs",
                string.Join("; ", environments.Select(e => $"{e.Versions} · {e.Processor} · commit {e.Commit} · {e.Date}")));
        }
    }
}
