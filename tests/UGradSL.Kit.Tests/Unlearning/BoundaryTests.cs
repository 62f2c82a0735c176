namespace Unlearn.Tests.Unlearning;

public sealed class BoundaryTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();
    private readonly ForgetSplit split;

    public BoundaryTests() => split = Tiny.Split(data);

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData(Reading.AsPublished, 0.1)]
    [InlineData(Reading.AsPublished, 0)]
    [InlineData(Reading.AsReleased, 0.1)]
    [InlineData(Reading.AsReleased, 0.3)]
    public void The_target_is_what_brute_force_over_images_and_classes_finds(Reading reading, double epsilon)
    {
        using var scope = NewDisposeScope();
        using var net = Trained();
        net.eval();
        var (mean, std) = (data.Train.Normalization!.Mean[0], data.Train.Normalization.Std[0]);
        var method = new BoundaryShrink(Epsilon: epsilon) { Reading = reading };
        var survivors = 0;
        foreach (var batch in split.Train.InOrder(50))
        {
            var targets = method.Nearest(net, batch, data.Train.Normalization).data<long>().ToArray();
            for (var b = 0; b < batch.Count; b++)
            {
                var x = batch.X.narrow(0, b, 1).clone().requires_grad_();
                cross_entropy(net.call(x), batch.Y.narrow(0, b, 1)).backward();
                var (values, slope) = (x.detach().data<float>().ToArray(), x.grad!.data<float>().ToArray());
                for (var i = 0; i < values.Length; i++)
                {
                    var pixel = Math.Clamp(values[i] * std + mean + epsilon * Math.Sign(slope[i]), 0, 1);
                    if (reading == Reading.AsReleased) pixel = Math.Round(pixel * 255) / 255;
                    values[i] = (float)((pixel - mean) / std);
                }
                var logits = net.call(tensor(values).view(1, 1, 8, 8)).data<float>().ToArray();
                var label = batch.Y[b].item<long>();
                var best = Enumerable.Range(0, Tiny.Classes).Where(k => reading == Reading.AsReleased || k != label).MaxBy(k => logits[k]);
                Assert.Equal(best, targets[b]);
                if (best == label) survivors++;
            }
        }
        Assert.Equal(reading == Reading.AsReleased, survivors > 0);
    }

    [Fact]
    public void Expanding_is_training_a_network_of_one_class_more_and_dropping_its_last_row()
    {
        using var scope = NewDisposeScope();
        var method = new BoundaryExpand(2, 0.05) { BatchSize = 16, BatchNorm = BatchNormStatistics.Both };
        using var rng = Seeds.Stream(0, "order");
        using var own = Seeds.Fork(rng, "extra output");
        using var wide = new SmallCnn(Tiny.Classes + 1, channels: 1, width: 4);
        using var net = Tiny.Net();
        var mine = net.state_dict();
        using (no_grad())
            foreach (var (key, value) in wide.state_dict())
                value.copy_(!key.StartsWith("head", StringComparison.Ordinal) ? mine[key]
                    : cat([mine[key], key == "head.bias" ? zeros(1) : randn([1, 16], generator: own) * Math.Sqrt(2.0 / (16 + Tiny.Classes + 1))]));
        wide.train();
        using (var sgd = new Descent(wide, new Sgd(method.Momentum, method.WeightDecay), 0.05))
            for (var epoch = 0; epoch < 2; epoch++)
                foreach (var batch in split.Forget.Batches(rng, 16))
                    sgd.Take(epoch, (1, batch, b => cross_entropy(wide.call(b.X), full_like(b.Y, Tiny.Classes))));
        var after = Tiny.Apply(method, split).State;
        foreach (var (key, values) in Tiny.State(wide))
            Assert.All(values.Take(after[key].Length).Zip(after[key]), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void An_expanded_network_has_K_outputs_along_the_way_and_after_any_stop()
    {
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        foreach (var _ in new BoundaryExpand { BatchSize = 16 }.Run(net, split, rng).Take(2))
        {
            using var along = Evaluate.Logits(net, split.Test);
            Assert.Equal([split.Test.Count, Tiny.Classes], along.shape);
        }
        using var after = Evaluate.Logits(net, split.Test);
        Assert.Equal([split.Test.Count, Tiny.Classes], after.shape);
        Assert.Equal(8 + 3, net.named_parameters().Count());
        using var again = net.Clone();
    }

    [Fact]
    public void The_steps_descend_towards_the_nearest_wrong_class_and_the_original_stays_the_reference()
    {
        using var net = Trained();
        using var rng = Seeds.Stream(0, "order");
        var losses = new BoundaryShrink(20, 0.05) { BatchSize = 64 }.Run(net, split, rng).Select(s => s.Loss).ToList();
        Assert.True(losses[^1] < 0.3 * losses[0], $"{losses[0]} to {losses[^1]}");
    }

    [Fact]
    public void Settings_that_cannot_be_meant_are_refused()
    {
        Assert.Contains("ε = 1.5 is outside [0, 1]", Assert.Throws<ArgumentException>(new BoundaryShrink(Epsilon: 1.5).Check).Message);
        Assert.Contains("climbs no loss", Assert.Throws<ArgumentException>(new BoundaryShrink { LossCap = 2 }.Check).Message);
        Assert.Contains("0 epochs", Assert.Throws<ArgumentException>(new BoundaryExpand(0).Check).Message);
    }

    private Net Trained()
    {
        var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "original");
        foreach (var _ in Trainer.Run(net, split.Train, new(2, 0.05, 32), rng)) { }
        return net;
    }
}
