namespace Unlearn;

/// <summary>A block of a table of the paper made anew: our numbers, the paper's, and Retrain in the first row.</summary>
public static class PaperResultView
{
    private static readonly (string Name, Func<ComparisonRow, Against> Of, string Format)[] columns =
        [("UA", row => row.UA, "F1"), ("MIA", row => row.MIA, "F1"), ("RA", row => row.RA, "F1"), ("TA", row => row.TA, "F1"), ("H", row => row.H, "F2")];

    /// <summary>A column of ours beside each of the paper's; a method that the paper lacks has dashes there.</summary>
    /// <exception cref="ArgumentException">No seed has a Retrain.</exception>
    public static Table Of(PaperTable table, PaperBlock block, PaperExperiment experiment, ExperimentResults results)
    {
        var runs = results.Units.SelectMany(unit => unit.Result.Runs).ToList();
        var comparison = Comparison.Of(runs);
        string[] headers = ["Method", "Avg. gap ↓", "paper's", .. columns.SelectMany(c => (string[])[$"{c.Name} {(c.Name == "H" ? "nats" : "%")}", $"{c.Name}, paper"]), "RTE s ↓", $"RTE {block.RteUnit}, paper"];
        var rows = comparison.Rows.Select(row =>
        {
            var printed = Printed(block, results, row);
            return (IReadOnlyList<object?>)
            [
                row.Name, row.Method == nameof(Retrain) ? "" : row.AverageGap.ToString("F2"), printed is null ? "–" : block.AverageGap(printed)?.ToString("F2") ?? "",
                .. columns.SelectMany(c => (object?[])[c.Of(row).Value.ToString(c.Format), printed?[c.Name]?.Printed ?? "–"]),
                row.RTE.Value.ToString("F1"), printed?.RTE?.Printed ?? "–",
            ];
        });
        return new(headers, rows, $"Table {table.Number}, {block.Name}, scale {experiment.Scale}: {results.Experiment.Data}; {results.Experiment.Network}; {results.Experiment.Training.Epochs} epochs; {results.Units[0].Result.Description} forgotten",
            [
                comparison.Verdict, .. experiment.StandIns,
                "Ours: mean ± sample standard deviation (number of seeds). The paper's as printed; its notes: ugradsl paper " + table.Number + ". The paper's run times are in another unit and of another machine: only ratios compare.",
                UnitEnvironment.Of(results.Units.Select(u => u.Result)),
            ])
        { ColoredBy = "Method" };
    }

    /// <summary>The paper's row of a method: of the same settings where rows differ by them (Table 6), else of the same name; none for a recalibrated network.</summary>
    private static PaperRow? Printed(PaperBlock block, ExperimentResults results, ComparisonRow row)
    {
        if (row.Recalibrated) return null;
        var alike = block.Rows.Where(printed => Methods.Named(printed.Method).GetType().Name == row.Method).ToList();
        if (alike.Count <= 1) return alike.FirstOrDefault();
        var variants = results.Experiment.Methods.Where(m => m.GetType().Name == row.Method).ToList();
        var place = variants.FindIndex(m => m.ToString() == row.Settings);
        return place >= 0 && place < alike.Count ? alike[place] : null;
    }
}
