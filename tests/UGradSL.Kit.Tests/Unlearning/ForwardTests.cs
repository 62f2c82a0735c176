using TorchSharp.Modules;

namespace Unlearn.Tests.Unlearning;

/// <summary>One forward pass for each batch, or one for both.</summary>
public sealed class ForwardTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();
    private readonly ForgetSplit split;

    public ForwardTests() => split = Tiny.Split(data);

    public void Dispose() => data.Dispose();

    public static TheoryData<PairedUnlearner> Pairs =>
    [
        new UGradSL(1) { BatchSize = 16 }, new UGradSLPlus(1) { BatchSize = 16 }, new UGradSLAdaptive(1) { BatchSize = 16 },
        new NegGradPlus(1) { BatchSize = 16 }, new RandomLabels(1) { BatchSize = 16 }, new SalUn(1) { BatchSize = 16 }, new BadT(1) { BatchSize = 16 },
    ];

    [Theory, MemberData(nameof(Pairs))]
    public void Without_BatchNorm_losses_and_weights_are_the_same(PairedUnlearner method)
    {
        var (separate, together) = (Apply(method), Apply(method with { Forward = Forward.Concatenated }));
        Assert.Equal(separate.Steps.Count, together.Steps.Count);
        Assert.All(separate.Steps.Zip(together.Steps), pair => Assert.Equal(pair.First with { Loss = 0 }, pair.Second with { Loss = 0 }));
        Assert.All(separate.Steps.Zip(together.Steps), pair => Assert.Equal(pair.First.Loss, pair.Second.Loss, 1e-5));
        Assert.Equal(separate.Steps[0].Loss, together.Steps[0].Loss, 1e-6);
        Assert.Equal(separate.Weights, together.Weights, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Without_BatchNorm_one_step_is_the_same_to_1e_6()
    {
        var method = new UGradSLPlus { BatchSize = 16 };
        Assert.Equal(Apply(method, 1).Weights, Apply(method with { Forward = Forward.Concatenated }, 1).Weights, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData(Forward.Separate, BatchNormStatistics.RetainOnly, 1)]
    [InlineData(Forward.Separate, BatchNormStatistics.Both, 2)]
    [InlineData(Forward.Concatenated, BatchNormStatistics.RetainOnly, 0)]
    [InlineData(Forward.Concatenated, BatchNormStatistics.Both, 1)]
    public void Running_statistics_move_as_the_documentation_says(Forward forward, BatchNormStatistics statistics, int moves)
    {
        using var scope = NewDisposeScope();
        using Net net = Tiny.Net(), twin = Tiny.Net();
        var norm = net.modules().OfType<BatchNorm2d>().First();
        using (var rng = Seeds.Stream(0, "order"))
            foreach (var _ in new UGradSLPlus { BatchSize = 16, Forward = forward, BatchNorm = statistics }.Run(net, split, rng).Take(1)) continue;
        Assert.Equal(moves, norm.num_batches_tracked!.item<long>());

        using var order = Seeds.Stream(0, "order");
        using var companion = Seeds.Fork(order, "companion");
        var (retain, forget) = (First(split.Retain, order), First(split.Forget, companion));
        Tensor[] passes = (forward, statistics) switch
        {
            (Forward.Separate, BatchNormStatistics.RetainOnly) => [retain],
            (Forward.Separate, _) => [retain, forget],
            (_, BatchNormStatistics.RetainOnly) => [],
            _ => [cat([retain, forget])],
        };
        var mean = zeros(norm.running_mean!.shape);
        foreach (var x in passes) mean = 0.9 * mean + 0.1 * twin.modules().OfType<Conv2d>().First().call(x).mean([0, 2, 3]);
        Assert.True(norm.running_mean!.allclose(mean, 1e-4, 1e-6), $"{norm.running_mean} is not {mean}");
    }

    private static Tensor First(Subset part, Generator rng) => part.Batches(rng, 16).Take(1).Select(batch => batch.X.clone()).Single();

    private (List<Step> Steps, float[] Weights) Apply(PairedUnlearner method, int steps = int.MaxValue)
    {
        using var net = Seeds.Initialise(0, () => new Mlp(Tiny.Classes, 64, [8]));
        using var rng = Seeds.Stream(0, "order");
        List<Step> taken = [.. method.Run(net, split, rng).Take(steps)];
        return (taken, [.. Tiny.State(net).SelectMany(p => p.Value)]);
    }
}
