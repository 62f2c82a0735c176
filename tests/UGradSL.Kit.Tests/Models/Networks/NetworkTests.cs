namespace Unlearn.Tests.Models;

/// <summary>Every network against its reference in PyTorch, and what every network must do.</summary>
public sealed class NetworkTests
{
    public static TheoryData<string> Names => Fixture.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_loss_gradients_and_statistics_are_PyTorch_s(string name)
    {
        using var scope = NewDisposeScope();
        using var net = Fixture.Loaded(name);
        var expected = Fixture.Expected(name);
        var compared = 2; // input and labels
        void Same(string key, Tensor actual)
        {
            compared++;
            Assert.Equal(expected[key].shape, actual.shape);
            var theirs = expected[key].to(ScalarType.Float32);
            var error = (actual - theirs).abs().max().item<float>();
            Assert.True(error <= 1e-5f * Math.Max(1, theirs.abs().max().item<float>()), $"{name}: {key} is off by {error}");
        }
        foreach (var mode in new[] { "eval", "train" })
        {
            net.train(mode == "train");
            net.zero_grad();
            var logits = net.call(expected["input"]);
            var loss = cross_entropy(logits, expected["labels"]);
            loss.backward();
            Same($"{mode}.logits", logits);
            Same($"{mode}.loss", loss);
            foreach (var (key, parameter) in net.named_parameters()) Same($"{mode}.gradient.{key}", parameter.grad!);
        }
        foreach (var (key, buffer) in net.named_buffers()) Same($"after.{key}", buffer.to(ScalarType.Float32));
        Assert.Equal(expected.Count, compared);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_down_the_gradient_lower_the_loss(string name)
    {
        using var scope = NewDisposeScope();
        using var net = Fixture.Loaded(name);
        var expected = Fixture.Expected(name);
        var batch = new Batch(expected["input"], expected["labels"]);
        using var sgd = new Descent(net, new Sgd(0, 0), 0.02);
        net.train();
        var losses = Enumerable.Range(0, 10).Select(i => sgd.Take(i, (1, batch, b => cross_entropy(net.call(b.X), b.Y))).Loss).ToArray();
        Assert.True(losses[^1] < 0.99 * losses[0], string.Join(", ", losses));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_leaves_no_live_tensor_behind(string name)
    {
        using var net = Fixture.Build(name);
        using var scope = NewDisposeScope();
        var input = Fixture.Expected(name)["input"];
        net.call(input).sum().backward(); // gradients come to life once
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope()) net.call(input).sum().backward();
        using (var logits = net.call(input)) Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Building_and_disposing_leaves_no_live_tensor_behind(string name)
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (Fixture.Loaded(name)) { }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_clone_gives_the_same_logits_and_a_reset_the_weights_of_its_seed(string name)
    {
        using var scope = NewDisposeScope();
        using var net = Fixture.Loaded(name);
        using var copy = net.Clone();
        net.eval();
        copy.eval();
        var input = Fixture.Expected(name)["input"];
        Assert.Equal(net.ToString(), copy.ToString());
        Assert.True(net.call(input).Equals(copy.call(input)));
        copy.Reset(3);
        using var fresh = Seeds.Initialise(3, net.Fresh);
        fresh.eval();
        Assert.True(fresh.call(input).Equals(copy.call(input)));
        Assert.False(net.call(input).Equals(copy.call(input)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Moved_to_another_type_all_of_it_moves(string name)
    {
        using var scope = NewDisposeScope();
        using var net = Fixture.Loaded(name);
        net.to(ScalarType.Float64);
        net.eval();
        var expected = Fixture.Expected(name);
        var logits = net.call(name == "bert" ? expected["input"] : expected["input"].to(ScalarType.Float64));
        Assert.Equal(ScalarType.Float64, logits.dtype);
        Assert.True(logits.allclose(expected["eval.logits"].to(ScalarType.Float64), rtol: 1e-5, atol: 1e-5));
        Assert.All(net.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void In_evaluation_a_sample_s_logits_do_not_depend_on_its_batch(string name)
    {
        using var scope = NewDisposeScope();
        using var net = Fixture.Loaded(name);
        net.eval();
        var input = Fixture.Expected(name)["input"];
        var alone = cat([.. Enumerable.Range(0, (int)input.shape[0]).Select(i => net.call(input.narrow(0, i, 1)))]);
        Assert.True(net.call(input).allclose(alone, rtol: 1e-5, atol: 1e-5));
    }
}
