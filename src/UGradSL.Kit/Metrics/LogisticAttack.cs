namespace Unlearn;

/// <summary>
/// The attack of the NeurIPS 2023 starting kit: logistic regression tells two sets apart by the loss, cross-validated, so that the attacker
/// knows nine tenths of each set by name and is judged on the tenth that is left. Its accuracy is cross-validated. AUC and TPR are those of
/// −loss: with one feature the regression can do no more than turn the order round, and pooling folds that each choose a direction would
/// push the AUC of two equal sets below 0.5 (0.46 of 1,000 against 1,000, tried).
/// </summary>
public static class LogisticAttack
{
    private const int Folds = 10;

    /// <summary>Attacks D_f and D_r, each against the test set, with as many samples of both.</summary>
    /// <param name="outputs">Of the attacked network.</param>
    /// <param name="rng">For the folds and the bootstrap.</param>
    /// <exception cref="ArgumentException">A set of fewer than 2 samples, or a loss that is infinite.</exception>
    public static IReadOnlyList<AttackResult> Run(NetworkOutputs outputs, Generator rng) =>
    [
        Against("logistic-loss:forget-vs-test", AttackSets<double>.ForgetGood, outputs.Forget.Loss, outputs.Test.Loss, rng),
        Against("logistic-loss:retain-vs-test", AttackSets<double>.RetainGood, outputs.Retain.Loss, outputs.Test.Loss, rng),
    ];

    private static AttackResult Against(string name, string good, double[] members, double[] nonMembers, Generator rng)
    {
        var count = Math.Min(members.Length, nonMembers.Length);
        double[] m = Sampling.Thin(members, count), n = Sampling.Thin(nonMembers, count);
        var folds = Shuffled(count, rng);
        var (forMembers, forNonMembers) = CrossValidated(m, n, folds);
        var answers = AttackResult.Of(name, good, forMembers, forNonMembers, rng, 0);
        var order = AttackResult.Of(name, good, [.. m.Select(loss => -loss)], [.. n.Select(loss => -loss)], rng);
        return order with { Accuracy = answers.Accuracy, NonMemberShare = answers.NonMemberShare };
    }

    /// <summary>Of each sample what the regression says that has not seen its fold: positive for "member".</summary>
    /// <param name="members">[n].</param>
    /// <param name="nonMembers">[n].</param>
    /// <param name="folds">The fold of each member, and of the non-member at the same place [n].</param>
    internal static (double[] Members, double[] NonMembers) CrossValidated(double[] members, double[] nonMembers, int[] folds)
    {
        if (members.Length < 2) throw new ArgumentException($"{members.Length} samples of each set: cross-validation needs at least 2.");
        var (forMembers, forNonMembers) = (new double[members.Length], new double[members.Length]);
        foreach (var fold in folds.Distinct())
        {
            int[] learned = [.. Enumerable.Range(0, members.Length).Where(i => folds[i] != fold)];
            double[][] samples = [.. learned.Select(i => new[] { members[i] }), .. learned.Select(i => new[] { nonMembers[i] })];
            var regression = LogisticRegression.Train(samples, [.. samples.Select((_, i) => i < learned.Length)]);
            for (var i = 0; i < members.Length; i++)
                if (folds[i] == fold)
                    (forMembers[i], forNonMembers[i]) = (regression.Decision([members[i]]), regression.Decision([nonMembers[i]]));
        }
        return (forMembers, forNonMembers);
    }

    private static int[] Shuffled(int count, Generator rng) => [.. Draw.Order(count, rng).Select(i => (int)(i % Math.Min(Folds, count)))];
}
