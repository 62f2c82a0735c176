namespace Unlearn;

/// <summary>
/// An attack on pairs of networks, one that unlearned D_f and one that never saw it, on the same samples. Scores of one network go together,
/// and so do scores of one sample: the bootstrap draws pairs and samples anew, each with replacement (Owen's pigeonhole), and takes a score as
/// often as its pair times its sample. Drawing 2·T·N scores as if nothing bound them makes intervals several times too narrow.
/// </summary>
internal static class PairedAttack
{
    private const int Draws = 200;
    private const double Level = 0.95;

    /// <summary>Measures scores, a higher one meaning "unlearned".</summary>
    /// <param name="name">The attack and its sets.</param>
    /// <param name="good">What a good value is.</param>
    /// <param name="members">By the networks that unlearned [T][N].</param>
    /// <param name="nonMembers">By those of the same pairs that never saw [T][N].</param>
    /// <param name="rng">For the bootstrap.</param>
    /// <param name="threshold">A score at or above it says "unlearned"; null: the attack only ranks.</param>
    public static AttackResult Of(string name, string good, IReadOnlyList<double[]> members, IReadOnlyList<double[]> nonMembers, Generator rng, double? threshold = null)
    {
        double[] ofMembers = [.. members.SelectMany(s => s)], ofNonMembers = [.. nonMembers.SelectMany(s => s)];
        var result = AttackResult.Of(name, good, ofMembers, ofNonMembers, rng, threshold);
        var roc = Roc.Of(ofMembers, ofNonMembers);
        int[] m = [.. ofMembers.Select(roc.PlaceOf)], n = [.. ofNonMembers.Select(roc.PlaceOf)];
        var (pairs, samples) = (members.Count, members[0].Length);
        double[] auc = new double[Draws], one = new double[Draws], tenth = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            int[] ofPairs = Counts(pairs, rng), ofSamples = Counts(samples, rng);
            int[] mine = new int[roc.Distinct], others = new int[roc.Distinct];
            for (var i = 0; i < m.Length; i++)
            {
                var times = ofPairs[i / samples] * ofSamples[i % samples];
                mine[m[i]] += times;
                others[n[i]] += times;
            }
            (auc[draw], one[draw], tenth[draw]) = (roc.AucOf(mine, others), roc.TprOf(mine, others, 0.01), roc.TprOf(mine, others, 0.001));
        }
        return result with
        {
            AucInterval = Interval.Percentile(auc, Level),
            TprAt1PercentInterval = result.TprAt1Percent is null ? null : Interval.Percentile(one, Level),
            TprAt01PercentInterval = result.TprAt01Percent is null ? null : Interval.Percentile(tenth, Level),
            Notes = [pairs == 1 ? "the interval is over samples alone: what another training would change is not in it" : $"intervals over {pairs} pairs of networks and {samples} samples", .. result.Notes],
        };
    }

    /// <summary>All but one.</summary>
    public static double[][] Without(IReadOnlyList<double[]> all, int left) => [.. all.Where((_, t) => t != left)];

    /// <summary>Refuses too few pairs to leave one out.</summary>
    /// <exception cref="ArgumentException">Fewer than 3, or another number of either kind.</exception>
    public static void CheckPairs(int unlearned, int never)
    {
        if (unlearned < 3 || never != unlearned)
            throw new ArgumentException($"{unlearned} shadows that unlearned and {never} that never saw: leaving a pair out takes as many of both, at least 3 (16 are few, 64 usual).");
    }

    /// <summary>How often each of <paramref name="count"/> is drawn in as many draws.</summary>
    private static int[] Counts(int count, Generator rng)
    {
        var counts = new int[count];
        using var drawn = randint(count, [count], ScalarType.Int64, generator: rng); // [count]
        foreach (var i in drawn.data<long>()) counts[i]++;
        return counts;
    }
}
