using System.Globalization;

namespace Unlearn;

/// <summary>What stored <see cref="Finding"/>s say, as tables: how often the condition held, with Wilson's 95 % intervals.</summary>
public static class FindingsTable
{
    /// <summary>Of a file that <c>ugradsl findings</c> wrote: exact.csv, networks.csv, pairs.csv, groups.csv or datamodels.csv.</summary>
    /// <exception cref="InvalidDataException">A file of another name, or a damaged one.</exception>
    public static IReadOnlyList<Table> Of(string path)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"{path} is missing: ugradsl findings makes it.");
        return Path.GetFileNameWithoutExtension(path) switch
        {
            "exact" or "networks" or "pairs" => Of(CsvRows.Read<Finding>(path)),
            "groups" => [ValidityTable.Of(CsvRows.Read<GroupFinding>(path))],
            "datamodels" => [ValidityTable.Of(CsvRows.Read<QueryFinding>(path))],
            var other => throw new InvalidDataException($"{path}: no table is made of '{other}'; there are exact, networks, pairs, groups and datamodels."),
        };
    }

    /// <summary>A table for each data set and model, and one over the damping for each model.</summary>
    public static IReadOnlyList<Table> Of(IReadOnlyList<Finding> findings) =>
    [
        .. findings.GroupBy(f => (f.Data, f.Model, f.Curvature)).Select(g => Held([.. g], $"{g.Key.Data}, {g.Key.Model} ({g.Key.Curvature}, P = {g.First().Parameters})")),
        .. findings.GroupBy(f => (f.Model, f.Curvature)).Where(g => g.Any(f => f.At1 is not null)).Select(g => Damped([.. g])),
    ];

    private static Table Held(List<Finding> rows, string caption) => new(
        ["forgotten", "μ", "n", "product < 0", "undecided", "direct product < 0", "product < 0 with H = I", "cosine", "best α", "direct α", "‖a‖/‖θ_r − θ_tr‖"],
        rows.GroupBy(r => (r.Scenario, r.Ridge)).Select(g => (IReadOnlyList<object?>)
        [
            g.Key.Scenario, g.Key.Ridge.ToString(CultureInfo.InvariantCulture), g.Count(), Share(g, r => r.Verdict == Verdict.Holds), g.Count(r => r.Verdict == Verdict.Undecided),
            Share(g, r => r.DirectCosine < 0), Share(g, r => r.IdentityInner < 0),
            Range(g, r => r.Cosine), Range(g, r => r.BestAlpha), Range(g, r => r.DirectBestAlpha), Range(g, r => r.ANorm / r.Displacement),
        ]), caption);

    private static Table Damped(List<Finding> rows) => new(
        ["forgotten", "n", "undamped", "0.01", "0.1", "1", "10", "H = I"],
        rows.GroupBy(r => r.Scenario).Select(g => (IReadOnlyList<object?>)
        [
            g.Key, g.Count(), Share(g, r => r.Cosine < 0), Share(g, r => r.At001 < 0), Share(g, r => r.At01 < 0), Share(g, r => r.At1 < 0), Share(g, r => r.At10 < 0), Share(g, r => r.IdentityInner < 0),
        ]), $"product < 0 over the damping, in mean eigenvalues ({rows[0].Model}, {rows[0].Curvature}, all data and ridges)");

    /// <summary>"3/30 (3 to 26 %)".</summary>
    private static string Share(IEnumerable<Finding> rows, Func<Finding, bool> which)
    {
        var (count, of) = (rows.Count(which), rows.Count());
        var interval = ShareInterval.Wilson(count, of);
        return string.Create(CultureInfo.InvariantCulture, $"{count}/{of} ({100 * interval.Low:0} to {100 * interval.High:0} %)");
    }

    /// <summary>"−0.21 (−0.4 to 0.1)": the median, the smallest and the largest.</summary>
    private static string Range(IEnumerable<Finding> rows, Func<Finding, double?> number)
    {
        double[] values = [.. rows.Select(number).OfType<double>().Order()];
        static string F(double x) => x.ToString("G2", CultureInfo.InvariantCulture).Replace('-', '−');
        return values.Length == 0 ? "none" : $"{F(Spread.Median(values))} ({F(values[0])} to {F(values[^1])})";
    }
}
