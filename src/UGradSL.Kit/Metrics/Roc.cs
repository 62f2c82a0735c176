namespace Unlearn;

/// <summary>
/// The receiver operating characteristic of an attack: scores of members and of non-members, a higher score meaning "member". Neither order
/// nor scale of the scores matters, only which of them are higher.
/// </summary>
public sealed class Roc
{
    private readonly int[] _members, _nonMembers; // how many have each distinct score, highest first
    private readonly double[] _scores;

    private Roc(double[] scores, int[] members, int[] nonMembers, int memberCount, int nonMemberCount) =>
        (_scores, _members, _nonMembers, Members, NonMembers) = (scores, members, nonMembers, memberCount, nonMemberCount);

    /// <summary>How many members.</summary>
    public int Members { get; }

    /// <summary>How many non-members.</summary>
    public int NonMembers { get; }

    /// <param name="members">Their scores, at least one; ±∞ is allowed.</param>
    /// <param name="nonMembers">Their scores, at least one.</param>
    /// <exception cref="ArgumentException">No member, no non-member, or a NaN.</exception>
    public static Roc Of(IReadOnlyList<double> members, IReadOnlyList<double> nonMembers)
    {
        if (members.Count == 0 || nonMembers.Count == 0)
            throw new ArgumentException($"{members.Count} members and {nonMembers.Count} non-members: an attack is measured on at least one of each.");
        if (members.Concat(nonMembers).Any(double.IsNaN)) throw new ArgumentException("a score is NaN: it can be ranked neither above nor below another.");
        List<double> scores = [];
        List<int> m = [], n = [];
        foreach (var group in members.Select(s => (s, true)).Concat(nonMembers.Select(s => (s, false))).GroupBy(x => x.Item1).OrderByDescending(g => g.Key))
        {
            var own = group.Count(x => x.Item2);
            scores.Add(group.Key);
            m.Add(own);
            n.Add(group.Count() - own);
        }
        return new([.. scores], [.. m], [.. n], members.Count, nonMembers.Count);
    }

    /// <summary>The chance that a member scores above a non-member, ties counting half: 0.5 tells nothing, 1 tells all, below 0.5 is the wrong way round.</summary>
    public double Auc => AucOf(_members, _nonMembers);

    /// <summary>The best of (TPR + 1 − FPR)/2 over all thresholds, chosen on these very samples: an upper bound for such an attack, at least 0.5.</summary>
    public double BestBalancedAccuracy => Points().Max(p => (p.Tpr + 1 - p.Fpr) / 2);

    /// <summary>Whether a false positive rate is not below one non-member's worth.</summary>
    public bool Resolves(double fpr) => fpr * NonMembers >= 1 - 1e-9;

    /// <summary>The largest share of members found while at most <paramref name="fpr"/> of the non-members are taken for members; no interpolation.</summary>
    /// <param name="fpr">In (0, 1].</param>
    /// <exception cref="ArgumentException">A rate that is none, or that this many non-members cannot resolve.</exception>
    public double Tpr(double fpr)
    {
        CheckRate(fpr);
        if (!Resolves(fpr))
            throw new ArgumentException($"a false positive rate of {fpr:P2} is less than one of {NonMembers} non-members: it takes at least {Math.Ceiling(1 / fpr - 1e-9):N0} of them.");
        return TprOf(_members, _nonMembers, fpr);
    }

    /// <summary>The corners of the curve from (0, 0) to (1, 1), one for each distinct score.</summary>
    public IEnumerable<(double Fpr, double Tpr)> Points()
    {
        var (m, n) = (0, 0);
        yield return (0, 0);
        for (var i = 0; i < _members.Length; i++)
            yield return ((double)(n += _nonMembers[i]) / NonMembers, (double)(m += _members[i]) / Members);
    }

    /// <summary>
    /// Percentile bootstrap: members and non-members are drawn anew with replacement, each as many as there are, and the statistic is taken of
    /// each draw. What another training of the attack or of the network would change is not in it.
    /// </summary>
    /// <param name="rng">On the CPU.</param>
    /// <param name="fpr">A rate whose TPR is wanted, or null for the AUC.</param>
    /// <param name="draws">How many, at least 20.</param>
    /// <param name="level">In (0, 1).</param>
    public Interval Bootstrap(Generator rng, double? fpr = null, int draws = 200, double level = 0.95)
    {
        if (fpr is { } rate) Tpr(rate);
        if (draws < 20) throw new ArgumentException($"{draws} draws: at least 20 are needed for an interval (200 are usual).");
        int[] ofMembers = Expand(_members), ofNonMembers = Expand(_nonMembers);
        var values = new double[draws];
        int[] m = new int[_members.Length], n = new int[_members.Length];
        for (var draw = 0; draw < draws; draw++)
        {
            Redraw(ofMembers, m, rng);
            Redraw(ofNonMembers, n, rng);
            values[draw] = fpr is { } x ? TprOf(m, n, x) : AucOf(m, n);
        }
        return Interval.Percentile(values, level);
    }

    /// <summary>How many distinct scores there are.</summary>
    internal int Distinct => _scores.Length;

    /// <summary>The place of a score among the distinct ones, the highest first.</summary>
    internal int PlaceOf(double score) => Array.BinarySearch(_scores, score, Comparer<double>.Create((a, b) => b.CompareTo(a)));

    /// <summary>The area of a redraw: how many members and non-members have each distinct score, as many of both as there are.</summary>
    internal double AucOf(int[] members, int[] nonMembers)
    {
        var (above, wins) = (0.0, 0.0);
        for (var i = 0; i < members.Length; i++)
        {
            wins += nonMembers[i] * (above + members[i] / 2.0);
            above += members[i];
        }
        return wins / Members / NonMembers;
    }

    /// <summary>The TPR of a redraw.</summary>
    internal double TprOf(int[] members, int[] nonMembers, double fpr)
    {
        var (m, n) = (0, 0);
        for (var i = 0; i < members.Length; i++)
        {
            if (n + nonMembers[i] > fpr * NonMembers + 1e-9) break;
            (m, n) = (m + members[i], n + nonMembers[i]);
        }
        return (double)m / Members;
    }

    private static int[] Expand(int[] counts) => [.. counts.SelectMany((count, i) => Enumerable.Repeat(i, count))];

    private static void Redraw(int[] groups, int[] counts, Generator rng)
    {
        Array.Clear(counts);
        using var drawn = randint(groups.Length, [groups.Length], ScalarType.Int64, generator: rng); // [n]
        foreach (var i in drawn.data<long>()) counts[groups[i]]++;
    }

    private static void CheckRate(double fpr)
    {
        if (fpr is not (> 0 and <= 1)) throw new ArgumentException($"a false positive rate of {fpr}, allowed is (0, 1]: 0.01 is 1 %.");
    }
}
