using TorchSharp.Modules;

namespace Unlearn;

/// <summary>
/// ResNet-18 and ResNet-50 (He et al., 2016; the stride of a bottleneck lies in its 3×3 convolution, as in torchvision), with torchvision's
/// names. With w the width, e = 1 at depth 18 and 4 at depth 50:
/// <code>
/// Cifar     [B, C, 32, 32]   → conv 3×3 [B, w, 32, 32]
/// ImageNet  [B, C, 224, 224] → conv 7×7 s2 [B, w, 112, 112] → max-pool 3×3 s2 [B, w, 56, 56]
/// both      → layer1 [B, e·w, h, h] → layer2 s2 [B, 2e·w, h/2, h/2] → layer3 s2 [B, 4e·w, h/4, h/4] → layer4 s2 [B, 8e·w, h/8, h/8]
///           → mean [B, 8e·w] → linear [B, K]
/// </code>
/// Depth 18, Cifar, K = 10: 11,173,962 weights. Depth 50, ImageNet, K = 1000: 25,557,032.
/// </summary>
public sealed class ResNet : Net
{
    private readonly int depth, classes, channels, width;
    private readonly InputForm form;
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential layer1, layer2, layer3, layer4;
    private readonly Linear fc;

    /// <param name="depth">18, of basic blocks, or 50, of bottlenecks.</param>
    /// <param name="classes">K.</param>
    /// <param name="channels">C.</param>
    /// <param name="width">w, the channels of the stem; 64 as published.</param>
    /// <param name="form">The stem.</param>
    /// <exception cref="ArgumentException">Another depth.</exception>
    public ResNet(int depth = 18, int classes = 10, int channels = 3, int width = 64, InputForm form = InputForm.Cifar) : base(nameof(ResNet))
    {
        (this.depth, this.classes, this.channels, this.width, this.form) = (depth, classes, channels, width, form);
        int[] blocks = depth switch
        {
            18 => [2, 2, 2, 2],
            50 => [3, 4, 6, 3],
            _ => throw new ArgumentException($"depth {depth}: there are ResNets of 18 and 50 layers here; take one of them."),
        };
        var (kernel, stride) = form == InputForm.Cifar ? (3, 1) : (7, 2);
        conv1 = nn.Conv2d(channels, width, kernel, stride: stride, padding: kernel / 2, bias: false);
        bn1 = nn.BatchNorm2d(width);
        var from = width;
        Sequential Layer(int i)
        {
            List<(string, nn.Module<Tensor, Tensor>)> row = [];
            for (var b = 0; b < blocks[i]; b++)
            {
                var block = new ResNetBlock(from, width << i, stride: i > 0 && b == 0 ? 2 : 1, bottleneck: depth == 50);
                row.Add(($"{b}", block));
                from = block.Channels;
            }
            return nn.Sequential(row);
        }
        (layer1, layer2, layer3, layer4) = (Layer(0), Layer(1), Layer(2), Layer(3));
        fc = nn.Linear(from, classes);
        RegisterComponents();
        FirstWeights.DrawConvolutions(this);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = conv1.Normalised(bn1, x).relu_();                                                                       // [B, w, H, W]
        if (form == InputForm.ImageNet) x = max_pool2d(x, kernel_size: 3, stride: 2, padding: 1);                   // [B, w, h, h]
        x = layer4.call(layer3.call(layer2.call(layer1.call(x))));                                                 // [B, 8e·w, h/8, h/8]
        return fc.call(x.mean([2, 3])).MoveToOuterDisposeScope();                                                  // [B, K]
    }

    /// <inheritdoc/>
    public override Net Fresh() => new ResNet(depth, classes, channels, width, form);

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(ResNet)}(depth: {depth}, classes: {classes}, channels: {channels}, width: {width}, form: {form})";
}
