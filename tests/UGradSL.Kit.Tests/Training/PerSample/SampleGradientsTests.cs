using Unlearn.Tests.Models;

namespace Unlearn.Tests.Training;

/// <summary>Gradients of a batch's samples against one backward pass for each sample.</summary>
public sealed class SampleGradientsTests
{
    public static TheoryData<string> Names => Fixture.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Squared_gradients_of_every_network_equal_a_loop_over_samples_and_classes(string name)
    {
        using var scope = NewDisposeScope();
        using var net = Fixture.Loaded(name);
        var x = Fixture.Expected(name)["input"];
        foreach (var labels in Enum.GetValues<FisherLabels>())
        {
            var expected = Loop(net, x, z => Directions(z, labels));
            using var gradients = new SampleGradients(net);
            var sums = Zeros(gradients);
            gradients.AddSquares(x, z => Directions(z, labels), sums);
            AssertClose(name, gradients, expected.Select(e => e.square().sum([0, 1])), sums);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_matrix_of_gradients_of_every_network_equals_the_loop_s(string name)
    {
        using var scope = NewDisposeScope();
        using var net = Fixture.Loaded(name);
        var x = Fixture.Expected(name)["input"];
        var expected = Loop(net, x, z => Directions(z, FisherLabels.Data));
        using var gradients = new SampleGradients(net);
        var rows = gradients.Matrix(x, z => Directions(z, FisherLabels.Data)[0]);
        var at = 0L;
        AssertClose(name, gradients, expected.Select(e => e.squeeze(1)), [.. gradients.Parameters.Select(p => rows.narrow(1, (at += p.Tensor.numel()) - p.Tensor.numel(), p.Tensor.numel()))]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Products_with_vectors_of_every_network_are_those_of_the_matrix(string name)
    {
        using var scope = NewDisposeScope();
        using var net = Fixture.Loaded(name);
        AssertDots(net, Fixture.Expected(name)["input"]);
    }

    [Theory]
    [InlineData(1, 1, 0, 1)]
    [InlineData(3, 2, 2, 1)]
    [InlineData(1, 3, 1, 2)]
    public void Products_with_vectors_of_odd_convolutions_and_looped_parameters_are_those_of_the_matrix(int stride, int dilation, int padding, int groups)
    {
        using var scope = NewDisposeScope();
        using var net = Seeds.Initialise(0, () => new Odd(stride, dilation, padding, groups));
        using var rng = new Generator(2, CPU);
        var x = randn([5, 4, 11, 9], generator: rng);
        AssertDots(net, x);
        net.named_parameters().First().parameter.requires_grad = false; // one of a layer's two is asked for no more
        AssertDots(net, x);
    }

    [Fact]
    public void Vectors_of_another_length_are_refused()
    {
        using var scope = NewDisposeScope();
        using var net = Fixture.Loaded("small-cnn");
        using var gradients = new SampleGradients(net);
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => gradients.Dots(Fixture.Expected("small-cnn")["input"], z => z, zeros(2, 3))).Message);
    }

    [Theory]
    [InlineData(1, 1, 0, 1)]
    [InlineData(2, 1, 1, 2)]
    [InlineData(3, 2, 2, 1)]
    [InlineData(1, 3, 1, 2)]
    [InlineData(5, 1, 0, 1)]
    public void Convolutions_with_strides_dilations_and_groups_are_known(int stride, int dilation, int padding, int groups)
    {
        using var scope = NewDisposeScope();
        using var net = Seeds.Initialise(0, () => new Odd(stride, dilation, padding, groups));
        using var rng = new Generator(2, CPU);
        var x = randn([5, 4, 11, 9], generator: rng);
        var expected = Loop(net, x, z => Directions(z, FisherLabels.Model));
        using var gradients = new SampleGradients(net);
        var sums = Zeros(gradients);
        gradients.AddSquares(x, z => Directions(z, FisherLabels.Model), sums);
        AssertClose("odd", gradients, expected.Select(e => e.square().sum([0, 1])), sums);
        // A scale that no layer holds, and a layer that is called twice, go by the loop.
        Assert.Equal(["scale", "twice.bias", "twice.weight"], gradients.Looped.Order());
    }

    [Theory]
    [InlineData("bert", "bert.embeddings.position_embeddings.weight", "bert.embeddings.token_type_embeddings.weight")]
    [InlineData("vit", "cls_token", "pos_embed")]
    [InlineData("resnet18")]
    [InlineData("vgg16-imagenet")]
    public void Only_parameters_that_no_layer_is_called_with_go_by_the_loop(string name, params string[] looped)
    {
        using var scope = NewDisposeScope();
        using var net = Fixture.Loaded(name);
        using var gradients = new SampleGradients(net);
        gradients.Matrix(Fixture.Expected(name)["input"], z => softmax(z, 1));
        Assert.Equal(looped, gradients.Looped.Order());
    }

    [Fact]
    public void Frozen_parameters_are_left_out()
    {
        using var scope = NewDisposeScope();
        using var net = Fixture.Loaded("small-cnn");
        net.named_parameters().First().parameter.requires_grad = false;
        using var gradients = new SampleGradients(net);
        Assert.Equal(net.parameters().Count() - 1, gradients.Parameters.Count);
        var expected = Loop(net, Fixture.Expected("small-cnn")["input"], z => Directions(z, FisherLabels.Data));
        var sums = Zeros(gradients);
        gradients.AddSquares(Fixture.Expected("small-cnn")["input"], z => Directions(z, FisherLabels.Data), sums);
        AssertClose("frozen", gradients, expected.Select(e => e.square().sum([0, 1])), sums);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_left_behind_and_the_network_stays_as_it_was(string name)
    {
        using var outer = NewDisposeScope();
        using var net = Fixture.Loaded(name);
        var x = Fixture.Expected(name)["input"];
        net.train();
        var before = Tiny.State(net);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var gradients = new SampleGradients(net))
        using (NewDisposeScope())
        {
            Assert.False(net.training);
            var rows = gradients.Matrix(x, z => softmax(z, 1));
            gradients.Dots(x, z => softmax(z, 1), rows);
            gradients.AddSquares(x, z => [softmax(z, 1), z], Zeros(gradients));
        }
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(net.training && net.modules().All(m => m.training));
        Assert.All(Tiny.State(net), p => Assert.Equal(before[p.Key], p.Value));
    }

    private static IReadOnlyList<Tensor> Directions(Tensor z, FisherLabels labels)
    {
        var (p, one) = (softmax(z, 1), eye(z.shape[1]));
        return labels == FisherLabels.Data ? [p - one[0]] : [.. Enumerable.Range(0, (int)z.shape[1]).Select(k => p.narrow(1, k, 1).sqrt() * (one[k] - p))];
    }

    /// <summary>Of each parameter, the gradients of one sample along one direction at a time, float64 [B, S, n].</summary>
    private static List<Tensor> Loop(Net net, Tensor x, Func<Tensor, IReadOnlyList<Tensor>> directions)
    {
        net.eval();
        List<Tensor>[] rows = [.. net.parameters().Where(p => p.requires_grad).Select(_ => new List<Tensor>())];
        for (var b = 0; b < x.shape[0]; b++)
            foreach (var s in Enumerable.Range(0, directions(net.call(x.narrow(0, b, 1)).detach()).Count))
            {
                net.zero_grad();
                var logits = net.call(x.narrow(0, b, 1));
                (logits * directions(logits.detach())[s]).sum().backward();
                foreach (var (i, p) in net.parameters().Where(p => p.requires_grad).Index())
                    rows[i].Add((p.grad ?? zeros_like(p)).to(ScalarType.Float64).reshape(-1).clone());
            }
        net.zero_grad();
        return [.. rows.Select(r => stack(r).view(x.shape[0], -1, r[0].shape[0]))];
    }

    private static void AssertDots(Net net, Tensor x)
    {
        using var gradients = new SampleGradients(net);
        using var rng = new Generator(3, CPU);
        var rows = gradients.Matrix(x, z => softmax(z, 1));                                              // [B, P]
        var vectors = cat([rows.narrow(0, 0, 1), randn([2, rows.shape[1]], generator: rng)]);             // [3, P]
        var actual = gradients.Dots(x, z => softmax(z, 1), vectors);                                     // [B, 3]
        var expected = rows.to(ScalarType.Float64).mm(vectors.to(ScalarType.Float64).t());
        var size = rows.square().sum([1], keepdim: true).sqrt() * vectors.square().sum([1]).sqrt();                             // [B, 3]
        var error = ((actual - expected).abs() / size).max().item<double>();
        Assert.True(error <= 1e-5, $"off by {error} of the vectors' lengths");
    }

    private static List<Tensor> Zeros(SampleGradients gradients) => [.. gradients.Parameters.Select(p => zeros(p.Tensor.shape))];

    private static void AssertClose(string what, SampleGradients gradients, IEnumerable<Tensor> expected, IReadOnlyList<Tensor> actual)
    {
        // A weight whose gradient is 0 but for rounding (a key's bias) has no relative error.
        var all = expected.ToList();
        var rounding = 1e-7 * all.Max(e => e.abs().max().item<double>());
        foreach (var ((name, _), (e, a)) in gradients.Parameters.Zip(all.Zip(actual)))
        {
            var error = (e - a.to(ScalarType.Float64).view(e.shape)).abs().max().item<double>();
            Assert.True(error <= 1e-5 * e.abs().max().item<double>() + rounding, $"{what}: {name} is off by {error} of {e.abs().max().item<double>()}");
        }
    }

    /// <summary>A convolution of any kind, a layer that is called twice, and a parameter of the network's own.</summary>
    private sealed class Odd : Net
    {
        private readonly TorchSharp.Modules.Conv2d conv;
        private readonly TorchSharp.Modules.Linear twice, head;
        private readonly TorchSharp.Modules.Parameter scale;

        public Odd(int stride, int dilation, int padding, int groups) : base(nameof(Odd))
        {
            using (NewDisposeScope())
                conv = nn.Conv2d(4, 6, 3, stride: stride, padding: padding, dilation: dilation, groups: groups);
            (twice, head) = (nn.Linear(6, 6), nn.Linear(6, 3));
            scale = nn.Parameter(ones(6));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            x = conv.call(x).tanh_().mean([2, 3]) * scale;
            return head.call(twice.call(twice.call(x).tanh())).MoveToOuterDisposeScope();
        }

        public override Net Fresh() => throw new NotSupportedException();

        public override string ToString() => nameof(Odd);
    }
}
