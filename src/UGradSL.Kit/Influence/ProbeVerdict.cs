using System.Globalization;

namespace Unlearn;

/// <summary>When a probe may say Holds or Fails, and the words for when it may not.</summary>
public static class ProbeVerdict
{
    /// <summary>Above this ‖∇R‖/‖∇R_f‖ a network is not where the theorems put it.</summary>
    public const double Stationary = 0.1;

    /// <summary>Pairs of networks, of different seeds, below which nothing is said of a network.</summary>
    public const int Pairs = 5;

    private static readonly double[] student = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093];

    /// <summary>
    /// Several pairs that differ in their seed: Holds or Fails where every pair does by itself, there are at least 5, and the 95 % interval
    /// of the cosine (Student's t) is on that side of 0.
    /// </summary>
    /// <returns>The verdict, the interval of the mean cosine, and the reason with the next step.</returns>
    /// <exception cref="ArgumentException">No probe.</exception>
    public static (Verdict Verdict, double Low, double High, string Reason) Of(IReadOnlyList<Probe> probes)
    {
        if (probes.Count == 0) throw new ArgumentException("no probes: measure at least one pair.");
        var spread = Spread.Of(probes.Select(p => p.Two.Cosine));
        var half = spread.Std is { } std ? student.ElementAtOrDefault(probes.Count - 2) is > 0 and var t ? t * std / Math.Sqrt(probes.Count) : 1.96 * std / Math.Sqrt(probes.Count) : double.PositiveInfinity;
        var (low, high) = (spread.Mean - half, spread.Mean + half);
        (Verdict, double, double, string) Undecided(string reason) => (Verdict.Undecided, low, high, reason);
        if (probes.FirstOrDefault(p => p.ThisPair == Verdict.Undecided) is { } open) return Undecided(open.Reason);
        if (probes.Any(p => p.ThisPair != probes[0].ThisPair))
            return Undecided($"{probes.Count(p => p.ThisPair == Verdict.Holds)} of {probes.Count} pairs have a negative product, the others a positive one: the seed decides.");
        if (probes.Count < Pairs && !probes[0].Exact) return Undecided(More(probes[0].ThisPair, probes.Count));
        if (low <= 0 && high >= 0 && probes.Count > 1) return Undecided($"the 95 % interval of the cosine, {F(low)} to {F(high)}, holds 0: measure more pairs.");
        return (probes[0].ThisPair, low, high, probes.Count == 1 ? probes[0].Reason : $"all {probes.Count} pairs agree, cosine {F(spread.Mean)} ({F(low)} to {F(high)}).");
    }

    /// <summary>Holds the verdict against distances that were measured, ‖θ_r − θ(α)‖ over α, and withdraws it where they say otherwise.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="curve">α and distance, with α = 0 and at least one α below 0.</param>
    /// <exception cref="ArgumentException">No α = 0, or none below.</exception>
    public static Probe Against(this Probe probe, IReadOnlyList<(double Alpha, double Distance)> curve)
    {
        if (!curve.Any(p => p.Alpha == 0) || !curve.Any(p => p.Alpha < 0)) throw new ArgumentException("a curve needs α = 0 and an α below 0 to compare: measure both.");
        var (start, best) = (curve.First(p => p.Alpha == 0).Distance, curve.Where(p => p.Alpha < 0).MinBy(p => p.Distance));
        if (probe.ThisPair == Verdict.Undecided || best.Distance < start == (probe.ThisPair == Verdict.Holds)) return probe;
        return probe with
        {
            ThisPair = Verdict.Undecided,
            Verdict = Verdict.Undecided,
            Reason = $"withdrawn: the product says {probe.ThisPair}, but at α = {F(best.Alpha)} the measured distance to θ_r is {F(best.Distance)}, at α = 0 {F(start)}. The step is outside the approximation: measure nearer to 0, or trust the curve.",
        };
    }

    /// <summary>The probe with its verdict.</summary>
    internal static Probe Judged(this Probe probe)
    {
        var sign = probe.Two.Inner < 0 ? Verdict.Holds : Verdict.Fails;
        if (Obstacle(probe) is { } obstacle) return probe with { ThisPair = Verdict.Undecided, Verdict = Verdict.Undecided, Reason = obstacle };
        return probe.Exact
            ? probe with { ThisPair = sign, Verdict = sign, Reason = $"the product is {F(probe.Two.Inner)}, and no further than {F(probe.SignBound!.Value)} from the exact one: the minimisers are unique, so its sign is certain." }
            : probe with { ThisPair = sign, Verdict = Verdict.Undecided, Reason = More(sign, 1) };
    }

    private static string? Obstacle(Probe probe)
    {
        if (probe.Two.VNorm == 0) return "c − b = 0: smoothing moves nothing here, and no α is better or worse. Forget other samples.";
        if (!probe.Exact && probe.Solves.FirstOrDefault(s => s.End != SolveEnd.Converged) is { } open)
            return $"the solve for {open.Name} {(open.End == SolveEnd.NegativeCurvature ? "met negative curvature" : "did not converge")}: residual {F(open.Residual)} after {open.Iterations} steps at damping {F(probe.Damping)}. Allow more iterations, or damp more.";
        if (probe.SignBound is null)
            return "no smallest eigenvalue is known, so the product's error is not: take the Gauss–Newton matrix, with damping or weight decay.";
        if (!probe.SignCertified)
            return $"the product {F(probe.Two.Inner)} is within its own error, {F(probe.SignBound.Value)}: " + (probe.Exact ? "it is 0 to the accuracy of the fit." : "solve to a smaller residual.");
        if (probe.Exact) return null;
        if (probe.OriginalStationarity > Stationary || probe.RetrainedStationarity > Stationary)
            return $"the networks are not at a minimum: ‖∇R‖/‖∇R_f‖ is {F(probe.OriginalStationarity)} for the original and {F(probe.RetrainedStationarity)} for the retrained, and the theorems want 0 (here at most 0.1). Train longer, with a falling learning rate; the corrected cosine is {F(probe.Corrected.Cosine)}.";
        if (probe.Sweep.FirstOrDefault(s => s.Damping >= probe.Damping && s.Damping <= 10.001 * probe.Damping && s.Two.Inner < 0 != probe.Two.Inner < 0) is { } turned)
            return $"the sign turns with the damping: cosine {F(probe.Two.Cosine)} at {F(probe.Damping)}, {F(turned.Two.Cosine)} at {F(turned.Damping)}. Allow more iterations, so that less damping is needed.";
        if (probe.Direct.Inner < 0 != probe.Two.Inner < 0)
            return $"withdrawn: the retrained network is known, and with θ_r − θ_tr − b in a − b's place the cosine is {F(probe.Direct.Cosine)}, not {F(probe.Two.Cosine)}. The surrogate a is off by more than the product says.";
        return null;
    }

    private static string More(Verdict sign, int pairs) =>
        $"the product is {(sign == Verdict.Holds ? "negative" : "positive")} and certified at every damping asked, but {(pairs == 1 ? "one pair says" : $"{pairs} pairs say")} nothing of other seeds: measure at least {Pairs} pairs and ask ProbeVerdict.Of.";

    private static string F(double x) => x.ToString("G3", CultureInfo.InvariantCulture);
}
