using TorchSharp.Modules;

namespace Unlearn.Tests.Models;

public class FoldingTests
{
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 1, true)]
    [InlineData(1, 4, true)]
    public void Folded_and_unfolded_agree(int stride, int groups, bool bias)
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator(1);
        using var conv = nn.Conv2d(8, 16, 3, stride: stride, padding: 1, groups: groups, bias: bias);
        using var norm = nn.BatchNorm2d(16);
        Disturb(norm, rng);
        var x = randn(5, 8, 9, 9, generator: rng);            // [5, 8, 9, 9]
        norm.eval();
        using (no_grad())
        {
            var folded = conv.Normalised(norm, x);
            var unfolded = norm.call(conv.call(x));
            Assert.True(folded.allclose(unfolded, 1e-4, 1e-4), $"{(folded - unfolded).abs().max().item<float>()}");
        }
        Assert.True(conv.Normalised(norm, x).requires_grad);  // with a graph nothing is folded: gradients reach every weight
        norm.train();
        using (no_grad()) conv.Normalised(norm, x);
        Assert.Equal(1, norm.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void A_network_evaluates_to_what_its_layers_give_one_by_one()
    {
        using var scope = NewDisposeScope();
        using var data = Tiny.Data();
        using var net = Tiny.Net();
        using var rng = new Generator(2);
        foreach (var norm in net.modules().OfType<BatchNorm2d>()) Disturb(norm, rng);
        net.eval();
        var folded = Evaluate.Logits(net, data.Test.All);
        var graph = cat([.. data.Test.All.InOrder(40).Select(batch => net.call(batch.X).detach().clone())]);
        Assert.True(folded.allclose(graph, 1e-4, 1e-4), $"{(folded - graph).abs().max().item<float>()}");
    }

    [Fact]
    public void Weights_that_change_are_folded_as_they_are()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var net = Tiny.Net();
        net.eval();
        var x = ones(2, 1, 8, 8);
        var before = net.call(x);
        foreach (var p in net.parameters()) p.mul_(1.5);
        Assert.False(before.allclose(net.call(x)));
    }

    /// <summary>Statistics and weights as training leaves them: none is 0 or 1.</summary>
    private static void Disturb(BatchNorm2d norm, Generator rng)
    {
        using var quiet = no_grad();
        norm.running_mean!.copy_(randn(norm.num_features, generator: rng));
        norm.running_var!.copy_(rand(norm.num_features, generator: rng) + 0.1);
        norm.weight!.copy_(randn(norm.num_features, generator: rng));
        norm.bias!.copy_(randn(norm.num_features, generator: rng));
    }
}
