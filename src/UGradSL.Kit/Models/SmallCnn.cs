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
    private readonly nn.Module<Tensor, Tensor> features;
    private readonly nn.Module<Tensor, Tensor> head;

    /// <param name="classes">K.</param>
    /// <param name="channels">C: 1 for grey images, 3 for colour.</param>
    /// <param name="width">w, the channels of the first convolution.</param>
    public SmallCnn(int classes = 10, int channels = 1, int width = 16) : base(nameof(SmallCnn))
    {
        (this.classes, this.channels, this.width) = (classes, channels, width);
        features = nn.Sequential([.. Block(1, channels, width), .. Block(2, width, 2 * width), .. Block(3, 2 * width, 4 * width)]);
        head = nn.Linear(4 * width, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var f = features.call(x);                       // [B, 4w, h, h]
        var pooled = f.mean([2, 3]);                    // [B, 4w]
        return head.call(pooled).MoveToOuterDisposeScope(); // [B, K]
    }

    /// <inheritdoc/>
    public override Net Fresh() => new SmallCnn(classes, channels, width);

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SmallCnn)}(classes: {classes}, channels: {channels}, width: {width})";

    private static IEnumerable<(string, nn.Module<Tensor, Tensor>)> Block(int i, int from, int to) =>
    [
        ($"conv{i}", nn.Conv2d(from, to, 3, stride: 2, padding: 1, bias: false)),
        ($"bn{i}", nn.BatchNorm2d(to)),
        ($"relu{i}", nn.ReLU(inplace: true)),
    ];
}
