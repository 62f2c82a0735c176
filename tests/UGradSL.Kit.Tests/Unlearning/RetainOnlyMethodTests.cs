namespace Unlearn.Tests.Unlearning;

/// <summary>ℓ1-sparse, CF-k, EU-k: methods that never see D_f.</summary>
public sealed class RetainOnlyMethodTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();
    private readonly ForgetSplit split;

    public RetainOnlyMethodTests() => split = Tiny.Split(data);

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData(SparsitySchedule.Decaying, new[] { 1, 0.75, 0.5, 0.25, 0 })]
    [InlineData(SparsitySchedule.Constant, new[] { 1.0, 1, 1, 1, 0 })]
    [InlineData(SparsitySchedule.Growing, new[] { 0, 0.25, 0.5, 0.75, 0 })]
    public void The_penalty_follows_its_schedule(SparsitySchedule schedule, double[] expected)
    {
        var method = new L1Sparse(5, Gamma: 2) { Schedule = schedule, EpochsWithout = 1 };
        Assert.Equal(expected.Select(e => 2 * e), Enumerable.Range(0, 5).Select(method.GammaIn));
    }

    [Theory]
    [InlineData(Precision.Float32, 1e-4)]
    [InlineData(Precision.Mixed, 0.01)]
    public void The_penalty_is_the_sum_of_all_absolute_weights(Precision precision, double tolerance)
    {
        using var net = Tiny.Net();
        var norm = Tiny.State(net).Where(p => !p.Key.Contains("running_") && !p.Key.Contains("num_batches")).Sum(p => p.Value.Sum(v => Math.Abs((double)v)));
        double First(double gamma) => Tiny.Apply(new L1Sparse(1, Gamma: gamma) { BatchSize = 16, Precision = precision }, split).Steps[0].Loss;
        Assert.Equal(0.1 * norm, First(0.1) - First(0), tolerance * norm);
    }

    [Fact]
    public void Without_a_penalty_it_is_fine_tuning_to_the_bit_and_with_one_weights_shrink()
    {
        var tuned = Tiny.Apply(new FineTune(2, 0.05) { BatchSize = 16 }, split);
        AssertSame(tuned, Tiny.Apply(new L1Sparse(2, 0.05, Gamma: 0) { BatchSize = 16 }, split));
        double Norm(Dictionary<string, float[]> state) => state["features.conv3.weight"].Sum(v => Math.Abs((double)v));
        Assert.True(Norm(Tiny.Apply(new L1Sparse(2, 0.05, Gamma: 0.05) { BatchSize = 16 }, split).State) < 0.7 * Norm(tuned.State));
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Mixed)]
    public void Blocks_before_the_last_k_keep_every_bit_BatchNorm_included_and_the_others_move(Precision precision)
    {
        using var fresh = Tiny.Net();
        var before = Tiny.State(fresh);
        foreach (var method in (Unlearner[])[new CFk(2, 0.05) { BatchSize = 16, WeightDecay = 0.1, Precision = precision }, new EUk(2) { BatchSize = 16, WeightDecay = 0.1, Precision = precision }])
        {
            var after = Tiny.Apply(method, split).State;
            Assert.All(before, p => Assert.Equal(!p.Key.Contains('3') && !p.Key.Contains("head"), p.Value.SequenceEqual(after[p.Key])));
            Assert.Equal(8, before.Keys.Count(key => (key.Contains("running_") || key.Contains("num_batches") || key.Contains("bn")) && !key.Contains('3')) - 2);
        }
    }

    [Fact]
    public void With_k_no_smaller_than_the_number_of_blocks_CFk_is_fine_tuning_and_EUk_is_Retrain_to_the_bit()
    {
        AssertSame(Tiny.Apply(new FineTune(2, 0.05) { BatchSize = 16 }, split), Tiny.Apply(new CFk(2, 0.05, K: 4) { BatchSize = 16 }, split));
        AssertSame(Tiny.Apply(new Retrain { Training = new(2, BatchSize: 16) }, split), Tiny.Apply(new EUk(2, K: 99) { BatchSize = 16 }, split));
    }

    [Fact]
    public void Stopped_halfway_every_parameter_is_thawed_and_the_network_trains_as_before()
    {
        foreach (var method in (Unlearner[])[new CFk { BatchSize = 16 }, new EUk { BatchSize = 16 }])
        {
            using var net = Tiny.Net();
            using var rng = Seeds.Stream(0, "order");
            foreach (var _ in method.Run(net, split, rng).Take(3)) continue;
            Assert.All(net.parameters(), p => Assert.True(p.requires_grad));
            Assert.All(net.modules(), module => Assert.True(module.training));
        }
    }

    [Theory]
    [InlineData("γ = -1: 0 or more is needed", -1, 0)]
    [InlineData("10 epochs without the penalty: 0 to 9 of the 10", 1, 10)]
    public void A_penalty_that_cannot_be_meant_is_refused(string message, double gamma, int without) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(new L1Sparse(Gamma: gamma) { EpochsWithout = without }.Check).Message);

    [Fact]
    public void No_block_at_all_is_refused()
    {
        Assert.Contains("the last 0 blocks: at least 1", Assert.Throws<ArgumentException>(new CFk(K: 0).Check).Message);
        Assert.Contains("the last 0 blocks: at least 1", Assert.Throws<ArgumentException>(new EUk(K: 0).Check).Message);
    }

    private static void AssertSame((Dictionary<string, float[]> State, List<Step> Steps) expected, (Dictionary<string, float[]> State, List<Step> Steps) actual)
    {
        Assert.Equal(expected.Steps, actual.Steps);
        Assert.All(expected.State, p => Assert.Equal(p.Value, actual.State[p.Key]));
    }
}
