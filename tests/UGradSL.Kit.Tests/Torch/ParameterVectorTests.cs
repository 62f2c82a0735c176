namespace Unlearn.Tests.Torch;

public class ParameterVectorTests
{
    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Mixed)]
    public void It_holds_every_parameter_and_gives_them_back_as_they_are_by_then(Precision precision)
    {
        using var scope = NewDisposeScope();
        using var net = Tiny.Net();
        var before = Tiny.State(net);
        using (var vector = new ParameterVector(net, precision))
        {
            Assert.Equal(before.Where(p => !p.Key.Contains("running") && !p.Key.Contains("num_batches")).Sum(p => p.Value.Length), vector.Count);
            vector.Value.mul_(2);
            vector.Publish();
        }
        var after = Tiny.State(net);
        foreach (var (name, value) in before)
            Assert.Equal(name.Contains("running") || name.Contains("num_batches") ? value : [.. value.Select(v => 2 * v)], after[name]);
        Assert.All(net.parameters(), p => Assert.Equal((ScalarType.Float32, true, true), (p.dtype, p.is_contiguous(), p.grad is null)));
    }

    [Fact]
    public void Its_gradient_is_autograds_and_starts_again_at_0()
    {
        using var scope = NewDisposeScope();
        using Net net = Tiny.Net(), twin = Tiny.Net();
        using var rng = Seeds.Stream(1, "input");
        var x = randn(6, 1, 8, 8, generator: rng);   // [6, 1, 8, 8]
        net.call(x.clone()).square().sum().backward();
        var expected = net.parameters().Select(p => p.grad!.norm().item<float>()).Order().ToList();

        using var vector = new ParameterVector(twin);
        for (var pass = 0; pass < 2; pass++)
        {
            vector.ClearGradient();
            twin.call(x.clone()).square().sum().backward();
            vector.CollectGradient();
        }
        Assert.Equal(Math.Sqrt(expected.Sum(n => (double)n * n)), vector.Gradient.norm().item<float>(), 1e-3);
        Assert.Equal(expected, twin.parameters().Select(p => p.grad!.norm().item<float>()).Order(), (a, b) => Math.Abs(a - b) < 1e-4 * Math.Max(1, a));
    }

    [Fact]
    public void Frozen_parameters_stay_outside()
    {
        using var net = Tiny.Net();
        var head = net.parameters().Last();
        head.requires_grad = false;
        using var all = new ParameterVector(net);
        Assert.Equal(net.parameters().Where(p => p.requires_grad).Sum(p => p.numel()), all.Count);
        foreach (var p in net.parameters()) p.requires_grad = false;
        Assert.Contains("unfreeze a layer", Assert.Throws<ArgumentException>(() => new ParameterVector(net)).Message);
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Mixed)]
    public void It_leaks_nothing(Precision precision)
    {
        using var net = Tiny.Net();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var vector = new ParameterVector(net, precision)) vector.Publish();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Auto_is_decided_for_a_device_before_it_is_used()
    {
        using var net = Tiny.Net();
        Assert.Contains("ask Precision.On(device) first", Assert.Throws<ArgumentException>(() => new ParameterVector(net, Precision.Auto)).Message);
        Assert.Equal(Processor.HasBFloat16 ? Precision.Mixed : Precision.Float32, Precision.Auto.On(CPU));
        Assert.Equal((Precision.Float32, Precision.Mixed), (Precision.Float32.On(CPU), Precision.Mixed.On(CPU)));
    }
}
