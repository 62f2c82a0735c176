namespace Unlearn;

/// <summary>
/// The density of a map's eigenvalues by stochastic Lanczos quadrature (Lin, Saad and Yang, 2016; Papyan, 2020): Ritz values with their
/// weights, widened by a Gaussian and averaged over random starts.
/// </summary>
/// <param name="At">Where the density is given, ascending.</param>
/// <param name="Density">Per unit of eigenvalue; it integrates to 1.</param>
/// <param name="Trace">P·Σ weight·value, mean over the starts with its standard error.</param>
/// <param name="Smallest">The smallest Ritz value of all starts.</param>
/// <param name="Largest">The largest.</param>
public sealed record Spectrum(IReadOnlyList<double> At, IReadOnlyList<double> Density, Estimate Trace, double Smallest, double Largest)
{
    /// <summary>From <paramref name="starts"/> times <paramref name="steps"/> products.</summary>
    /// <param name="map">A.</param>
    /// <param name="rng">On the CPU.</param>
    /// <param name="steps">Lanczos steps m; the Gaussian's width is 2/((m − 1)·√(8·ln 3)) of half the range.</param>
    /// <param name="starts">Random starts.</param>
    /// <param name="points">How many points the density is given at.</param>
    /// <exception cref="ArgumentException">Fewer than two steps, or no start.</exception>
    public static Spectrum Of(LinearMap map, Generator rng, int steps = 40, int starts = 5, int points = 1000)
    {
        if (steps < 2 || starts < 1 || points < 2) throw new ArgumentException($"{steps} steps, {starts} starts, {points} points: at least 2, 1 and 2 are needed (try 40, 5 and 1,000).");
        steps = (int)Math.Min(steps, map.Size);
        List<Lanczos> runs = [.. Enumerable.Range(0, starts).Select(_ => Lanczos.Of(map, steps, rng))];
        var (smallest, largest) = (runs.Min(r => r.Values[0]), runs.Max(r => r.Values[^1]));
        var half = Math.Max((largest - smallest) / 2 * 1.05, 1e-12 * Math.Max(1, Math.Abs(largest)));
        var sigma = 2 * half / ((Math.Max(2, steps) - 1) * Math.Sqrt(8 * Math.Log(3)));
        var (low, high) = ((smallest + largest) / 2 - half - 3 * sigma, (smallest + largest) / 2 + half + 3 * sigma);
        double[] at = [.. Enumerable.Range(0, points).Select(i => low + (high - low) * i / (points - 1))];
        double[] density = [.. at.Select(x => runs.Average(r => r.Values.Zip(r.Weights, (v, w) => w * Math.Exp(-(x - v) * (x - v) / (2 * sigma * sigma))).Sum()) / (sigma * Math.Sqrt(2 * Math.PI)))];
        return new(at, density, Estimate.Of([.. runs.Select(r => map.Size * r.Values.Zip(r.Weights, (v, w) => v * w).Sum())]), smallest, largest);
    }
}
