using System.Globalization;

namespace Unlearn;

/// <summary>From values to one direction of a chart, with its ticks.</summary>
/// <param name="Min">Lower end in drawn units (the decadic logarithm on a logarithmic axis).</param>
/// <param name="Max">Upper end in drawn units.</param>
/// <param name="Log">Whether drawn units are logarithms.</param>
/// <param name="Ticks">Where in drawn units, and what stands there.</param>
internal sealed record Scale(double Min, double Max, bool Log, IReadOnlyList<(double At, string Label)> Ticks)
{
    /// <summary>The value in drawn units; not finite where it cannot be drawn.</summary>
    public double Of(double value) => !Log ? value : value > 0 ? Math.Log10(value) : double.NaN;

    /// <summary>Categories at 0, 1, 2, …</summary>
    public static Scale Of(IReadOnlyList<string> categories) =>
        new(-0.5, categories.Count - 0.5, false, [.. categories.Select((c, i) => ((double)i, c))]);

    /// <summary>An axis that holds all values with some room, and has about <paramref name="wanted"/> ticks at round numbers.</summary>
    public static Scale Of(Axis axis, IEnumerable<double> values, double room, int wanted)
    {
        var drawn = values.Where(v => double.IsFinite(v) && (!axis.Log || v > 0)).Select(v => axis.Log ? Math.Log10(v) : v).ToList();
        var (min, max) = drawn.Count == 0 ? (0, 1) : (drawn.Min(), drawn.Max());
        if (max - min < 1e-12 * Math.Max(1, Math.Abs(max))) (min, max) = (min - 0.5, max + 0.5);
        (min, max) = (min - room * (max - min), max + room * (max - min));
        if (axis.Min is { } low) min = axis.Log ? Math.Log10(low) : low;
        if (axis.Max is { } high) max = axis.Log ? Math.Log10(high) : high;
        if (!(min < max) || !double.IsFinite(max - min))
            throw new ArgumentException($"The axis \"{axis.Title}\" runs from {axis.Min} to {axis.Max}; the lower limit must lie below the upper"
                + (axis.Log ? " and above 0." : "."));
        var whole = !axis.Log && drawn.All(v => v == Math.Floor(v)) && drawn.Count > 0;
        return new(min, max, axis.Log, axis.Log ? Decades(min, max, wanted) : Round(min, max, wanted, whole));
    }

    private static List<(double, string)> Round(double min, double max, int wanted, bool whole)
    {
        var raw = (max - min) / wanted;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * new[] { 1, 2, 2.5, 5, 10 }.First(m => m * power >= raw * 0.999);
        if (whole) step = Math.Max(1, Math.Ceiling(step));
        var format = Math.Max(Math.Abs(min), Math.Abs(max)) >= 1e6 || step < 1e-4 ? "0.##e0" : "0.######";
        var ticks = new List<(double, string)>();
        for (var i = Math.Ceiling(min / step - 1e-9); i * step <= max + step * 1e-9; i++)
            ticks.Add((i * step + 0.0, Text(i * step + 0.0, format))); // + 0.0 takes the sign off a zero
        var decimals = ticks.Max(t => t.Item2.Contains('.') && format[^1] == '#' ? t.Item2.Length - t.Item2.IndexOf('.') - 1 : 0);
        return decimals == 0 ? ticks : [.. ticks.Select(t => (t.Item1, Text(t.Item1, "F" + decimals)))];
    }

    private static List<(double, string)> Decades(double min, double max, int wanted)
    {
        var (first, last) = ((int)Math.Ceiling(min), (int)Math.Floor(max));
        if (last - first >= 2)
        {
            var every = Math.Max(1, (int)Math.Ceiling((last - first + 1.0) / wanted));
            return [.. Enumerable.Range(first, last - first + 1).Where(k => k % every == 0).Select(k => ((double)k, Power(k)))];
        }
        var within = from k in Enumerable.Range((int)Math.Floor(min), (int)Math.Ceiling(max - min) + 2)
                     from m in new[] { 1.0, 2, 5 }
                     let at = k + Math.Log10(m)
                     where at >= min && at <= max
                     select (at, Text(m * Math.Pow(10, k), "G6"));
        return [.. within];
    }

    private static string Power(int k) => k is >= -3 and <= 4
        ? Text(Math.Pow(10, k), "0.###")
        : "10" + string.Concat(k.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');
}
