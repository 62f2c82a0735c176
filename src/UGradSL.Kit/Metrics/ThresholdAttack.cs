namespace Unlearn;

/// <summary>
/// The attacks of Song and Mittal (2021): whoever lies at or above a threshold of its class is called a member. Each class's threshold is the
/// one with the best mean of the shares of members and non-members told right; a class that lacks either has that of all classes together.
/// The lower of equally good thresholds is taken.
/// </summary>
public static class ThresholdAttack
{
    /// <summary>The features by name.</summary>
    public static IReadOnlyList<string> Features { get; } = ["correctness", "confidence", "entropy", "modified-entropy"];

    /// <summary>Attacks D_f and D_r, each against the test set. A sample's score is its distance above its class's threshold.</summary>
    /// <param name="outputs">Of the attacked network.</param>
    /// <param name="feature">One of <see cref="Features"/>; entropies count downwards, since members have less.</param>
    /// <param name="rng">For the bootstrap.</param>
    /// <exception cref="ArgumentException">No such feature, or fewer than 2 samples of D_r or the test set.</exception>
    public static IReadOnlyList<AttackResult> Run(NetworkOutputs outputs, string feature, Generator rng)
    {
        if (!Features.Contains(feature)) throw new ArgumentException($"no feature '{feature}': there are {string.Join(", ", Features)}.");
        var sign = feature.EndsWith("entropy", StringComparison.Ordinal) ? -1 : 1;
        var sets = AttackSets<(int Label, double Value)>.Of(outputs,
            o => [.. o.Label.Zip(SvcAttack.FeatureOf(o, feature), (y, x) => (y, sign * x[0]))]);
        var thresholds = Thresholds(sets.LearnedMembers, sets.LearnedNonMembers, outputs.Classes);
        return [.. sets.Judge($"threshold-{feature}", x => x.Value - thresholds[x.Label], 0, rng)];
    }

    /// <summary>τ of each class [K].</summary>
    internal static double[] Thresholds(IReadOnlyList<(int Label, double Value)> members, IReadOnlyList<(int Label, double Value)> nonMembers, int classes)
    {
        var all = Best([.. members.Select(m => m.Value)], [.. nonMembers.Select(n => n.Value)]);
        var (mine, theirs) = (members.ToLookup(m => m.Label, m => m.Value), nonMembers.ToLookup(n => n.Label, n => n.Value));
        return [.. Enumerable.Range(0, classes).Select(k => mine[k].Any() && theirs[k].Any() ? Best([.. mine[k]], [.. theirs[k]]) : all)];
    }

    /// <summary>The lowest of the values that maximise ½·(share of members ≥ τ + share of non-members &lt; τ).</summary>
    internal static double Best(double[] members, double[] nonMembers)
    {
        double[] m = [.. members.Order()], n = [.. nonMembers.Order()];
        var (best, threshold, i, j) = (double.NegativeInfinity, m[0], 0, 0);
        foreach (var value in m.Concat(n).Distinct().Order())
        {
            while (i < m.Length && m[i] < value) i++;
            while (j < n.Length && n[j] < value) j++;
            var right = ((double)(m.Length - i) / m.Length + (double)j / n.Length) / 2;
            if (right > best) (best, threshold) = (right, value);
        }
        return threshold;
    }
}
