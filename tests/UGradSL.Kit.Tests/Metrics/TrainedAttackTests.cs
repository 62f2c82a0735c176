namespace Unlearn.Tests.Metrics;

/// <summary>Attacks on really trained networks whose answer is known: one that kept D_f, one that never saw it.</summary>
public sealed class TrainedAttackTests
{
    /// <summary>Random forgetting, so that D_f is distributed as the test set: Retrain has nothing to find, and the original, "unlearned" by doing nothing, has.</summary>
    [Fact]
    public void Retrain_attacked_as_if_unlearned_is_chance_at_every_attack_and_a_network_that_did_not_forget_at_none()
    {
        using var data = Memorising.Data(900, 900);
        var split = (Forgetting.Random(0.4) with { ValidationShare = 0 }).Split(data, 0);
        using Net original = Memorising.Train(split.Train, 0), retrained = Memorising.Train(split.Retain, 1);
        List<AttackResult> free = Found(retrained), caught = Found(original);
        Assert.Equal(SvcAttack.Features.Count + ThresholdAttack.Features.Count + 2, free.Count);
        Assert.All(free, attack => Assert.True(attack.IsChance, Say(attack)));
        Assert.All(caught, attack => Assert.True(attack.AucInterval.Low > 0.5, Say(attack)));
        Assert.All(free.Zip(caught), pair => Assert.True(pair.Second.Auc > pair.First.AucInterval.High, Say(pair.Second)));

        List<AttackResult> Found(Net net)
        {
            using var outputs = NetworkOutputs.Of(net, split);
            List<string> notes = [];
            List<AttackResult> attacks = [.. PopulationAttacks.Run(outputs, 0, notes).Where(a => a.Name.EndsWith("forget-vs-test", StringComparison.Ordinal))];
            Assert.Empty(notes);
            return attacks;
        }
    }

    /// <summary>
    /// The same for attacks per sample: pairs of shadows, the half that saw D_f once replaced by more retrained networks, once as they are
    /// before they unlearn. What was kept is found by each; what never was, by none.
    /// </summary>
    [Fact]
    public void At_attacks_per_sample_Retrain_is_chance_and_a_network_that_did_not_forget_is_caught()
    {
        const int pairs = 8;
        using var data = Memorising.Data(300, 300);
        var split = (Forgetting.Random(0.3) with { ValidationShare = 0 }).Split(data, 0);
        var never = Trained(split.Retain, 0);
        PerExampleAttacks free = new ShadowPairs(Trained(split.Retain, pairs), never).Attack(0), caught = new ShadowPairs(Trained(split.Train, 2 * pairs), never).Attack(0);
        foreach (var (none, some) in (IEnumerable<(AttackResult, AttackResult)>)[(free.Lira, caught.Lira), (free.Rmia, caught.Rmia)])
        {
            Assert.True(none.IsChance, Say(none));
            Assert.True(some.AucInterval.Low > 0.6, Say(some));
            Assert.True(some.TprAt1PercentInterval!.Low > none.TprAt1Percent, $"{Say(some)}, TPR {some.TprAt1PercentInterval}");
        }
        Assert.True(free.QualityInterval.Low > caught.QualityInterval.High, $"F {free.Quality.Score} {free.QualityInterval}, {caught.Quality.Score} {caught.QualityInterval}");
        Assert.Equal((pairs, split.Forget.Count), (caught.Quality.Networks, caught.Quality.Epsilons.Count));

        ShadowOutputs[] Trained(Subset part, int seed) => [.. Enumerable.Range(seed, pairs).Select(s =>
        {
            using var net = Memorising.Train(part, s);
            using var outputs = NetworkOutputs.Of(net, split);
            return ShadowOutputs.Of(outputs.Forget, outputs.Test);
        })];
    }

    /// <summary>
    /// Mislabelled pictures learnt by heart: as they are labelled, the original is as sure of them as no network is that never saw them, so even one
    /// false alarm in a hundred finds nearly all. Retrain is caught at no more than the rate of false alarms allows.
    /// </summary>
    [Fact]
    public void A_network_that_memorised_canaries_is_caught_at_one_percent_and_Retrain_is_not()
    {
        using var plain = Memorising.Data(600, 600, shift: 60);
        using var data = Canaries.Plant(plain, 60);
        var split = (Forgetting.Canaries() with { ValidationShare = 0 }).Split(data, 0);
        using Net original = Memorising.Train(split.Train, 0, epochs: 80), retrained = Memorising.Train(split.Retain, 1, epochs: 80);
        var part = Evaluation.Of(original, retrained, original, split).ByHeart.Single(p => p.Part == "canaries");
        Assert.Equal((60, 60, 600), (part.Count, part.Attack!.Members, part.Attack.NonMembers));
        Assert.InRange(part.Accuracy.Unlearned, 95, 100);
        Assert.InRange(part.Accuracy.Retrained!.Value, 0, 25);
        Assert.InRange(part.Attack.TprAt1Percent!.Value, 0.9, 1);
        Assert.InRange(part.RetrainedAttack!.TprAt1Percent!.Value, 0, 0.1);
        Assert.True(part.RetrainedAttack.IsChance, Say(part.RetrainedAttack));
    }

    [Fact]
    public void Duplicated_canaries_are_set_against_test_samples_as_they_are()
    {
        using var plain = Memorising.Data(200, 200);
        using var data = Canaries.Plant(plain, 20, CanaryKind.Duplicated, copies: 3);
        var split = Forgetting.Canaries().Split(data, 0);
        using var net = Memorising.Train(split.Train, 0, epochs: 2);
        using var outputs = NetworkOutputs.Of(net, split);
        var part = KnownByHeart.Planted(outputs, null, null, null, split, 0)!;
        Assert.Equal((60, outputs.Forget.Accuracy), (part.Count, part.Accuracy.Unlearned));
        Assert.Equal(Roc.Of(outputs.Forget.LogOdds, outputs.Test.LogOdds).Auc, part.Attack!.Auc);
        Assert.Null(part.RetrainedAttack);
    }

    private static string Say(AttackResult attack) => $"{attack.Name}: AUC {attack.Auc} {attack.AucInterval}";
}
