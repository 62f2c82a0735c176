using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>What an attack found, and how well that is known.</summary>
/// <param name="Name">What it reads and which sets it compares: "svc-confidence:forget-vs-test".</param>
/// <param name="Good">In a sentence, what a good value is.</param>
/// <param name="Members">How many samples of the first set were judged.</param>
/// <param name="NonMembers">How many of the second.</param>
/// <param name="Auc">The chance that the attack finds a sample of the first set more member-like than one of the second.</param>
/// <param name="AucInterval">Bootstrapped over the samples.</param>
/// <param name="TprAt1Percent">The share of the first set found at a false positive rate of 1 %; null where the sample cannot resolve it.</param>
/// <param name="TprAt01Percent">At 0.1 %.</param>
/// <param name="Accuracy">The attack's own yes and no: mean of its shares of right answers on the two sets, in [0, 1]; null where it only ranks.</param>
/// <param name="NonMemberShare">The share of the first set that the attack takes for non-members, percent: MIA as the field reports it, of this attack.</param>
/// <param name="Notes">What was refused and why, and what makes the number weak.</param>
public sealed record AttackResult(
    string Name, string Good, int Members, int NonMembers, double Auc, Interval AucInterval, double? TprAt1Percent, double? TprAt01Percent,
    double? Accuracy, double? NonMemberShare, IReadOnlyList<string> Notes)
{
    /// <summary>Of <see cref="TprAt1Percent"/>; null where none was taken.</summary>
    public Interval? TprAt1PercentInterval { get; init; }

    /// <summary>Of <see cref="TprAt01Percent"/>.</summary>
    public Interval? TprAt01PercentInterval { get; init; }

    /// <summary>Whether the attacker could not be told from a coin: 0.5 lies in the interval of the AUC.</summary>
    [JsonIgnore]
    public bool IsChance => AucInterval.Contains(0.5);

    /// <summary>Measures scores, a higher one meaning "member".</summary>
    /// <param name="name">The attack and its sets.</param>
    /// <param name="good">What a good value is.</param>
    /// <param name="members">Scores of the first set.</param>
    /// <param name="nonMembers">Scores of the second set.</param>
    /// <param name="rng">For the bootstrap.</param>
    /// <param name="threshold">A score at or above it says "member"; null: the attack only ranks.</param>
    /// <exception cref="ArgumentException">An empty set or a NaN.</exception>
    public static AttackResult Of(
        string name, string good, IReadOnlyList<double> members, IReadOnlyList<double> nonMembers, Generator rng, double? threshold = null)
    {
        var roc = Roc.Of(members, nonMembers);
        List<string> notes = [];
        if (members.Count != nonMembers.Count)
            notes.Add($"unbalanced: {members.Count} against {nonMembers.Count}; AUC and TPR bear it, but a share of right answers over both sets would not.");
        double? missed = threshold is { } t ? (double)members.Count(s => s < t) / members.Count : null;
        var refused = threshold is { } u ? (double)nonMembers.Count(s => s < u) / nonMembers.Count : 0;
        return new(name, good, roc.Members, roc.NonMembers, roc.Auc, roc.Bootstrap(rng), At(0.01), At(0.001), (1 - missed + refused) / 2, 100 * missed, notes);

        double? At(double fpr)
        {
            if (roc.Resolves(fpr)) return roc.Tpr(fpr);
            notes.Add($"no TPR at {fpr:P1} FPR: that is less than one of {roc.NonMembers} non-members.");
            return null;
        }
    }
}
