using TorchSharp.Modules;

namespace Unlearn;

/// <summary>
/// Two strided 3×3 convolutions with tanh, a global average pool and one linear layer, without BatchNorm: a network whose risk is smooth, so
/// that it has minima at which the gradient vanishes, and second derivatives there. With ReLU a fit ends in a kink, where neither is so.
/// <code>
/// [B, C, H, W] → conv s2, tanh [B, w, H/2, W/2] → conv s2, tanh [B, 2w, H/4, W/4] → mean [B, 2w] → linear [B, K]
/// </code>
/// </summary>
public sealed class SmoothCnn : Net
{
    private readonly int classes, channels, width;
    private readonly Conv2d conv1, conv2;
    private readonly Linear head;

    /// <param name="classes">K.</param>
    /// <param name="channels">C: 1 for grey images, 3 for colour.</param>
    /// <param name="width">w, the channels of the first convolution.</param>
    public SmoothCnn(int classes = 10, int channels = 1, int width = 8) : base(nameof(SmoothCnn))
    {
        (this.classes, this.channels, this.width) = (classes, channels, width);
        conv1 = nn.Conv2d(channels, width, 3, stride: 2, padding: 1);
        conv2 = nn.Conv2d(width, 2 * width, 3, stride: 2, padding: 1);
        head = nn.Linear(2 * width, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = conv2.call(conv1.call(x).tanh()).tanh();                       // [B, 2w, h, h]
        return head.call(x.mean([2, 3])).MoveToOuterDisposeScope();        // [B, K]
    }

    /// <inheritdoc/>
    public override Net Fresh() => new SmoothCnn(classes, channels, width);

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SmoothCnn)}(classes: {classes}, channels: {channels}, width: {width})";
}
