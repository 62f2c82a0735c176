namespace Unlearn;

/// <summary>
/// What one network is judged by after forgetting (UGradSL, section 5.1). The arrows are the paper's; for UA, MIA and H they mislead: the
/// retrained network's values are the good ones, and more is over-forgetting (erratum M2 in docs/paper.md; <see cref="Gap"/> measures it).
/// </summary>
/// <param name="UA">Unlearning accuracy ↑, percent: 100 − accuracy on D_f.</param>
/// <param name="MIA">Membership inference ↑, percent: the share of D_f taken for non-members (<see cref="MembershipInference"/>).</param>
/// <param name="RA">Remaining accuracy ↑, percent: accuracy on D_r.</param>
/// <param name="TA">Testing accuracy ↑, percent: accuracy on the split's test set; for class forgetting, without that class.</param>
/// <param name="H">Entropy ↑, nats, 0 to ln K: mean over D_f (<see cref="Entropy"/>).</param>
/// <param name="RTE">Run-time efficiency ↓, seconds (the paper has minutes and hours): what the method took, without measuring.</param>
public sealed record Scores(double UA, double MIA, double RA, double TA, double H, double RTE)
{
    /// <summary>Scores a network by its logits. MIA's members are the first of D_r, as many as the test set has.</summary>
    /// <param name="forget">Of D_f [F, K].</param>
    /// <param name="forgetLabels">[F], int64.</param>
    /// <param name="retain">Of D_r [R, K].</param>
    /// <param name="retainLabels">[R], int64.</param>
    /// <param name="test">Of the split's test set [T, K].</param>
    /// <param name="testLabels">[T], int64.</param>
    /// <param name="rte">Seconds.</param>
    /// <exception cref="ArgumentException">
    /// Shapes, types or labels that do not fit, an empty set, or logits that are no probabilities (NaN, +∞).
    /// </exception>
    public static Scores Of(Tensor forget, Tensor forgetLabels, Tensor retain, Tensor retainLabels, Tensor test, Tensor testLabels, double rte) =>
        new(
            UA: 100 - Accuracy.Percent(forget, forgetLabels),
            MIA: MembershipInference.Efficacy(retain, retainLabels, test, testLabels, forget, forgetLabels),
            RA: Accuracy.Percent(retain, retainLabels),
            TA: Accuracy.Percent(test, testLabels),
            H: Entropy.Mean(forget),
            RTE: rte);
}
