namespace Unlearn.Tests.Unlearning;

/// <summary>What bounds a climb: clipping, a cap on the loss, stopping at the level of unseen data; and eq. 10's sum.</summary>
public sealed class BoundsTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();
    private readonly ForgetSplit split;

    public BoundsTests() => split = Tiny.Split(data);

    public void Dispose() => data.Dispose();

    public static TheoryData<AscendingUnlearner> Climbers =>
    [
        new GradientAscent(2, 0.1) { BatchSize = 16 }, new UGradSL(2, P: 0) { BatchSize = 16 }, new UGradSLPlus(1, 0.1, P: 0) { BatchSize = 16 },
        new NegGradPlus(1, 0.1, Beta: 0) { BatchSize = 16 },
    ];

    [Theory, MemberData(nameof(Climbers))]
    public void Above_its_cap_a_loss_is_climbed_no_further(AscendingUnlearner method)
    {
        using var fresh = Tiny.Net();
        var bare = method with { WeightDecay = 0 };
        Assert.Equal(Weights(Tiny.State(fresh)), Weights(Tiny.Apply(bare with { LossCap = 0 }, split).State));
        Assert.NotEqual(Weights(Tiny.State(fresh)), Weights(Tiny.Apply(bare, split).State));
        Assert.Equal(Weights(Tiny.Apply(bare, split).State), Weights(Tiny.Apply(bare with { LossCap = 1e9 }, split).State));
    }

    [Theory, MemberData(nameof(Climbers))]
    public void A_step_is_no_longer_than_the_clipped_gradient_allows(AscendingUnlearner method)
    {
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        var before = Weights(Tiny.State(net));
        foreach (var _ in (method with { WeightDecay = 0, ClipNorm = 0.01 }).Run(net, split, rng).Take(1)) continue;
        var rate = method switch { UGradSL u => u.LearningRate, NegGradPlus n => n.LearningRate, GradientAscent g => g.LearningRate, _ => 0 };
        Assert.Equal(0.01 * rate, Math.Sqrt(before.Zip(Weights(Tiny.State(net)), (a, b) => ((double)a - b) * (a - b)).Sum()), 0.02 * 0.01 * rate);
    }

    [Fact]
    public void It_stops_before_the_epoch_that_begins_at_the_level_of_unseen_data()
    {
        using var net = Trained();
        var method = new GradientAscent(Epochs: 60, LearningRate: 0.02) { BatchSize = 16, StopAtUnseen = true };
        using var rng = Seeds.Stream(0, "order");
        var perEpoch = Trainer.Steps(split.Forget, 16, 1);
        List<bool> reached = [UnseenAccuracy.IsReached(net, split)];
        var steps = 0;
        foreach (var _ in method.Run(net, split, rng))
            if (++steps % perEpoch == 0) reached.Add(UnseenAccuracy.IsReached(net, split));
        Assert.False(reached[0]);
        Assert.InRange(steps, perEpoch, method.Steps(split) - perEpoch);
        Assert.Equal(steps / perEpoch, reached.IndexOf(true));
    }

    [Fact]
    public void The_level_of_unseen_data_is_0_for_a_class_that_is_gone_and_the_validation_accuracy_for_one_that_is_not()
    {
        using var net = Trained();
        Assert.Equal(0, UnseenAccuracy.Of(net, split));
        var random = Forgetting.Random(0.2).Split(data, 0);
        var validation = random.Validation;
        using var logits = Evaluate.Logits(net, validation);
        using var said = logits.argmax(1);
        double expected = 0;
        for (var k = 0; k < Tiny.Classes; k++)
        {
            int right = 0, all = 0;
            for (var i = 0; i < validation.Count; i++)
                if (validation.Label(i) == k) (right, all) = (right + (said[i].item<long>() == k ? 1 : 0), all + 1);
            expected += 100.0 * random.Forget.CountPerClass()[k] / random.Forget.Count * right / all;
        }
        Assert.Equal(expected, UnseenAccuracy.Of(net, random), 1e-9);
    }

    [Fact]
    public void The_sum_of_equation_10_is_the_mean_at_B_times_the_rate()
    {
        var mean = new UGradSLPlus { BatchSize = 16, WeightDecay = 0 };
        var sum = mean with { Reduction = Reduction.Sum, LearningRate = mean.LearningRate / 16 };
        var (first, second) = (One(mean), One(sum));
        Assert.Equal(16 * first.Loss, second.Loss, 1e-4);
        Assert.Equal(first.Weights, second.Weights, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData("a gradient of norm -1 at most: a positive bound is needed", -1.0, null)]
    [InlineData("a gradient of norm 0 at most", 0.0, null)]
    [InlineData("a forget loss of NaN at most: a finite bound is needed", null, double.NaN)]
    public void A_bound_that_cannot_be_meant_is_refused(string message, double? clip, double? cap) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>((new GradientAscent() with { ClipNorm = clip, LossCap = cap }).Check).Message);

    [Fact]
    public void Where_nothing_is_climbed_a_cap_is_refused() =>
        Assert.All((Unlearner[])[new RandomLabels { LossCap = 1 }, new SalUn { LossCap = 1 }, new BadT { LossCap = 1 }],
            method => Assert.Contains("climbs no loss, so there is nothing to bound", Assert.Throws<ArgumentException>(method.Check).Message));

    private Net Trained()
    {
        var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        foreach (var _ in Trainer.Run(net, split.Train, new(Epochs: 4, BatchSize: 16), rng)) continue;
        return net;
    }

    private (double Loss, float[] Weights) One(Unlearner method)
    {
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        var step = method.Run(net, split, rng).Take(1).Single();
        return (step.Loss, Weights(Tiny.State(net)));
    }

    private static float[] Weights(Dictionary<string, float[]> state) =>
        [.. state.Where(p => !p.Key.Contains("running_") && !p.Key.Contains("num_batches")).SelectMany(p => p.Value)];
}
