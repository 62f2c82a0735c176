namespace Unlearn;

/// <summary>
/// MIA, the membership inference attack as the field computes it (Jia et al. 2023, "Model Sparsity Can Simplify Machine Unlearning",
/// the attack "confidence" of their code; UGradSL, section 5.1): a support vector classifier (RBF kernel, C = 3, γ = 1/features = 1) learns
/// to tell retain samples (members) from test samples (non-members) by p_y, the probability that the unlearned network gives to the true
/// class. It is then asked about D_f.
/// </summary>
/// <remarks>
/// The result is the share of D_f that it takes for non-members, in percent. Neither high nor low is good in itself: Retrain's value is, since
/// a retrained network has never seen D_f. The paper words it as the share "belonging to the training set", yet "the higher" the better: a
/// contradiction (erratum M1 in docs/paper.md), which the attack's own code settles.
///
/// The attack is crude. Where members and non-members are nearly alike, its threshold falls on either side of the crowd near p_y = 1, and
/// another seed moves the result from 0 to 100. A decision of 0 counts as member, as in scikit-learn, and so does one that is negative by
/// less than the solver's tolerance, 1e-6: when every p_y is about 1, rounding alone would tell them apart, otherwise on each machine.
/// </remarks>
public static class MembershipInference
{
    // SMO takes hardly longer for it than for scikit-learn's 1e-3, and the threshold lies where the problem puts it, not where the solver stopped.
    private const double Tolerance = 1e-6;

    /// <summary>The share of D_f that the attack calls non-members, in percent, from a network's logits.</summary>
    /// <param name="memberLogits">Of D_r [R, K]. The first n = min(R, T) are used: members in random order, then, not sorted by class.</param>
    /// <param name="memberLabels">[R], int64.</param>
    /// <param name="nonMemberLogits">Of the test set [T, K]. The first n are used.</param>
    /// <param name="nonMemberLabels">[T], int64.</param>
    /// <param name="forgetLogits">Of D_f [F, K]. All are used.</param>
    /// <param name="forgetLabels">[F], int64.</param>
    /// <exception cref="ArgumentException">Shapes, types or labels that do not fit, an empty set, or logits that are no probabilities.</exception>
    public static double Efficacy(
        Tensor memberLogits, Tensor memberLabels, Tensor nonMemberLogits, Tensor nonMemberLabels, Tensor forgetLogits, Tensor forgetLabels) =>
        Efficacy(Confidence.OfTruth(memberLogits, memberLabels), Confidence.OfTruth(nonMemberLogits, nonMemberLabels),
            Confidence.OfTruth(forgetLogits, forgetLabels));

    /// <summary>The share of D_f that the attack calls non-members, in percent, from confidences p_y.</summary>
    /// <param name="members">Of retain samples. The first n = min(members, non-members) are used, so that the classes weigh the same.</param>
    /// <param name="nonMembers">Of test samples. The first n are used.</param>
    /// <param name="forgotten">Of D_f. All are used.</param>
    /// <exception cref="ArgumentException">An empty set, or a number outside [0, 1].</exception>
    public static double Efficacy(IReadOnlyList<double> members, IReadOnlyList<double> nonMembers, IReadOnlyList<double> forgotten)
    {
        Check(members, "members");
        Check(nonMembers, "non-members");
        Check(forgotten, "D_f");
        var count = Math.Min(members.Count, nonMembers.Count);
        double[][] features = [.. members.Take(count).Concat(nonMembers.Take(count)).Select(p => new[] { p })]; // [2n][1]
        bool[] isMember = [.. Enumerable.Range(0, 2 * count).Select(i => i < count)];
        var attack = Svc.Train(features, isMember, c: 3, gamma: 1, Tolerance);
        return 100.0 * forgotten.Count(p => attack.Decision(p) < -Tolerance) / forgotten.Count;
    }

    private static void Check(IReadOnlyList<double> confidences, string name)
    {
        if (confidences.Count == 0) throw new ArgumentException($"no confidences of {name}: the attack needs at least one of each set.");
        for (var i = 0; i < confidences.Count; i++)
            if (confidences[i] is not (>= 0 and <= 1))
                throw new ArgumentException(
                    $"confidence {i} of {name} is {confidences[i]}, allowed is 0 to 1: give probabilities of the true class.");
    }
}
