namespace Unlearn.Tests.Metrics;

public class MembershipInferenceTests
{
    public static TheoryData<string> Names => [.. SvcFixtures.All.Attacks.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_share_of_non_members_is_scikit_learns(string name)
    {
        var attack = SvcFixtures.All.Attacks.Single(f => f.Name == name);
        Assert.Equal(attack.Percent, MembershipInference.Efficacy(attack.Members, attack.NonMembers, attack.Forgotten), 1e-9);
    }

    /// <summary>One non-member is the next float32 below 1, all others are 1: the decisions are of the order of 1e-12.</summary>
    [Fact]
    public void What_only_rounding_could_tell_apart_counts_as_member()
    {
        var ones = Enumerable.Repeat(1.0, 2000).ToArray();
        Assert.Equal(0, MembershipInference.Efficacy(ones, [.. ones[1..], 0.99999994], [1, 0.99999994]));
        Assert.Equal(0, MembershipInference.Efficacy([.. ones[1..], 0.99999994], ones, [1, 0.99999994]));
    }

    [Fact]
    public void Only_the_first_of_the_larger_set_are_used()
    {
        var attack = SvcFixtures.All.Attacks.Single(f => f.Name == "retrained");
        var half = attack.Members.Length / 2;
        var balanced = MembershipInference.Efficacy(attack.Members[..half], attack.NonMembers[..half], attack.Forgotten);
        Assert.Equal(balanced, MembershipInference.Efficacy(attack.Members[..half], attack.NonMembers, attack.Forgotten));
        Assert.Equal(balanced, MembershipInference.Efficacy(attack.Members, attack.NonMembers[..half], attack.Forgotten));
        Assert.Equal(balanced, MembershipInference.Efficacy([.. attack.Members[..half], 0, 0, 0], attack.NonMembers[..half], attack.Forgotten));
    }

    /// <summary>Members at p_y = 0.9, non-members at 0.1: of D_f with 0.95, 0.05, 0.2 and 0.8 two are called non-members.</summary>
    [Fact]
    public void Logits_are_attacked_by_the_probability_of_the_true_class()
    {
        using var scope = NewDisposeScope();
        var (members, memberLabels) = WithTruth(0.9, 0.9, 0.9);
        var (nonMembers, nonMemberLabels) = WithTruth(0.1, 0.1, 0.1);
        var (forgotten, forgottenLabels) = WithTruth(0.95, 0.05, 0.2, 0.8);
        Assert.Equal(50, MembershipInference.Efficacy(members, memberLabels, nonMembers, nonMemberLabels, forgotten, forgottenLabels));
        Assert.Equal(50, MembershipInference.Efficacy([0.9, 0.9, 0.9], [0.1, 0.1, 0.1], [0.95, 0.05, 0.2, 0.8]));
    }

    [Fact]
    public void Bad_confidences_are_refused()
    {
        Refuses("no confidences of members", [], [0.5], [0.5]);
        Refuses("no confidences of non-members", [0.5], [], [0.5]);
        Refuses("no confidences of D_f", [0.5], [0.5], []);
        Refuses("confidence 1 of members is NaN, allowed is 0 to 1", [0.5, double.NaN], [0.5], [0.5]);
        Refuses("confidence 0 of D_f is 1.5, allowed is 0 to 1", [0.5], [0.5], [1.5]);

        static void Refuses(string message, double[] members, double[] nonMembers, double[] forgotten) =>
            Assert.Contains(message,
                Assert.Throws<ArgumentException>(() => MembershipInference.Efficacy(members, nonMembers, forgotten)).Message);
    }

    /// <summary>Three classes, the truth in turn 0, 1, 2, 0, …; the other two share what is left as 2 to 1.</summary>
    private static (Tensor Logits, Tensor Labels) WithTruth(params double[] truths)
    {
        var labels = truths.Select((_, i) => i % 3L).ToArray();
        var logits = zeros(truths.Length, 3);
        for (var i = 0; i < truths.Length; i++)
            for (var k = 0; k < 3; k++)
            {
                var p = k == labels[i] ? truths[i] : (1 - truths[i]) * (k == (labels[i] + 1) % 3 ? 2 : 1) / 3;
                logits[i, k] = (float)Math.Log(p) + 7; // a constant that the softmax takes away
            }
        return (logits, tensor(labels));
    }
}
