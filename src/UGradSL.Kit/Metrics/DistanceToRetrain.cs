namespace Unlearn;

/// <summary>The headline: how far an unlearned network is from the retrained one, on the same samples.</summary>
/// <param name="Gap">Unlearned − retrained of each score: 0 is exact, a positive UA, MIA or H is more forgetting than Retrain's. RTE's is NaN.</param>
/// <param name="AverageGap">Mean of |gap| over UA, MIA, RA and TA ↓, points (<see cref="Unlearn.Gap.Average"/>).</param>
/// <param name="TugOfWar">ToW ↑, 0 to 1.</param>
/// <param name="TugOfWarMia">ToW-MIA ↑, 0 to 1.</param>
/// <param name="Forget">Predictions of D_f against Retrain's.</param>
/// <param name="Retain">Predictions of D_r.</param>
/// <param name="Test">Predictions of the test set.</param>
/// <param name="EntropyDistance">W₁ between the entropies of the predictions on D_f ↓, nats: H's gap sees only their means.</param>
/// <param name="OverForgets">UA above Retrain's, with RA or TA more than 2 points below (<see cref="Unlearn.Gap.OverForgets"/>).</param>
public sealed record DistanceToRetrain(
    Scores Gap, double AverageGap, double TugOfWar, double TugOfWarMia, Divergence Forget, Divergence Retain, Divergence Test,
    double EntropyDistance, bool OverForgets)
{
    /// <summary>Measures it.</summary>
    /// <param name="unlearned">The network that unlearned.</param>
    /// <param name="retrained">The retrained network, on the same samples in the same order.</param>
    /// <param name="mine">Scores of the unlearned network.</param>
    /// <param name="theirs">Scores of the retrained network.</param>
    /// <exception cref="ArgumentException">Other samples.</exception>
    public static DistanceToRetrain Of(NetworkOutputs unlearned, NetworkOutputs retrained, Scores mine, Scores theirs)
    {
        unlearned.CheckSame(retrained, "retrained");
        var gap = new Scores(mine.UA - theirs.UA, mine.MIA - theirs.MIA, mine.RA - theirs.RA, mine.TA - theirs.TA, mine.H - theirs.H, mine.RTE - theirs.RTE);
        return new(gap, Unlearn.Gap.Average(mine, theirs), Unlearn.TugOfWar.Of(mine, theirs), Unlearn.TugOfWar.OfMia(mine, theirs),
            Divergence.Of(retrained.Forget, unlearned.Forget), Divergence.Of(retrained.Retain, unlearned.Retain), Divergence.Of(retrained.Test, unlearned.Test),
            Wasserstein.Distance(unlearned.Forget.Entropy, retrained.Forget.Entropy), Unlearn.Gap.OverForgets(gap.UA, gap.RA, gap.TA));
    }
}
