namespace Unlearn.Tests.Metrics;

/// <summary>The population attacks: their pieces against scikit-learn and loops, and in worlds whose answer is known.</summary>
public class AttackTests
{
    public static TheoryData<string> Regressions => [.. MetricFixtures.All.Logistic.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Regressions))]
    public void Logistic_regression_is_scikit_learns(string name)
    {
        var f = MetricFixtures.All.Logistic.Single(f => f.Name == name);
        var found = LogisticRegression.Train(f.X, [.. f.Y.Select(y => y == 1)], f.C);
        Assert.All(f.Weights.Zip(found.Weights), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Equal(f.Bias, found.Bias, 1e-3 * Math.Max(1, Math.Abs(f.Bias)));
    }

    [Fact]
    public void Cross_validated_scores_are_scikit_learns()
    {
        var f = MetricFixtures.All.Folded;
        var (members, nonMembers) = LogisticAttack.CrossValidated(f.Members, f.NonMembers, f.Folds);
        Assert.All(f.ForMembers.Zip(members), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.All(f.ForNonMembers.Zip(nonMembers), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void Thresholds_per_class_are_a_loops_and_a_class_without_samples_has_that_of_all()
    {
        var f = MetricFixtures.All.Thresholds;
        Assert.DoesNotContain(1, f.NonMemberLabels);
        Assert.Equal(f.Thresholds, ThresholdAttack.Thresholds([.. f.MemberLabels.Zip(f.Members)], [.. f.NonMemberLabels.Zip(f.NonMembers)], 3));
    }

    [Fact]
    public void Attacks_on_a_network_that_treats_all_alike_are_chance()
    {
        using var outputs = MadeOutputs.Network(2, 2, 2, seed: 11, count: 1000);
        List<string> notes = [];
        var attacks = PopulationAttacks.Run(outputs, 0, notes);
        Assert.Empty(notes);
        Assert.Equal(2 * (SvcAttack.Features.Count + 1 + ThresholdAttack.Features.Count) + 1, attacks.Count);
        Assert.All(attacks, attack => Assert.InRange(attack.Auc, 0.45, 0.55));
        Assert.True(attacks.Count(a => a.IsChance) >= attacks.Count - 2, string.Join('\n', attacks.Where(a => !a.IsChance)));
    }

    /// <summary>D_f as sure as D_r: the network has not forgotten, and every attack of D_f says so; Retrain's D_f is as the test set.</summary>
    [Fact]
    public void A_network_that_did_not_forget_is_caught_and_Retrain_is_not()
    {
        using var kept = MadeOutputs.Network(5, 5, 1.5, count: 800);
        using var retrained = MadeOutputs.Network(1.5, 5, 1.5, count: 800);
        var caught = PopulationAttacks.Run(kept, 0, []).Where(a => a.Name.EndsWith("forget-vs-test", StringComparison.Ordinal)).ToList();
        var free = PopulationAttacks.Run(retrained, 0, []).Where(a => a.Name.EndsWith("forget-vs-test", StringComparison.Ordinal)).ToList();
        Assert.All(caught, attack => Assert.True(attack.AucInterval.Low > 0.5, attack.ToString()));
        Assert.All(free, attack => Assert.InRange(attack.Auc, 0.43, 0.57));
        Assert.InRange(caught.Single(a => a.Name == "svc-confidence:forget-vs-test").TprAt1Percent!.Value, 0.05, 1);
    }

    /// <summary>Canaries of D_f are certain, the test set is not: even a false positive rate of 1 % finds most of them.</summary>
    [Fact]
    public void Memorised_canaries_are_caught_at_one_percent()
    {
        using var outputs = MadeOutputs.Network(9, 9, 1.5, count: 800);
        var attack = ThresholdAttack.Run(outputs, "confidence", new Generator(1, CPU))[0];
        Assert.InRange(attack.TprAt1Percent!.Value, 0.5, 1);
    }

    [Fact]
    public void The_order_of_D_f_and_a_constant_in_the_logits_change_nothing()
    {
        using var outputs = MadeOutputs.Network(2, 4, 1.5);
        using var scope = NewDisposeScope();
        using var turned = new NetworkOutputs(
            new(outputs.Forget.Logits.flip(0) + 3, outputs.Forget.Labels.flip(0)), new(outputs.Retain.Logits - 5, outputs.Retain.Labels), new(outputs.Test.Logits + 7, outputs.Test.Labels));
        foreach (var feature in (string[])["confidence", "entropy"])
        {
            using Generator a = new(1, CPU), b = new(1, CPU);
            var (first, second) = (ThresholdAttack.Run(outputs, feature, a), ThresholdAttack.Run(turned, feature, b));
            Assert.Equal(first[1].Auc, second[1].Auc, 1e-3);
            Assert.Equal(Roc.Of(outputs.Forget.Confidence, outputs.Test.Confidence).Auc, Roc.Of(turned.Forget.Confidence, turned.Test.Confidence).Auc, 1e-9);
        }
    }

    [Fact]
    public void Unequal_sets_are_warned_of_and_unresolved_rates_are_null()
    {
        using var rng = new Generator(1, CPU);
        var attack = AttackResult.Of("made", "", [3, 2, 1], [0, 1, 2, 3, 4], rng, 2);
        Assert.Contains(attack.Notes, note => note.StartsWith("unbalanced: 3 against 5", StringComparison.Ordinal));
        Assert.Equal((null, null), (attack.TprAt1Percent, attack.TprAt01Percent));
        Assert.Contains(attack.Notes, note => note.Contains("no TPR at 0.1", StringComparison.Ordinal));
        Assert.Equal((2 / 3.0 + 2 / 5.0) / 2, attack.Accuracy!.Value, 1e-12);
        Assert.Equal(100 / 3.0, attack.NonMemberShare!.Value, 1e-12);
    }

    [Fact]
    public void One_sample_or_one_class_is_left_out_with_the_reason()
    {
        using var outputs = new NetworkOutputs(MadeOutputs.Of(1, 2, 1), MadeOutputs.Of(1, 2, 2), MadeOutputs.Of(1, 2, 3));
        List<string> notes = [];
        Assert.Empty(PopulationAttacks.Run(outputs, 0, notes));
        Assert.Equal(SvcAttack.Features.Count + ThresholdAttack.Features.Count + 2, notes.Count);
        Assert.All(notes, note => Assert.Contains("is left out: 1", note));
        using var rng = new Generator(1, CPU);
        Assert.Contains("no feature 'loss'", Assert.Throws<ArgumentException>(() => SvcAttack.Run(outputs, "loss", rng)).Message);
        Assert.Contains("no feature 'loss'", Assert.Throws<ArgumentException>(() => ThresholdAttack.Run(outputs, "loss", rng)).Message);
        Assert.Contains("needs both", Assert.Throws<ArgumentException>(() => LogisticRegression.Train([[1], [2]], [true, true])).Message);
    }
}
