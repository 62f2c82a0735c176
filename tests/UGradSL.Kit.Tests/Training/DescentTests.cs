namespace Unlearn.Tests.Training;

public sealed class DescentTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();

    public void Dispose() => data.Dispose();

    public static TheoryData<Optimizer, Precision> Kinds => new()
    {
        { new Sgd(0.9, 0.1), Precision.Float32 },
        { new Sgd(0.9, 0.1), Precision.Mixed },
        { new AdamW(0.1), Precision.Float32 },
        { new AdamW(0.1), Precision.Mixed },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Masked_entries_keep_their_bits_whatever_momentum_and_decay_do_and_all_others_move(Optimizer optimizer, Precision precision)
    {
        using var net = Tiny.Net();
        net.train();
        var before = Flat(net);
        bool[] may;
        float[] held, moved;
        using (var descent = new Descent(net, optimizer, 0.01, precision))
        {
            using var scope = NewDisposeScope();
            using var rng = new Generator(3, CPU);
            Take(descent, net, 0, 2); // momentum from before the mask
            descent.Mask = rand(descent.Parameters.Count, generator: rng).ge(0.5);
            may = descent.Mask.data<bool>().ToArray();
            held = descent.Parameters.Value.data<float>().ToArray();
            Take(descent, net, 2, 5);
            moved = descent.Parameters.Value.data<float>().ToArray();
        }
        for (var i = 0; i < may.Length; i++)
            if (may[i]) Assert.True(held[i] != moved[i], $"entry {i} stood still");
            else Assert.Equal(BitConverter.SingleToInt32Bits(held[i]), BitConverter.SingleToInt32Bits(moved[i]));
        Assert.Equal(moved.Order(), Flat(net).Order()); // what the network is left with
        Assert.NotEqual(before.Order(), moved.Order());
    }

    [Fact]
    public void A_mask_on_gradients_only_lets_weight_decay_through()
    {
        using var scope = NewDisposeScope();
        using var net = Tiny.Net();
        net.eval();
        using var descent = new Descent(net, new Sgd(0, 0.5), 0.1) { MasksGradientsOnly = true };
        var before = descent.Parameters.Value.clone();
        descent.Mask = zeros(descent.Parameters.Count, ScalarType.Bool);
        Take(descent, net, 0, 1);
        Assert.True(descent.Parameters.Value.allclose(before * 0.95));
    }

    [Fact]
    public void Only_what_may_move_counts_towards_the_longest_gradient()
    {
        using var scope = NewDisposeScope();
        using var net = Tiny.Net();
        net.eval();
        using var descent = new Descent(net, new Sgd(0, 0), 1) { ClipNorm = 1e-3 };
        var before = descent.Parameters.Value.clone();
        using var rng = new Generator(3, CPU);
        descent.Mask = rand(descent.Parameters.Count, generator: rng).ge(0.9);
        Take(descent, net, 0, 1);
        Assert.Equal(1e-3, (descent.Parameters.Value - before).norm().item<float>(), 1e-5);
    }

    [Fact]
    public void A_mask_of_another_length_or_type_is_refused()
    {
        using var scope = NewDisposeScope();
        using var net = Tiny.Net();
        using var descent = new Descent(net, new Sgd(), 0.1);
        Assert.Contains($"bool [{descent.Parameters.Count}]", Assert.Throws<ArgumentException>(() => descent.Mask = ones(3, ScalarType.Bool)).Message);
        Assert.Contains("the mask is Float32", Assert.Throws<ArgumentException>(() => descent.Mask = ones(descent.Parameters.Count)).Message);
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Mixed)]
    public void It_leaks_nothing_with_a_mask_or_without(Precision precision)
    {
        using var net = Tiny.Net();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var descent = new Descent(net, new Sgd(), 0.1, precision) { ClipNorm = 1 })
        {
            Take(descent, net, 0, 2);
            descent.Mask = ones(descent.Parameters.Count, ScalarType.Bool);
            Take(descent, net, 2, 2);
            descent.Mask = zeros(descent.Parameters.Count, ScalarType.Bool);
            Take(descent, net, 4, 2);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(Precision.Float32, 1e-6)]
    [InlineData(Precision.Mixed, 0.03)]
    public void A_gradient_without_a_step_is_autograds(Precision precision, double tolerance)
    {
        using var scope = NewDisposeScope();
        using Net net = Tiny.Net(), twin = Tiny.Net();
        net.eval();
        twin.eval();
        using var descent = new Descent(net, new Sgd(), 0.1, precision);
        var before = descent.Parameters.Value.clone();
        foreach (var batch in Batches(2))
        {
            twin.zero_grad();
            var loss = cross_entropy(twin.call(batch.X), batch.Y);
            loss.backward();
            var step = descent.Differentiate(batch, b => cross_entropy(net.call(b.X), b.Y));
            Assert.Equal((0, batch.Count), (step.Epoch, step.Images));
            Assert.Equal(loss.item<float>(), step.Loss, tolerance);
            var (mine, theirs) = (descent.Parameters.Gradient.norm().item<float>(), Math.Sqrt(twin.parameters().Sum(p => (double)p.grad!.square().sum().item<float>())));
            Assert.Equal(theirs, mine, tolerance * Math.Max(1, theirs));
        }
        Assert.True(descent.Parameters.Value.Equals(before));
    }

    private void Take(Descent descent, Net net, int skip, int count)
    {
        foreach (var batch in Batches(skip + count).Skip(skip)) descent.Take(0, (1, batch, b => cross_entropy(net.call(b.X), b.Y)));
    }

    private IEnumerable<Batch> Batches(int count)
    {
        using var rng = Seeds.Stream(0, "order");
        foreach (var batch in data.Train.All.Batches(rng, 16).Take(count)) yield return batch;
    }

    private static float[] Flat(Net net) => [.. Tiny.State(net).Where(p => !p.Key.Contains("running_") && !p.Key.Contains("num_batches")).SelectMany(p => p.Value)];
}
