namespace Unlearn.Tests.Unlearning;

public sealed class SalUnTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();
    private readonly ForgetSplit split;

    public SalUnTests() => split = Tiny.Split(data);

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    [InlineData(1)]
    public void The_mask_is_that_of_a_naive_loop(double share)
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator(5, CPU);
        var gradient = randn(1001, generator: rng);
        var values = gradient.data<float>().ToArray();
        var least = values.Select(Math.Abs).OrderDescending().ElementAt((int)Math.Ceiling(share * values.Length) - 1);
        Assert.Equal(values.Select(v => Math.Abs(v) >= least), SalUn.Salient(gradient, share).data<bool>().ToArray());
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Mixed)]
    public void Weights_outside_the_mask_keep_their_bits_even_with_momentum_and_weight_decay(Precision precision)
    {
        var (before, after, sizes) = Ran(new SalUn(2, 0.05, Fraction: 0.3) { BatchSize = 16, Momentum = 0.9, WeightDecay = 0.1, Precision = precision });
        var least = sizes.OrderDescending().ElementAt((int)Math.Ceiling(0.3 * sizes.Length) - 1);
        // A gradient summed in another order, or in bfloat16, may fall on the other side of γ: near it, either is right.
        var near = precision == Precision.Mixed ? 0.5 : 1e-3;
        int held = 0, moved = 0;
        for (var i = 0; i < sizes.Length; i++)
            if (sizes[i] > (1 + near) * least) Assert.True(before[i] != after[i] && moved++ >= 0, $"{i} is salient and stood still");
            else if (sizes[i] < (1 - near) * least) Assert.True(BitConverter.SingleToInt32Bits(before[i]) == BitConverter.SingleToInt32Bits(after[i]) && held++ >= 0, $"{i} is not salient and moved");
        Assert.True(held > 0.5 * sizes.Length && moved > 0.15 * sizes.Length, $"{held} held, {moved} moved");
        Assert.Equal(0.3, before.Zip(after).Count(p => p.First != p.Second) / (double)sizes.Length, 0.01);
    }

    [Fact]
    public void As_released_weight_decay_moves_what_the_mask_holds()
    {
        var released = new SalUn(1, 0.05, Fraction: 0.3) { BatchSize = 16, Reading = Reading.AsReleased };
        Assert.Equal(1.0, Changed(released with { WeightDecay = 0.1 }), 0.05);
        Assert.Equal(0.3, Changed(released with { WeightDecay = 0 }), 0.01);
    }

    [Fact]
    public void With_every_weight_salient_it_is_random_labels_to_the_bit()
    {
        foreach (var reading in Enum.GetValues<Reading>())
        {
            var salun = Tiny.Apply(new SalUn(1, 0.02, Fraction: 1) { BatchSize = 16, Reading = reading }, split);
            var random = Tiny.Apply(new RandomLabels(1, 0.02) { BatchSize = 16, Reading = reading }, split);
            Assert.Equal(random.Steps, salun.Steps.Skip(Trainer.Steps(split.Forget, 16, 1)));
            Assert.All(random.State, p => Assert.Equal(p.Value, salun.State[p.Key]));
        }
    }

    [Fact]
    public void Reading_the_gradient_moves_nothing()
    {
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        var before = Tiny.State(net);
        foreach (var _ in new SalUn { BatchSize = 16 }.Run(net, split, rng).Take(Trainer.Steps(split.Forget, 16, 1))) continue;
        Assert.All(Tiny.State(net), p => Assert.Equal(before[p.Key], p.Value));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    public void A_share_outside_its_range_is_refused(double share) =>
        Assert.Contains($"a salient share of {share} is outside (0, 1]", Assert.Throws<ArgumentException>(new SalUn(Fraction: share).Check).Message);

    private double Changed(SalUn method)
    {
        var (before, after, _) = Ran(method);
        return before.Zip(after).Count(p => p.First != p.Second) / (double)before.Length;
    }

    /// <summary>Weights before and after, and |∇ℓ(θ_o; D_f)| by one pass over all of D_f.</summary>
    private (float[] Before, float[] After, float[] Sizes) Ran(SalUn method)
    {
        using var scope = NewDisposeScope();
        using var net = Tiny.Net();
        net.eval();
        foreach (var batch in split.Forget.InOrder(split.Forget.Count)) cross_entropy(net.call(batch.X), batch.Y).backward();
        float[] sizes = [.. net.parameters().SelectMany(p => p.grad!.abs().contiguous().data<float>().ToArray())];
        foreach (var p in net.parameters()) p.grad = null;
        var before = Flat(net);
        using var rng = Seeds.Stream(0, "order");
        foreach (var _ in method.Run(net, split, rng)) continue;
        return (before, Flat(net), sizes);
    }

    private static float[] Flat(Net net) => [.. net.parameters().SelectMany(p => p.detach().contiguous().data<float>().ToArray())];
}
