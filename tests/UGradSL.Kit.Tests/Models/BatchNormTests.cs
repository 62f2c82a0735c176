using TorchSharp.Modules;

namespace Unlearn.Tests.Models;

public sealed class BatchNormTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();

    public void Dispose() => data.Dispose();

    [Fact]
    public void The_statistics_are_those_of_all_values_that_reach_the_layer()
    {
        using var net = Tiny.Net();
        Unlearn.BatchNorm.Recalibrate(net, data.Train.All, batchSize: 32);

        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var twin = Tiny.Net();
        twin.train();
        var convs = twin.modules().OfType<Conv2d>().ToList();
        var inputs = convs.ConvertAll(_ => new List<Tensor>());
        var hooks = convs.Select((conv, i) => conv.register_forward_hook((_, _, y) => { inputs[i].Add(y.clone().DetachFromDisposeScope()); return y; })).ToList();
        using (var rng = Seeds.Stream(0, "recalibrate"))
            foreach (var batch in data.Train.All.Batches(rng, 32)) twin.call(batch.X.clone());
        foreach (var hook in hooks) hook.remove();
        foreach (var (i, norm) in net.modules().OfType<BatchNorm2d>().Index())
        {
            var values = cat(inputs[i]).transpose(0, 1).flatten(1).to(ScalarType.Float64); // [C, N·h·w]
            for (var c = 0; c < values.shape[0]; c++)
            {
                var channel = values[c].data<double>().ToArray();
                var mean = channel.Average();
                Assert.Equal(mean, norm.running_mean![c].item<float>(), 1e-5);
                Assert.Equal(channel.Sum(v => (v - mean) * (v - mean)) / (channel.Length - 1), norm.running_var![c].item<float>(), 1e-4);
            }
            foreach (var tensor in inputs[i]) tensor.Dispose();
        }
    }

    [Fact]
    public void Only_running_means_and_variances_change_and_the_modes_stay()
    {
        using var net = Tiny.Net();
        net.train();
        var frozen = net.modules().OfType<BatchNorm2d>().First();
        frozen.eval();
        var before = Tiny.State(net);
        Unlearn.BatchNorm.Recalibrate(net, data.Train.All);
        Assert.All(Tiny.State(net), p => Assert.Equal(!p.Key.Contains("running_"), p.Value.SequenceEqual(before[p.Key])));
        Assert.True(net.training);
        Assert.False(frozen.training);
        Assert.Equal(2, net.modules().OfType<BatchNorm2d>().Count(layer => layer.training));
        Assert.All(net.modules().OfType<BatchNorm2d>(), layer => Assert.Equal(0.1, layer.momentum));
    }

    [Fact]
    public void It_undoes_what_batches_of_one_class_did_to_the_statistics()
    {
        using var net = Tiny.Net();
        using (var rng = Seeds.Stream(0, "order"))
            foreach (var _ in Trainer.Run(net, data.Train.All, new(Epochs: 4, BatchSize: 16), rng)) continue;
        var good = Percent(net);
        var split = Tiny.Split(data);
        net.train();
        using (var rng = Seeds.Stream(0, "order"))
            foreach (var batch in split.Forget.Cycle(rng, 16).Take(60))
                using (NewDisposeScope())
                using (no_grad()) net.call(batch.X);
        var dragged = Percent(net);
        Unlearn.BatchNorm.Recalibrate(net, data.Train.All);
        Assert.True(dragged < good - 10, $"{good} % before, {dragged} % with the statistics of one class");
        Assert.Equal(good, Percent(net), 3.0);
    }

    [Fact]
    public void It_leaks_nothing_and_does_nothing_where_there_is_no_BatchNorm()
    {
        using Net net = Tiny.Net(), plain = new Mlp(Tiny.Classes, 64, [8]);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Unlearn.BatchNorm.Recalibrate(net, data.Train.All, 16);
        Unlearn.BatchNorm.Recalibrate(plain, data.Train.All, 16);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Contains("1 samples have no variance", Assert.Throws<ArgumentException>(() => Unlearn.BatchNorm.Recalibrate(net, data.Train.All.First(1))).Message);
    }

    private double Percent(Net net)
    {
        using var logits = Evaluate.Logits(net, data.Test.All);
        using var labels = Evaluate.Labels(data.Test.All);
        return Accuracy.Percent(logits, labels);
    }
}
