namespace Unlearn;

/// <summary>
/// The forgetting quality of the NeurIPS 2023 competition (Triantafillou et al. 2024; its released metric.py). For each sample of D_f the log-odds
/// φ of N unlearned and N retrained networks are told apart by thresholds, one or two; the best threshold's ε = max(ln(1 − δ − FPR) − ln FNR,
/// ln(1 − δ − FNR) − ln FPR) says how well.
/// </summary>
/// <param name="Epsilons">ε of each sample, 0 to 50 ↓.</param>
/// <param name="Score">F ↑: the mean of 2^(−⌊ε/0.5⌋), 0 from ε ≥ ⌈ln(N − 1)⌉ on; exact unlearning comes near 1, but noise of the best of many thresholds keeps it below.</param>
/// <param name="Networks">N; the competition had 512.</param>
public sealed record ForgettingQuality(IReadOnlyList<double> Epsilons, double Score, int Networks)
{
    /// <summary>δ.</summary>
    public const double Delta = 1e-5;

    /// <summary>The largest ε: perfect separation, or one kind that varies less than a hundredth of the other.</summary>
    public const double Cap = 50;

    private const double PerUnit = 100, Buffer = 2; // thresholds a unit of φ; how far the double rule's thresholds stray

    /// <summary>
    /// Thresholds lie on the released code's grids. A threshold with exactly one of FPR and FNR at 0 says that N is too small and is not
    /// counted. Where none is left the released code stops; here ε is 0, nothing having told the two apart.
    /// </summary>
    /// <param name="unlearned">φ [N][F] of D_f by N networks that unlearned it.</param>
    /// <param name="retrained">φ [N][F] by as many retrained ones, N ≥ 3.</param>
    /// <exception cref="ArgumentException">Too few networks, other numbers of them or of samples, or a φ that is not finite.</exception>
    public static ForgettingQuality Of(IReadOnlyList<double[]> unlearned, IReadOnlyList<double[]> retrained)
    {
        var (n, samples) = (unlearned.Count, unlearned is [{ Length: var length }, ..] ? length : 0);
        if (n < 3 || retrained.Count != n || samples == 0)
            throw new ArgumentException($"{n} unlearned and {retrained.Count} retrained networks on {samples} samples: needed are as many of both, at least 3 (the competition had 512), and a sample.");
        if (unlearned.Concat(retrained).Any(phi => phi.Length != samples || phi.Any(x => !double.IsFinite(x))))
            throw new ArgumentException($"needed are {samples} finite numbers of each network: give the log-odds of the same samples.");
        double[] epsilons = [.. Enumerable.Range(0, samples).Select(i => Epsilon([.. unlearned.Select(phi => phi[i])], [.. retrained.Select(phi => phi[i])]))];
        return new(epsilons, epsilons.Average(e => Points(e, n)), n);
    }

    /// <summary>The competition's final score: F · (RA_u/RA_r) · (TA_u/TA_r) ↑.</summary>
    public double Final(Scores unlearned, Scores retrained) => Score * (unlearned.RA / retrained.RA) * (unlearned.TA / retrained.TA);

    /// <summary>Of the score, bootstrapped over the samples; what other networks would change is not in it.</summary>
    /// <param name="rng">On the CPU.</param>
    /// <param name="level">In (0, 1).</param>
    public Interval ScoreInterval(Generator rng, double level = 0.95) => MeanInterval.Resampled([.. Epsilons.Select(e => Points(e, Networks))], rng, level);

    /// <summary>How many samples have ε at <see cref="Cap"/>: some threshold told all N networks of each kind apart.</summary>
    public int Capped() => Epsilons.Count(e => e >= Cap);

    /// <summary>⌈ln(N − 1)⌉: from this ε on a sample gives no points, since N networks cannot tell a larger one.</summary>
    public double Ceiling() => Math.Ceiling(Math.Log(Networks - 1));

    private static double Points(double epsilon, int networks)
    {
        var bin = Math.Floor(epsilon / 0.5);
        return (bin + 1) * 0.5 <= Math.Ceiling(Math.Log(networks - 1)) ? Math.Pow(2, -bin) : 0;
    }

    /// <summary>ε of one sample.</summary>
    internal static double Epsilon(double[] unlearned, double[] retrained)
    {
        double[] u = [.. unlearned.Order()], r = [.. retrained.Order()];
        var (high, low) = Median(r) > Median(u) ? (r, u) : (u, r);
        double wide = Math.Max(Range(high), Range(low)), narrow = Math.Min(Range(high), Range(low)), best = 0;
        if (narrow < 0.01 * wide) return Cap;
        var tried = new bool[(u.Length + 1) * (r.Length + 1)]; // a grid has many thresholds for each pair of counts
        var (first, last) = (Math.Min(u[0], r[0]), Math.Max(u[^1], r[^1]));
        foreach (var t in Grid(first, last, (int)Math.Ceiling((last - first) * PerUnit)))
            if (Count(low, t, double.PositiveInfinity) is var wrong && Try(high.Length - Count(high, t, double.PositiveInfinity), wrong)) return Cap;
        var (inner, outer) = Range(high) >= Range(low) ? (low, high) : (high, low);
        var (from, to) = (inner[0] + narrow - Buffer, inner[^1] + Buffer);
        foreach (var right in Grid(from, to, (int)Math.Ceiling((to - from) * PerUnit)))
            foreach (var left in Grid(right - narrow - Buffer, right - narrow + Buffer, (int)Math.Ceiling(2 * Buffer * PerUnit)))
                if (Try(inner.Length - Count(inner, left, right), Count(outer, left, right))) return Cap;
        return Math.Min(best, Cap);

        bool Try(int missed, int wrong)
        {
            if (tried[missed * (r.Length + 1) + wrong]) return false;
            tried[missed * (r.Length + 1) + wrong] = true;
            if (missed == 0 || wrong == 0) return missed == 0 && wrong == 0;
            double fnr = (double)missed / u.Length, fpr = (double)wrong / u.Length;
            // A rate of 1 leaves ln(−δ), which is no number: the other of the two counts.
            if (1 - Delta - fpr > 0) best = Math.Max(best, Math.Log(1 - Delta - fpr) - Math.Log(fnr));
            if (1 - Delta - fnr > 0) best = Math.Max(best, Math.Log(1 - Delta - fnr) - Math.Log(fpr));
            return false;
        }
    }

    /// <summary>How many of the sorted numbers lie in [left, right].</summary>
    private static int Count(double[] sorted, double left, double right) => Math.Max(0, Below(sorted, right, true) - Below(sorted, left, false));

    private static int Below(double[] sorted, double x, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < x || (orEqual && sorted[middle] == x)) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>numpy's linspace.</summary>
    private static IEnumerable<double> Grid(double first, double last, int count) =>
        Enumerable.Range(0, count).Select(i => i == count - 1 && count > 1 ? last : first + i * ((last - first) / Math.Max(1, count - 1)));

    private static double Range(double[] sorted) => sorted[^1] - sorted[0];

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
