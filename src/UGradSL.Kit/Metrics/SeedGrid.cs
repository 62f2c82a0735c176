using System.Globalization;

namespace Unlearn;

/// <summary>
/// A number measured for each training seed with several unlearning seeds: which of the two makes it vary? A deterministic method seems free of
/// variance when only its own seed is moved (Lanyon et al. 2025). Unlearning seeds are nested in training seeds: x_ij = μ + a_i + b_ij.
/// </summary>
/// <param name="Mean">μ, the mean over training seeds of their means.</param>
/// <param name="TrainVariance">Var(a), by the analysis of variance, at least 0; null for one training seed.</param>
/// <param name="UnlearnVariance">Var(b), pooled within the training seeds; null where each has one unlearning seed, and Var(a) then holds both.</param>
/// <param name="Interval">95 % of μ by t over the training seeds' means, the independent units; null for one training seed.</param>
/// <param name="TrainSeeds">How many.</param>
/// <param name="UnlearnSeeds">How many for each.</param>
public sealed record SeedGrid(double Mean, double? TrainVariance, double? UnlearnVariance, Interval? Interval, int TrainSeeds, int UnlearnSeeds)
{
    /// <summary>Separates the two.</summary>
    /// <param name="values">[training seed][unlearning seed], the same number of these for each.</param>
    /// <exception cref="ArgumentException">No values, or training seeds with different numbers of unlearning seeds.</exception>
    public static SeedGrid Of(IReadOnlyList<double[]> values)
    {
        var (train, unlearn) = (values.Count, values is [{ Length: var length }, ..] ? length : 0);
        if (unlearn == 0) throw new ArgumentException("no values: a grid needs at least one run.");
        if (values.FirstOrDefault(row => row.Length != unlearn) is { } other)
            throw new ArgumentException($"{other.Length} unlearning seeds for one training seed and {unlearn} for another: run as many for each.");
        double[] means = [.. values.Select(row => row.Average())];
        double? within = unlearn > 1 ? values.Average(Variance) : null;
        double? between = train > 1 ? Math.Max(0, Variance(means) - (within ?? 0) / unlearn) : null;
        return new(means.Average(), between, within, train > 1 ? MeanInterval.T(means, 0.95) : null, train, unlearn);
    }

    /// <summary>What makes this grid weak, or null.</summary>
    public string? Warning => TrainSeeds == 1 ? "one training seed: nothing is known of how the result depends on training; train at least 3."
        : UnlearnSeeds == 1 ? "one unlearning seed for each training seed: the two variances cannot be told apart." : null;

    /// <summary>"87.12 [86.3, 87.9] (95 %, t) · std of training 0.31, of unlearning 0.05 (3 × 4)"; without an interval for one training seed.</summary>
    public override string ToString()
    {
        string Show(double? variance) => variance is { } v ? Math.Sqrt(v).ToString("0.00", CultureInfo.InvariantCulture) : "unknown";
        return string.Create(CultureInfo.InvariantCulture,
            $"{Mean:0.00}{(Interval is null ? "" : $" {Interval}")} · std of training {Show(TrainVariance)}, of unlearning {Show(UnlearnVariance)} ({TrainSeeds} × {UnlearnSeeds})");
    }

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Sum(x => (x - mean) * (x - mean)) / (values.Length - 1);
    }
}
