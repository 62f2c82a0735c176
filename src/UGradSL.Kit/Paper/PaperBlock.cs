namespace Unlearn;

/// <summary>The part of a table that is about one data set: the rows between two headings.</summary>
/// <param name="Name">The data set as the paper names it.</param>
/// <param name="RteUnit">Of the run times: "min" or "hr".</param>
/// <param name="Rows">In the paper's order.</param>
public sealed record PaperBlock(string Name, string RteUnit, IReadOnlyList<PaperRow> Rows)
{
    /// <summary>A row by its name, such as "FT" or "UGradSL (mixed, NLS)".</summary>
    /// <exception cref="ArgumentException">No such row.</exception>
    public PaperRow Row(string name) => Rows.FirstOrDefault(row => row.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"no row '{name}' for {Name}: there are {string.Join(", ", Rows.Select(row => row.Name))}.");

    /// <summary>The means of a row, RTE in seconds, H and RTE NaN where they are not printed; null where UA, MIA, RA or TA is not.</summary>
    public Scores? Scores(PaperRow row) => row is { UA: { } ua, MIA: { } mia, RA: { } ra, TA: { } ta }
        ? new(ua.Mean, mia.Mean, ra.Mean, ta.Mean, row.H?.Mean ?? double.NaN, (row.RTE?.Mean ?? double.NaN) * SecondsPerUnit)
        : null;

    /// <summary>
    /// <see cref="Gap.Average"/> to the printed row of Retrain, percent points, which the paper does not print: the gap of the means, since
    /// each seed's is unknown. Null where there is no such row, or a number is missing.
    /// </summary>
    public double? AverageGap(PaperRow row) =>
        Rows.FirstOrDefault(r => r.Method == nameof(Retrain)) is { } retrain && Scores(retrain) is { } goal && Scores(row) is { } mine ? Gap.Average(mine, goal) : null;

    /// <summary>The methods that have an average gap, the one nearest to Retrain first; without Retrain.</summary>
    public IReadOnlyList<(PaperRow Row, double AverageGap)> NearestFirst() =>
    [
        .. Rows.Where(row => row.Method != nameof(Retrain) && AverageGap(row) is not null).Select(row => (row, AverageGap(row)!.Value)).OrderBy(pair => pair.Value),
    ];

    /// <summary>How many times as long <paramref name="method"/> took as <paramref name="baseline"/>, by the printed RTE; null where either is not there.</summary>
    public double? RteRatio(string method, string baseline)
    {
        double? Rte(string name) => Rows.FirstOrDefault(row => row.Name == name)?.RTE?.Mean;
        return Rte(method) / Rte(baseline);
    }

    private double SecondsPerUnit => RteUnit == "hr" ? 3600 : 60;
}
