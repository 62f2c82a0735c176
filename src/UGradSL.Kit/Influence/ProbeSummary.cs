namespace Unlearn;

/// <summary>What several pairs say together, each of another seed.</summary>
/// <param name="Count">How many.</param>
/// <param name="Cosine">Mean and 95 % interval of cos(a − b, c − b).</param>
/// <param name="Direct">Of cos(θ_r − θ_tr − b, c − b).</param>
/// <param name="Identity">Of the control with H = I.</param>
/// <param name="BestAlpha">Of α*, over the pairs that have one; null if none has.</param>
/// <param name="Negative">Pairs whose product is below 0, certain or not.</param>
/// <param name="Holds">Pairs that say so by themselves.</param>
/// <param name="Fails">Likewise.</param>
/// <param name="Undecided">Pairs that cannot say.</param>
/// <param name="Verdict">Of all (<see cref="ProbeVerdict.Of"/>).</param>
/// <param name="Reason">Why, and the next step.</param>
public sealed record ProbeSummary(
    int Count, MeanOfPairs Cosine, MeanOfPairs Direct, MeanOfPairs Identity, MeanOfPairs? BestAlpha, int Negative, int Holds, int Fails, int Undecided, Verdict Verdict, string Reason)
{
    /// <summary>Of probes that differ in their seed.</summary>
    /// <exception cref="ArgumentException">No probe.</exception>
    public static ProbeSummary Of(IReadOnlyList<Probe> probes)
    {
        var (verdict, _, _, reason) = ProbeVerdict.Of(probes);
        int Pairs(Verdict one) => probes.Count(p => p.ThisPair == one);
        double[] alphas = [.. probes.Select(p => p.Two.BestAlpha).OfType<double>()];
        return new(probes.Count, Mean(p => p.Two.Cosine), Mean(p => p.Direct.Cosine), Mean(p => p.IdentityCosine), alphas.Length == 0 ? null : MeanOfPairs.Of(alphas),
            probes.Count(p => p.Two.Inner < 0), Pairs(Verdict.Holds), Pairs(Verdict.Fails), Pairs(Verdict.Undecided), verdict, reason);

        MeanOfPairs Mean(Func<Probe, double> number) => MeanOfPairs.Of([.. probes.Select(number)]);
    }
}

/// <summary>A mean over pairs.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Interval">Where it lies with 95 %; null for one pair.</param>
public sealed record MeanOfPairs(double Mean, Interval? Interval)
{
    internal static MeanOfPairs Of(IReadOnlyList<double> values)
    {
        using var rng = Seeds.Stream(0, "interval");
        return new(values.Average(), MeanInterval.Of(values, rng));
    }
}
