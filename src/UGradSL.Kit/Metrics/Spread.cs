using System.Globalization;
using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>A number measured with several seeds.</summary>
/// <param name="Mean">The arithmetic mean.</param>
/// <param name="Std">The sample standard deviation, √(Σ(x − mean)² / (n − 1)); null for n = 1, which has none.</param>
/// <param name="Count">n.</param>
public sealed record Spread(double Mean, double? Std, int Count)
{
    /// <summary>Of one number a seed.</summary>
    /// <exception cref="ArgumentException">No numbers.</exception>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0) throw new ArgumentException("no values: a mean needs at least one run.");
        var mean = all.Average();
        return new(mean, all.Length == 1 ? null : Math.Sqrt(all.Sum(x => (x - mean) * (x - mean)) / (all.Length - 1)), all.Length);
    }

    /// <summary>The middle one, or the mean of the two in the middle; NaN of none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>What makes the number weak, or null.</summary>
    [JsonIgnore]
    public string? Warning => Count == 1 ? "one seed: no spread can be told; run at least 3." : null;

    /// <summary>"87.12 ± 0.34 (3)", or "87.12 (1)" for one seed, whatever the culture.</summary>
    public override string ToString() => ToString("F2");

    /// <summary>The same with another numeric format for mean and deviation: "F3" for H.</summary>
    public string ToString(string format)
    {
        string Show(double x) => x.ToString(format, CultureInfo.InvariantCulture);
        return Std is { } std ? $"{Show(Mean)} ± {Show(std)} ({Count})" : $"{Show(Mean)} ({Count})";
    }
}
