namespace Unlearn.Tests.Training;

public sealed class TrainingTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();

    public void Dispose() => data.Dispose();

    [Fact]
    public void A_term_of_weight_0_is_not_computed()
    {
        using var net = Tiny.Net();
        using var sgd = new Descent(net, new Sgd(0, 0), 0.1);
        using var rng = Seeds.Stream(0, "order");
        foreach (var batch in data.Train.All.Batches(rng, 16).Take(1))
        {
            var step = sgd.Take(0, (0, batch, _ => throw new InvalidOperationException("computed")), (1, batch, b => cross_entropy(net.call(b.X), b.Y)));
            Assert.Equal(16, step.Images);
            Assert.Throws<ArgumentException>(() => sgd.Take(0, (0, batch, b => cross_entropy(net.call(b.X), b.Y))));
        }
    }

    [Fact]
    public void A_step_descends_the_weighted_sum()
    {
        using var scope = NewDisposeScope();
        using var net = Tiny.Net();
        net.eval();
        using var rng = Seeds.Stream(0, "order");
        var batches = data.Train.All.Batches(rng, 16).Take(2).Select(b => new Batch(b.X.clone(), b.Y.clone())).ToList();
        var by_hand = 0.7 * cross_entropy(net.call(batches[0].X), batches[0].Y) - 0.3 * cross_entropy(net.call(batches[1].X), batches[1].Y);
        var gradients = autograd.grad([by_hand], [.. net.parameters()]);
        var expected = net.parameters().Zip(gradients, (p, g) => (p - 0.1 * g).detach().clone()).ToList();

        using var sgd = new Descent(net, new Sgd(0, 0), 0.1);
        var step = sgd.Take(4, (0.7, batches[0], Loss), (-0.3, batches[1], Loss));
        Assert.Equal(by_hand.item<float>(), step.Loss, 1e-6);
        Assert.Equal((4, 32), (step.Epoch, step.Images));
        Assert.All(net.parameters().Zip(expected), pair => Assert.True(pair.First.allclose(pair.Second, 1e-6, 1e-7)));

        Tensor Loss(Batch b) => cross_entropy(net.call(b.X), b.Y);
    }

    [Fact]
    public void Training_learns_and_leaks_nothing()
    {
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var steps = Trainer.Run(net, data.Train.All, new(Epochs: 4, BatchSize: 16), rng).ToList();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(Trainer.Steps(data.Train.All, 16, 4), steps.Count);
        using var logits = Evaluate.Logits(net, data.Test.All);
        using var labels = Evaluate.Labels(data.Test.All);
        Assert.True(Accuracy.Percent(logits, labels) > 90, $"{Accuracy.Percent(logits, labels)} %");
    }

    [Fact]
    public void Evaluation_restores_every_module_s_mode_and_leaks_only_its_result()
    {
        using var net = Tiny.Net();
        net.train();
        var frozen = net.modules().OfType<TorchSharp.Modules.BatchNorm2d>().First();
        frozen.eval();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var logits = Evaluate.Logits(net, data.Test.All, 7))
        using (var whole = Evaluate.Logits(net, data.Test.All))
        {
            Assert.False(logits.requires_grad);
            Assert.True(logits.allclose(whole, 1e-5, 1e-5));
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(net.training);
        Assert.False(frozen.training);
        Assert.All(net.modules().OfType<TorchSharp.Modules.BatchNorm2d>().Skip(1), layer => Assert.True(layer.training));
    }

    [Fact]
    public void Evaluation_in_bfloat16_says_nearly_the_same_and_leaves_the_network_alone()
    {
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        Assert.NotEmpty(Trainer.Run(net, data.Train.All, new(Epochs: 2, BatchSize: 16), rng).ToList());
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var exact = Evaluate.Logits(net, data.Test.All))
        using (var mixed = Evaluate.Logits(net, data.Test.All, 7, Precision.Mixed))
        {
            Assert.Equal(ScalarType.Float32, mixed.dtype);
            Assert.False(mixed.allclose(exact, 1e-6, 1e-6));
            using var scope = NewDisposeScope();
            Assert.True((mixed - exact).norm().item<float>() < 0.02 * exact.norm().item<float>());
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(net.training);
        Assert.All(net.parameters(), p => Assert.Equal(ScalarType.Float32, p.dtype));
    }

    [Theory]
    [InlineData(0, 0.1, 16, "0 epochs")]
    [InlineData(1, -1, 16, "learning rate -1")]
    [InlineData(1, 0.1, 0, "a batch of 0")]
    public void A_training_setting_outside_its_range_is_refused(int epochs, double rate, int batch, string message)
    {
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Trainer.Run(net, data.Train.All, new(epochs, rate, batch), rng).Count()).Message);
    }
}
