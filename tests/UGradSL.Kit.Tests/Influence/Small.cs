using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;

namespace Unlearn.Tests.Influence;

/// <summary>Networks and samples small enough for dense matrices, in float64.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "Sequential owns its layers.")]
internal static class Small
{
    public const int Classes = 3;

    /// <summary>n samples of 4 numbers, or of [1, 6, 6] pixels, with labels of 3 classes.</summary>
    public static (Tensor X, Tensor Y) Data(int n = 10, bool images = false, int seed = 1)
    {
        using var rng = new Generator((ulong)seed, CPU);
        return (randn(images ? [n, 1, 6, 6] : [n, 4], ScalarType.Float64, generator: rng), randint(Classes, [n], ScalarType.Int64, generator: rng));
    }

    /// <summary>A tanh network of 2 layers: 4 → 5 → 3, 43 parameters.</summary>
    public static Sequential Mlp(ScalarType type = ScalarType.Float64) => Seeds.Initialise(1, () => nn.Sequential(
        ("hidden", nn.Linear(4, 5)), ("tanh", nn.Tanh()), ("head", nn.Linear(5, Classes)))).to(type);

    /// <summary>Convolution, BatchNorm with statistics of its own, tanh, max-pool, linear.</summary>
    public static Sequential Conv()
    {
        var net = Seeds.Initialise(2, () => nn.Sequential(("conv", nn.Conv2d(1, 2, 3, bias: false)), ("bn", nn.BatchNorm2d(2)), ("tanh", nn.Tanh()),
            ("pool", nn.MaxPool2d(2)), ("flat", nn.Flatten()), ("head", nn.Linear(8, Classes)))).to(ScalarType.Float64);
        using var scope = NewDisposeScope();
        foreach (var _ in Enumerable.Range(0, 5)) net.call(Data(20, images: true, seed: 7).X);
        return net;
    }

    /// <summary>A model linear in θ: 4 → 3, 15 parameters.</summary>
    public static Sequential Softmax() => Seeds.Initialise(3, () => nn.Sequential(("head", nn.Linear(4, Classes)))).to(ScalarType.Float64);

    /// <summary>J [n·K, P], row by row with plain autograd.</summary>
    public static Tensor Jacobian(Sequential net, Tensor x)
    {
        using var scope = NewDisposeScope();
        net.eval();
        var parameters = net.parameters().ToArray();
        var z = net.call(x).reshape(-1);
        return stack(Enumerable.Range(0, (int)z.numel()).Select(i => Flat(autograd.grad([z[i]], parameters, retain_graph: true))).ToArray()).MoveToOuterDisposeScope();
    }

    /// <summary>The Hessian [P, P] of the summed cross-entropy, row by row with plain autograd.</summary>
    public static Tensor DenseHessian(Sequential net, Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        net.eval();
        var parameters = net.parameters().ToArray();
        var loss = cross_entropy(net.call(x), y, reduction: nn.Reduction.Sum);
        var gradient = Flat(autograd.grad([loss], parameters, retain_graph: true, create_graph: true), keep: true);
        return stack(Enumerable.Range(0, (int)gradient.numel()).Select(i => Flat(autograd.grad([gradient[i]], parameters, retain_graph: true))).ToArray()).MoveToOuterDisposeScope();
    }

    /// <summary>‖a − b‖/‖b‖.</summary>
    public static double Apart(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        return (a - b).norm().item<double>() / b.norm().item<double>();
    }

    public static Tensor Random(long size, int seed = 5)
    {
        using var rng = new Generator((ulong)seed, CPU);
        return randn(size, ScalarType.Float64, generator: rng);
    }

    private static Tensor Flat(IEnumerable<Tensor> parts, bool keep = false) => cat(parts.Select(p => (keep ? p : p.detach()).reshape(-1)).ToArray());
}
