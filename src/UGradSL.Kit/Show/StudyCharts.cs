namespace Unlearn;

/// <summary>The charts of a study.</summary>
public static class StudyCharts
{
    /// <summary>Accuracy on D_f, D_r and the test set over optimizer steps: three panels, one line a method, mean over the seeds.</summary>
    public static Figure Curves(IReadOnlyList<Run> runs)
    {
        var methods = runs.GroupBy(run => (run.Method, run.Settings)).Where(group => group.All(run => run.Curve.Count > 1)).ToList();
        return Charts.Panels("Accuracy over optimizer steps", [Panel("D_f (forget)", p => p.Forget), Panel("D_r (retain)", p => p.Retain), Panel("Test", p => p.Test)]);

        Panel Panel(string title, Func<CurvePoint, double> accuracy) => new(title, new Axis("optimizer steps (the start at 1)", Log: true), new Axis("accuracy, %", 0, 100),
            [.. methods.Select(group => new Series(group.First().Name,
                [.. group.First().Curve.Select(point => Math.Max(1.0, point.Step))],
                [.. Enumerable.Range(0, group.First().Curve.Count).Select(i => group.Average(run => accuracy(run.Curve[i])))]))]);
    }

    /// <summary>What separates each method from Retrain, in points, one group of bars a method.</summary>
    public static Figure Gaps(Comparison comparison)
    {
        List<ComparisonRow> rows = [.. comparison.Rows.Where(row => row.Method is not (nameof(Retrain) or "Original"))];
        return Charts.Bars("Difference to Retrain, in points", "", "points", [.. rows.Select(row => row.Name)],
            [Bar("UA", r => r.UA), Bar("MIA", r => r.MIA), Bar("RA", r => r.RA), Bar("TA", r => r.TA)]);

        Series Bar(string name, Func<ComparisonRow, Against> metric) => new(name, [.. rows.Select(row => metric(row).Gap.Mean)]);
    }
}
