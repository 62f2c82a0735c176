using Microsoft.Data.Analysis;

namespace Unlearn;

/// <summary>The table of a comparison: Retrain first, the average gap as the headline column.</summary>
public static class StudyTable
{
    /// <summary>Cells read "mean ± std (n) Δ gap to Retrain"; what stands under it is the verdict, how to read it, and <paramref name="environment"/>.</summary>
    public static Table Of(Comparison comparison, string caption, string environment) =>
        new(Frame(comparison), caption,
            comparison.Verdict,
            "Mean ± sample standard deviation (number of seeds); Δ is the difference to Retrain of the same seed. "
                + "Arrows are the paper's; nearer to Retrain is better. Avg. gap: mean of |Δ| over UA, MIA, RA and TA. "
                + "BN both: forget batches move BatchNorm's running statistics (the literal reading); elsewhere retain batches alone do. "
                + "Recalibrated: the same network with these statistics taken anew on D_r, so that what it regains was theirs.",
            environment)
        {
            ColoredBy = "Method",
            Bold = (row, column) => column is "Method" or "Avg. gap ↓" && comparison.Rows[row] == comparison.Nearest,
        };

    /// <summary>The same as a data frame of text, for a notebook.</summary>
    public static DataFrame Frame(Comparison comparison)
    {
        return new(
            Column("Method", row => row.Name), Column("Avg. gap ↓", row => row.Method == nameof(Retrain) ? "" : row.AverageGap.ToString("F2")),
            Column("UA % ↑", row => Cell(row, row.UA, "F1")), Column("MIA % ↑", row => Cell(row, row.MIA, "F1")),
            Column("RA % ↑", row => Cell(row, row.RA, "F1")), Column("TA % ↑", row => Cell(row, row.TA, "F1")),
            Column("H nats ↑", row => Cell(row, row.H, "F2")), Column("RTE s ↓", row => Cell(row, row.RTE, "F1")));

        StringDataFrameColumn Column(string title, Func<ComparisonRow, string> cell) => new(title, comparison.Rows.Select(cell));
    }

    private static string Cell(ComparisonRow row, Against metric, string format) => metric.Value.ToString(format)
        + (row.Method == nameof(Retrain) ? "" : $" Δ {metric.Gap.Mean.ToString($"+{Zeros(format)};−{Zeros(format)};0")}");

    private static string Zeros(string format) => format == "F1" ? "0.0" : "0.00";
}
