using System.Globalization;

namespace Unlearn;

/// <summary>How many times as long UGradSL takes as GA, and UGradSL+ as FT: in the paper's tables, and in stored results.</summary>
public static class RunTimesView
{
    private static readonly (string Method, string Baseline)[] pairs = [("UGradSL", "GA"), ("UGradSL+", "FT")];

    /// <summary>A row a pair for the paper and for each way to forget of the stored results; ours also have the ratio of samples passed, which no machine changes.</summary>
    /// <param name="folder">Where <c>--results</c> writes.</param>
    /// <exception cref="InvalidDataException">A damaged file of results.</exception>
    public static Table Of(string folder)
    {
        List<ExperimentUnit> units = [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).SelectMany(path => OfOneSetting(ExperimentResults.Read(path).Units)).DistinctBy(unit => unit.Address)];
        var groups = units.GroupBy(unit => (unit.Settings.Data, unit.Settings.Network, unit.Result.Description)).ToList();
        return new(["methods", "of", "n", "run time", "samples passed"], pairs.SelectMany(pair => groups.Select(group => Ours(pair, [.. group])).OfType<IReadOnlyList<object?>>().Prepend(Published(pair))),
            "Run time of the paper's methods as a multiple of their baseline's: median (smallest to largest)",
            ["n: blocks of the paper's tables; seeds of ours, at the passes that tuning or the paper gave each method."]);
    }

    /// <summary>Without the methods that an experiment has at several settings to compare these, as an ablation does.</summary>
    private static IEnumerable<ExperimentUnit> OfOneSetting(IReadOnlyList<ExperimentUnit> units)
    {
        var apart = Methods.Distinctions(units.Select(unit => unit.Settings.Method).OfType<Unlearner>());
        return units.Where(unit => unit.Settings.Method is { } method && apart[method].Length == 0);
    }

    private static IReadOnlyList<object?> Published((string Method, string Baseline) pair)
    {
        List<double> ratios = [.. Paper.Tables.SelectMany(table => table.Blocks).Select(block => block.RteRatio(pair.Method, pair.Baseline)).OfType<double>()];
        return [$"{pair.Method} / {pair.Baseline}", "all of the paper's tables", ratios.Count, Range(ratios), "–"];
    }

    /// <summary>Null where no seed has both methods.</summary>
    private static IReadOnlyList<object?>? Ours((string Method, string Baseline) pair, IReadOnlyList<ExperimentUnit> units)
    {
        List<(Cost Method, Cost Baseline)> costs = [];
        foreach (var seed in units.GroupBy(unit => unit.Settings.Seed))
            if (Cost(seed, pair.Method) is { } method && Cost(seed, pair.Baseline) is { } baseline) costs.Add((method, baseline));
        var one = units[0];
        return costs.Count == 0 ? null :
        [
            $"{pair.Method} / {pair.Baseline}", $"{one.Settings.Data}, {one.Settings.Network}, {one.Result.Description}", costs.Count,
            Range(costs.Select(c => c.Method.Seconds / c.Baseline.Seconds)), Range(costs.Select(c => (double)c.Method.Samples / c.Baseline.Samples)),
        ];
    }

    /// <summary>What the first variant of a method took, which in every experiment is the one that leaves BatchNorm's statistics to the retained samples.</summary>
    private static Cost? Cost(IEnumerable<ExperimentUnit> units, string method) =>
        units.FirstOrDefault(unit => unit.Settings.Method?.GetType() == Methods.Named(method).GetType())?.Result.Cost;

    private static string Range(IEnumerable<double> numbers)
    {
        double[] values = [.. numbers.Order()];
        static string F(double x) => x.ToString("0.00", CultureInfo.InvariantCulture);
        return values.Length == 1 ? F(values[0]) : $"{F(Spread.Median(values))} ({F(values[0])} to {F(values[^1])})";
    }
}
