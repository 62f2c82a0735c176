namespace Unlearn;

/// <summary>Where a mean over seeds lies.</summary>
public static class MeanInterval
{
    /// <summary>From so many values on the interval is bootstrapped; with fewer, resampling sees too little and is too narrow, and t is taken.</summary>
    public const int EnoughToResample = 20;

    private const int Draws = 2000;

    /// <summary>
    /// mean ± t·s/√n for 2 ≤ n &lt; 20, which supposes that the values are near Gaussian; the percentile bootstrap for more. The interval says which.
    /// </summary>
    /// <param name="values">One for each seed.</param>
    /// <param name="rng">For the bootstrap, on the CPU.</param>
    /// <param name="level">In (0, 1).</param>
    /// <returns>Null for one value: a single seed says nothing of others.</returns>
    /// <exception cref="ArgumentException">No values, or a level outside its range.</exception>
    public static Interval? Of(IReadOnlyList<double> values, Generator rng, double level = 0.95)
    {
        if (values.Count == 0) throw new ArgumentException("no values: an interval needs at least two runs.");
        if (level is not (> 0 and < 1)) throw new ArgumentException($"level {level}, allowed is (0, 1): 0.95 is usual.");
        if (values.Count == 1) return null;
        return values.Count < EnoughToResample ? T(values, level) : Resampled(values, rng, level);
    }

    /// <summary>The percentile bootstrap, for any n.</summary>
    internal static Interval Resampled(IReadOnlyList<double> values, Generator rng, double level)
    {
        using var scope = NewDisposeScope();
        var drawn = randint(values.Count, [Draws, values.Count], ScalarType.Int64, generator: rng);        // [draws, n]
        var means = tensor(values.ToArray()).index_select(0, drawn.reshape(-1)).view(Draws, -1).mean([1]); // [draws]
        return Interval.Percentile(means.data<double>().ToArray(), level);
    }

    /// <summary>mean ± t·s/√n, n ≥ 2.</summary>
    internal static Interval T(IReadOnlyList<double> values, double level)
    {
        var spread = Spread.Of(values);
        var half = StudentT.Quantile((1 + level) / 2, values.Count - 1) * spread.Std!.Value / Math.Sqrt(values.Count);
        return new(spread.Mean - half, spread.Mean + half, level, "t");
    }
}
