namespace Unlearn;

/// <summary>A block of a table of the paper made anew: our numbers, the paper's, and Retrain in the first row.</summary>
public static class PaperResultView
{
    private static readonly (string Name, Func<ComparisonRow, Against> Of, string Format)[] columns =
        [("UA", row => row.UA, "F1"), ("MIA", row => row.MIA, "F1"), ("RA", row => row.RA, "F1"), ("TA", row => row.TA, "F1"), ("H", row => row.H, "F2")];

    /// <summary>
    /// A column of ours beside each of the paper's; a method that the paper lacks has dashes there. A letter in parentheses after a number of
    /// the paper is that of the footnote about it.
    /// </summary>
    /// <exception cref="ArgumentException">No seed has a Retrain.</exception>
    public static Table Of(PaperTable table, PaperBlock block, PaperExperiment experiment, ExperimentResults results)
    {
        var comparison = Comparison.Of(results.Units.SelectMany(unit => unit.Result.Runs));
        var rows = comparison.Rows.Select(row =>
        {
            var printed = Printed(block, results, row);
            return (IReadOnlyList<object?>)
            [
                row.Name, row.Method == nameof(Retrain) ? "" : row.AverageGap.ToString("F2"), printed is null ? "–" : block.AverageGap(printed)?.ToString("F2") ?? "",
                .. columns.SelectMany(c => (object?[])[c.Of(row).Value.ToString(c.Format), Number(table, block, printed, c.Name)]),
                row.RTE.Value.ToString("F1"), Number(table, block, printed, nameof(PaperRow.RTE)),
            ];
        });
        return new(Headers("RTE s ↓", $"RTE {block.RteUnit}, paper"), rows, $"Table {table.Number}, {block.Name}, scale {experiment.Scale}: {results.Experiment.Data}; {results.Experiment.Network}; {results.Experiment.Training.Epochs} epochs; {results.Units[0].Result.Description} forgotten",
            [
                comparison.Verdict, .. experiment.StandIns,
                "Ours: mean ± sample standard deviation (number of seeds). The paper's run times are in another unit and of another machine: only ratios compare.",
                .. PaperTableView.Footnotes(table, block), UnitEnvironment.Of(results.Units.Select(u => u.Result)),
            ])
        { ColoredBy = "Method" };
    }

    /// <summary>The methods that a stored table has of the paper, the means of both, run times as shares of Retrain's, and both orders; null where the results are of no table of the paper.</summary>
    /// <exception cref="ArgumentException">No seed has a Retrain.</exception>
    internal static Table? Beside(ExperimentResults results)
    {
        if (PaperExperiments.BlockOf(results.Experiment.Name) is not var (table, block)) return null;
        var comparison = Comparison.Of(results.Units.SelectMany(unit => unit.Result.Runs));
        var both = comparison.Rows.Select(row => (Ours: row, Printed: Printed(block, results, row))).Where(pair => pair.Printed is not null).ToList();
        var retrain = both.FirstOrDefault(pair => pair.Ours.Method == nameof(Retrain));
        var rows = both.Select(pair => (IReadOnlyList<object?>)
        [
            pair.Ours.Name, pair == retrain ? "" : Mean(pair.Ours.AverageGap, "F2"), pair == retrain ? "" : block.AverageGap(pair.Printed!)?.ToString("F2") ?? "–",
            .. columns.SelectMany(c => (object?[])[Mean(c.Of(pair.Ours).Value, c.Format), Number(table, block, pair.Printed, c.Name)]),
            Share(pair.Ours.RTE.Value.Mean / comparison.Rows[0].RTE.Value.Mean), Share(block.RteRatio(pair.Printed!.Name, nameof(Retrain))),
        ]);
        return new(Headers("RTE of Retrain's ↓", "RTE, paper"), rows, $"Beside the paper's Table {table.Number}, {block.Name}",
            [.. Orders(block, both.Where(pair => pair != retrain).OrderBy(pair => pair.Ours.AverageGap.Mean).Select(pair => pair.Ours.Name)), .. PaperTableView.Footnotes(table, block)])
        { ColoredBy = "Method" };
    }

    private static string[] Headers(string rte, string printedRte) =>
        ["Method", "Avg. gap ↓", "paper's", .. columns.SelectMany(c => (string[])[$"{c.Name} {(c.Name == "H" ? "nats" : "%")}", $"{c.Name}, paper"]), rte, printedRte];

    private static IEnumerable<string> Orders(PaperBlock block, IEnumerable<string> ours)
    {
        var printed = block.NearestFirst();
        if (printed.Count > 0) yield return $"Nearest to Retrain first, by the average gap: here {string.Join(", ", ours)}; in the paper {string.Join(", ", printed.Select(pair => pair.Row.Name))}.";
    }

    private static string Number(PaperTable table, PaperBlock block, PaperRow? printed, string column) => printed is null ? "–" : PaperTableView.Cell(table, block, printed, column);

    private static string Mean(Spread spread, string format) => spread.Mean.ToString(format, System.Globalization.CultureInfo.InvariantCulture);

    private static string Share(double? ratio) => ratio?.ToString("F3", System.Globalization.CultureInfo.InvariantCulture) ?? "–";

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
