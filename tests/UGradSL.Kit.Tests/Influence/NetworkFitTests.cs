using TorchSharp.Modules;

namespace Unlearn.Tests.Influence;

public sealed class NetworkFitTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void A_network_that_is_linear_in_theta_ends_at_the_one_minimiser_that_Newton_finds()
    {
        using var net = Small.Softmax();
        var (x, y) = Small.Data(60);
        var end = NetworkFit.Minimise(net, Examples.Of(x, y), 0.02, 1e-12);
        Assert.True(end.Converged, $"{end}");
        var exact = SoftmaxFit.Minimise(cat([x, ones(60, 1, ScalarType.Float64)], 1), y, 3, 0.02);       // [3, 5]
        var head = (Linear)net.children().Single();
        Assert.InRange(Small.Apart(cat([head.weight, head.bias!.unsqueeze(1)], 1).detach(), exact), 0, 1e-9);
        Assert.Equal(new NetRisk(net, Examples.Of(x, y)) { WeightDecay = 0.02 }.Value() / 60, end.Value, 1e-12);
    }

    [Fact]
    public void A_convolutional_network_comes_to_a_point_without_gradient_and_keeps_mode_and_statistics()
    {
        using var net = Seeds.Initialise(2, () => nn.Sequential(("conv", nn.Conv2d(1, 2, 3, stride: 2, bias: false)), ("bn", nn.BatchNorm2d(2)), ("tanh", nn.Tanh()), ("flat", nn.Flatten()), ("head", nn.Linear(8, 3)))).to(ScalarType.Float64);
        net.train();
        var (x, y) = Small.Data(30, images: true);
        var statistics = net.named_buffers().Select(b => b.buffer.clone()).ToList();
        var (before, risk) = (DisposeScopeManager.Statistics.ThreadTotalLiveCount, new NetRisk(net, Examples.Of(x, y)) { WeightDecay = 0.01 });
        List<FitEnd> seen = [];
        var end = NetworkFit.Minimise(net, Examples.Of(x, y), 0.01, 1e-9, batchSize: 7, onStep: seen.Add);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(end.Converged, $"{end}");
        Assert.Equal(end, seen[^1]);
        Assert.All(seen.Zip(seen.Skip(1)), s => Assert.True(s.Second.Value <= s.First.Value + 1e-7));
        Assert.InRange(risk.Gradient().norm().item<double>() / 30, 0, 1e-9);
        Assert.True(net.training);
        Assert.All(net.named_buffers().Select(b => b.buffer).Zip(statistics), b => Assert.True(b.First.Equals(b.Second)));
    }

    [Fact]
    public void A_fit_that_is_cut_short_says_so_and_settings_outside_their_range_are_refused()
    {
        using var net = Small.Mlp();
        var (x, y) = Small.Data(30);
        Assert.False(NetworkFit.Minimise(net, Examples.Of(x, y), 0.01, 1e-12, steps: 2).Converged);
        string Message(double decay, double tolerance, int steps) => Assert.Throws<ArgumentException>(() => NetworkFit.Minimise(net, Examples.Of(x, y), decay, tolerance, steps)).Message;
        Assert.Contains("0 or more", Message(-1, 1e-4, 1));
        Assert.Contains("positive", Message(0, 0, 1));
        Assert.Contains("at least 1", Message(0, 1e-4, 0));
    }
}
