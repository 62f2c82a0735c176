using TorchSharp.Modules;

namespace Unlearn;

/// <summary>
/// Three strided 3×3 convolutions with BatchNorm, a global average pool and one linear layer: 24,000 weights at width 16. It trains on
/// 12,000 small images in seconds on a laptop.
/// <code>
/// [B, C, 28, 28] → conv s2 [B, w, 14, 14] → conv s2 [B, 2w, 7, 7] → conv s2 [B, 4w, 4, 4] → mean [B, 4w] → linear [B, K]
/// </code>
/// </summary>
public sealed class SmallCnn : Net
{
    private readonly int classes, channels, width;
    private readonly (Conv2d Conv, BatchNorm2d Norm)[] blocks;
    private readonly Sequential features; // holds them under PyTorch's names
    private readonly Linear head;

    /// <param name="classes">K.</param>
    /// <param name="channels">C: 1 for grey images, 3 for colour.</param>
    /// <param name="width">w, the channels of the first convolution.</param>
    public SmallCnn(int classes = 10, int channels = 1, int width = 16) : base(nameof(SmallCnn))
    {
        (this.classes, this.channels, this.width) = (classes, channels, width);
        blocks = [Block(channels, width), Block(width, 2 * width), Block(2 * width, 4 * width)];
        features = nn.Sequential([.. blocks.SelectMany((block, i) => ((string, nn.Module<Tensor, Tensor>)[])[($"conv{i + 1}", block.Conv), ($"bn{i + 1}", block.Norm)])]);
        head = nn.Linear(4 * width, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        foreach (var (conv, norm) in blocks) x = conv.Normalised(norm, x).relu_(); // [B, 4w, h, h] at last
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();               // [B, K]
    }

    /// <inheritdoc/>
    public override Net Fresh() => new SmallCnn(classes, channels, width);

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SmallCnn)}(classes: {classes}, channels: {channels}, width: {width})";

    private static (Conv2d, BatchNorm2d) Block(int from, int to) => (nn.Conv2d(from, to, 3, stride: 2, padding: 1, bias: false), nn.BatchNorm2d(to));
}
