using System.Globalization;

namespace Unlearn;

/// <summary>Where a number lies, with a probability.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
/// <param name="Level">0.95 for a 95 % interval.</param>
/// <param name="Method">How it was found: "t", "bootstrap".</param>
public sealed record Interval(double Low, double High, double Level, string Method)
{
    /// <summary>Whether a value lies in it.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>"[0.48, 0.53] (95 %, bootstrap)", whatever the culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{Low:0.###}, {High:0.###}] ({100 * Level:0.#} %, {Method})");

    /// <summary>Between the quantiles (1 ∓ level)/2 of bootstrapped values, linearly interpolated as numpy does it.</summary>
    /// <exception cref="ArgumentException">No values, or a level outside (0, 1).</exception>
    public static Interval Percentile(IReadOnlyList<double> values, double level)
    {
        if (level is not (> 0 and < 1)) throw new ArgumentException($"level {level}, allowed is (0, 1): 0.95 is usual.");
        if (values.Count == 0) throw new ArgumentException("no values: a quantile needs at least one.");
        double[] sorted = [.. values.Order()];
        return new(Quantile((1 - level) / 2), Quantile((1 + level) / 2), level, "bootstrap");

        double Quantile(double q)
        {
            var at = q * (sorted.Length - 1);
            var below = (int)Math.Floor(at);
            return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
        }
    }
}
