namespace Unlearn.Tests.Models;

public class BlocksTests
{
    public static TheoryData<string, int> Nets => new()
    {
        { "small-cnn", 4 }, { "mlp", 3 }, { "softmax", 1 }, { "resnet18", 10 }, { "vgg16", 14 }, { "vit", 5 }, { "bert", 5 },
    };

    [Theory, MemberData(nameof(Nets))]
    public void Blocks_are_counted_as_the_documentation_says_and_hold_every_parameter_but_the_networks_own(string name, int count)
    {
        using var net = Of(name);
        var blocks = Blocks.Of(net);
        Assert.Equal(count, blocks.Count);
        var held = blocks.SelectMany(block => block).SelectMany(m => m.parameters()).Select(p => p.Handle).ToList();
        Assert.Equal(held.Distinct(), held);
        Assert.Equal(net.parameters().Count() - (name == "vit" ? 2 : 0), held.Count);
    }

    [Theory, MemberData(nameof(Nets))]
    public void All_but_the_last_k_are_frozen_and_thawed_again(string name, int count)
    {
        using var net = Of(name);
        for (var k = 1; k <= count; k++)
        {
            var moving = k == count ? net.parameters().Count() : Blocks.Of(net).TakeLast(k).SelectMany(block => block).Sum(m => m.parameters().Count());
            using (Blocks.FreezeAllBut(net, k)) Assert.Equal(moving, net.parameters().Count(p => p.requires_grad));
            Assert.All(net.parameters(), p => Assert.True(p.requires_grad));
        }
    }

    [Fact]
    public void A_parameter_that_was_frozen_before_stays_frozen()
    {
        using var net = Tiny.Net();
        net.parameters().First().requires_grad = false;
        using (Blocks.FreezeAllBut(net, 1)) Assert.Equal(2, net.parameters().Count(p => p.requires_grad));
        Assert.False(net.parameters().First().requires_grad);
    }

    [Fact]
    public void The_last_k_are_drawn_anew_and_the_others_keep_their_bits()
    {
        using Net net = Tiny.Net(), other = Tiny.Net(seed: 7);
        var before = Tiny.State(net);
        Blocks.Reset(net, 2, seed: 7);
        Assert.All(Tiny.State(net), p => Assert.Equal((p.Key.Contains('3') || p.Key.Contains("head") ? Tiny.State(other) : before)[p.Key], p.Value));
    }

    private static Net Of(string name) => name switch
    {
        "small-cnn" => Tiny.Net(),
        "mlp" => new Mlp(4, 64, [8, 8]),
        "softmax" => new SoftmaxRegression(4, 64),
        "resnet18" => new ResNet(18, width: 4),
        "vgg16" => new Vgg(width: 4),
        "vit" => new VisionTransformer(VisionTransformerSettings.Tiny with { Depth = 3 }),
        _ => new Bert(TinyTexts.Settings with { Depth = 2 }),
    };
}
