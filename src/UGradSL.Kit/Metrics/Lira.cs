namespace Unlearn;

/// <summary>
/// U-LiRA (Hayes et al. 2024, after Carlini et al. 2022): each sample by itself. Shadow networks of two kinds are trained, T of each: those that
/// saw the sample and unlearned it, and those that never saw it. Their log-odds φ of the truth are taken for Gaussian, and a network's φ is
/// scored by ln N(φ; μ_u, σ_u) − ln N(φ; μ_n, σ_n): positive looks unlearned, negative never seen. Exact unlearning gives AUC 0.5.
/// </summary>
public static class Lira
{
    /// <summary>Below so many shadows of a kind, a variance of each sample's own is too noisy and all samples share one (Carlini et al., section VI-B).</summary>
    public const int FewShadows = 64;

    private const string Name = "u-lira:unlearned-vs-never", Good = "0.5: what was unlearned cannot be told from what was never seen, sample by sample.";

    /// <summary>ln N(φ; μ_u, σ_u) − ln N(φ; μ_n, σ_n) of each sample [N].</summary>
    /// <param name="unlearned">φ by shadows that saw the sample and unlearned it [T][N], T ≥ 2.</param>
    /// <param name="never">φ by shadows that never saw it [T′][N], T′ ≥ 2.</param>
    /// <param name="target">φ by the attacked network [N].</param>
    /// <param name="shared">Whether all samples share each kind's variance; null: below <see cref="FewShadows"/>.</param>
    /// <exception cref="ArgumentException">Fewer than 2 shadows of a kind, other numbers of samples, or a φ that is not finite.</exception>
    public static double[] Scores(IReadOnlyList<double[]> unlearned, IReadOnlyList<double[]> never, double[] target, bool? shared = null)
    {
        Check(unlearned, "unlearned", target.Length);
        Check(never, "never seen", target.Length);
        var together = shared ?? Math.Min(unlearned.Count, never.Count) < FewShadows;
        var (u, n) = (Moments(unlearned, together), Moments(never, together));
        return [.. target.Select((phi, i) => LogDensity(phi, u.Mean[i], u.Variance[i]) - LogDensity(phi, n.Mean[i], n.Variance[i]))];
    }

    /// <summary>
    /// Attacks both networks of each pair with all other pairs as shadows, so that T pairs give T·N scores of each kind: unlearned samples are the
    /// members. The pair leaves together, so that its two networks meet the same rule and two that are alike score alike.
    /// </summary>
    /// <param name="unlearned">[T][N], T ≥ 3.</param>
    /// <param name="never">Of the same pairs [T][N].</param>
    /// <param name="rng">For the bootstrap over pairs and samples.</param>
    /// <param name="shared">As in <see cref="Scores"/>.</param>
    /// <exception cref="ArgumentException">As <see cref="Scores"/>, or fewer than 3 pairs.</exception>
    public static AttackResult LeavePairOut(IReadOnlyList<double[]> unlearned, IReadOnlyList<double[]> never, Generator rng, bool? shared = null)
    {
        PairedAttack.CheckPairs(unlearned.Count, never.Count);
        var scores = Enumerable.Range(0, unlearned.Count).Select(t => (Others: (Unlearned: PairedAttack.Without(unlearned, t), Never: PairedAttack.Without(never, t)), t))
            .Select(x => (Member: Scores(x.Others.Unlearned, x.Others.Never, unlearned[x.t], shared), Other: Scores(x.Others.Unlearned, x.Others.Never, never[x.t], shared))).ToList();
        return Named(PairedAttack.Of(Name, Good, [.. scores.Select(s => s.Member)], [.. scores.Select(s => s.Other)], rng, 0),
            $"T = {unlearned.Count} pairs of shadows, each attacked by the other {unlearned.Count - 1}");
    }

    /// <summary>Attacks one network that unlearned D_f, and one that never saw it, with the same shadows.</summary>
    /// <param name="unlearned">[T][N], T ≥ 2.</param>
    /// <param name="never">[T′][N], T′ ≥ 2.</param>
    /// <param name="target">φ by the network that unlearned [N].</param>
    /// <param name="retrained">φ by a retrained network that is none of the shadows [N].</param>
    /// <param name="rng">For the bootstrap over samples.</param>
    /// <param name="shared">As in <see cref="Scores"/>.</param>
    public static AttackResult Attack(
        IReadOnlyList<double[]> unlearned, IReadOnlyList<double[]> never, double[] target, double[] retrained, Generator rng, bool? shared = null) =>
        Named(PairedAttack.Of(Name, Good, [Scores(unlearned, never, target, shared)], [Scores(unlearned, never, retrained, shared)], rng, 0),
            $"T = {unlearned.Count} shadows that unlearned and {never.Count} that never saw");

    private static AttackResult Named(AttackResult result, string note) => result with { Notes = [note, .. result.Notes] };

    private static void Check(IReadOnlyList<double[]> shadows, string kind, int samples)
    {
        if (shadows.Count < 2) throw new ArgumentException($"{shadows.Count} shadows of the kind '{kind}': a variance needs at least 2 (16 are few, 64 usual).");
        foreach (var (t, phi) in shadows.Index())
        {
            if (phi.Length != samples) throw new ArgumentException($"shadow {t} of the kind '{kind}' has {phi.Length} samples, the attacked network {samples}: give the same samples.");
            if (Array.FindIndex(phi, x => !double.IsFinite(x)) is var i and >= 0)
                throw new ArgumentException($"φ of sample {i} by shadow {t} of the kind '{kind}' is {phi[i]}: needed are finite numbers.");
        }
    }

    /// <summary>Of each sample, over the shadows; the variance is the samples' (T − 1), at least 1e-12.</summary>
    private static (double[] Mean, double[] Variance) Moments(IReadOnlyList<double[]> shadows, bool together)
    {
        var samples = shadows[0].Length;
        double[] mean = new double[samples], variance = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            mean[i] = shadows.Average(phi => phi[i]);
            variance[i] = Math.Max(1e-12, shadows.Sum(phi => (phi[i] - mean[i]) * (phi[i] - mean[i])) / (shadows.Count - 1));
        }
        if (together) Array.Fill(variance, variance.Average());
        return (mean, variance);
    }

    private static double LogDensity(double x, double mean, double variance) => -0.5 * ((x - mean) * (x - mean) / variance + Math.Log(2 * Math.PI * variance));
}
