namespace Unlearn;

/// <summary>How well predictions go with what was measured: correlations, and the slope that tells under- from overestimation.</summary>
/// <param name="Pearson">Pearson's r.</param>
/// <param name="Spearman">Spearman's ρ, ties at their mean rank.</param>
/// <param name="Slope">Of measured over predicted, least squares with an intercept: above 1, predictions are too small.</param>
/// <param name="Count">n.</param>
public sealed record Agreement(Bounded Pearson, Bounded Spearman, Bounded Slope, int Count)
{
    private const int Draws = 2000;

    /// <summary>With 95 % percentile intervals from a bootstrap over the pairs of values.</summary>
    /// <param name="predicted">One for each group.</param>
    /// <param name="actual">Likewise, finite.</param>
    /// <param name="rng">On the CPU.</param>
    /// <exception cref="ArgumentException">Numbers that do not pair, fewer than 3, or all the same.</exception>
    public static Agreement Of(IReadOnlyList<double> predicted, IReadOnlyList<double> actual, Generator rng)
    {
        Check(predicted, actual);
        if (predicted.Count < 3) throw new ArgumentException($"{predicted.Count} pairs: at least 3 are needed, and 20 for an interval that says much.");
        using var scope = NewDisposeScope();
        using var draws = randint(predicted.Count, [Draws, predicted.Count], ScalarType.Int64, generator: rng); // [draws, n]
        var rows = draws.data<long>().ToArray().Chunk(predicted.Count);
        List<(double[] X, double[] Y)> samples = [.. rows.Select(r => (r.Select(i => predicted[(int)i]).ToArray(), r.Select(i => actual[(int)i]).ToArray())).Where(s => Varies(s.Item1) && Varies(s.Item2))];
        Bounded With(Func<IReadOnlyList<double>, IReadOnlyList<double>, double> number) =>
            new(number(predicted, actual), Interval.Percentile([.. samples.Select(s => number(s.X, s.Y))], 0.95));
        return new(With(PearsonOf), With(SpearmanOf), With(SlopeOf), predicted.Count);
    }

    /// <summary>Pearson's r of two lists.</summary>
    /// <exception cref="ArgumentException">Lists that do not pair, or one whose values are all the same.</exception>
    public static double PearsonOf(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Check(x, y);
        var (xx, yy, xy) = Moments(x, y);
        return Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1);
    }

    /// <summary>Pearson's r of the ranks, ties at their mean rank.</summary>
    /// <exception cref="ArgumentException">As of <see cref="PearsonOf"/>.</exception>
    public static double SpearmanOf(IReadOnlyList<double> x, IReadOnlyList<double> y) => PearsonOf(Ranks(x), Ranks(y));

    private static double SlopeOf(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (xx, _, xy) = Moments(x, y);
        return xy / xx;
    }

    private static (double XX, double YY, double XY) Moments(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (mx, my) = (x.Average(), y.Average());
        return (x.Sum(a => (a - mx) * (a - mx)), y.Sum(b => (b - my) * (b - my)), x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum());
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var ranks = new double[values.Count];
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && values[order[end]] == values[order[start]]; end++) { }
            for (var i = start; i < end; i++) ranks[order[i]] = (start + end - 1) / 2.0;
        }
        return ranks;
    }

    private static bool Varies(IReadOnlyList<double> values) => values.Any(v => v != values[0]);

    private static void Check(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count) throw new ArgumentException($"{x.Count} predictions for {y.Count} measurements: one each is needed.");
        if (x.Concat(y).Any(v => !double.IsFinite(v))) throw new ArgumentException("a prediction or a measurement is no finite number: leave it out, or find out why.");
        if (x.Count == 0 || !Varies(x) || !Varies(y)) throw new ArgumentException("all values are the same, so that nothing can go with them: take other groups.");
    }
}

/// <summary>A number and where it lies.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Interval">95 %.</param>
public sealed record Bounded(double Value, Interval Interval)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Value:0.###} {Interval}");
}
