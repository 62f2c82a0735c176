using TorchSharp.Modules;

namespace Unlearn;

/// <summary>
/// y = relu(F(x) + S(x)). F is two 3×3 convolutions (basic) or 1×1, 3×3, 1×1 with a fourfold widening (bottleneck), each with BatchNorm;
/// S is the identity, or a strided 1×1 convolution with BatchNorm where the shape changes. [B, from, h, h] → [B, Channels, h/stride, h/stride]
/// </summary>
internal sealed class ResNetBlock : nn.Module<Tensor, Tensor>
{
    private readonly (Conv2d Conv, BatchNorm2d Norm)[] path;
    private readonly (Conv2d Conv, BatchNorm2d Norm)? shortcut;

    public ResNetBlock(int from, int width, int stride, bool bottleneck) : base(nameof(ResNetBlock))
    {
        Channels = bottleneck ? 4 * width : width;
        path = bottleneck
            ? [(Conv(from, width, 1), nn.BatchNorm2d(width)), (Conv(width, width, 3, stride), nn.BatchNorm2d(width)), (Conv(width, Channels, 1), nn.BatchNorm2d(Channels))]
            : [(Conv(from, width, 3, stride), nn.BatchNorm2d(width)), (Conv(width, width, 3), nn.BatchNorm2d(width))];
        for (var i = 0; i < path.Length; i++)
        {
            register_module($"conv{i + 1}", path[i].Conv);
            register_module($"bn{i + 1}", path[i].Norm);
        }
        if (stride == 1 && from == Channels) return;
        var (conv, norm) = (Conv(from, Channels, 1, stride), nn.BatchNorm2d(Channels));
        shortcut = (conv, norm);
        register_module("downsample", nn.Sequential(("0", conv), ("1", norm)));
    }

    /// <summary>Channels of the output.</summary>
    public int Channels { get; }

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var f = x;
        for (var i = 0; i < path.Length; i++)
        {
            f = path[i].Conv.Normalised(path[i].Norm, f);
            if (i < path.Length - 1) f = f.relu_();
        }
        // In place: BatchNorm's backward needs its input, not what it gave.
        return f.add_(shortcut is var (conv, norm) ? conv.Normalised(norm, x) : x).relu_().MoveToOuterDisposeScope(); // [B, Channels, h/stride, h/stride]
    }

    private static Conv2d Conv(int from, int to, int kernel, int stride = 1) =>
        nn.Conv2d(from, to, kernel, stride: stride, padding: kernel / 2, bias: false);
}
