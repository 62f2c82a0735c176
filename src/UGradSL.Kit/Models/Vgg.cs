using TorchSharp.Modules;

namespace Unlearn;

/// <summary>
/// VGG-16 with BatchNorm (Simonyan and Zisserman, 2015, configuration D), with torchvision's names. Thirteen 3×3 convolutions in five
/// groups of w, 2w, 4w, 8w and 8w channels, a max-pool after each group:
/// <code>
/// Cifar     [B, C, 32, 32]   → features [B, 8w, 1, 1] → linear [B, K]
/// ImageNet  [B, C, 224, 224] → features [B, 8w, 7, 7] → average-pool to 7×7 → [B, 392w] → linear, relu, dropout [B, h]
///           → linear, relu, dropout [B, h] → linear [B, K]
/// </code>
/// The Cifar form's one linear layer is called <c>classifier</c>, without a number; larger images than 32×32 are averaged to 1×1 before it.
/// ImageNet, K = 1000: 138,365,992 weights. Cifar, K = 10: 14,728,266.
/// </summary>
public sealed class Vgg : Net
{
    private static readonly int[][] groups = [[1, 1], [2, 2], [4, 4, 4], [8, 8, 8], [8, 8, 8]]; // channels, in units of w

    private readonly int classes, channels, width, hidden;
    private readonly InputForm form;
    private readonly double dropout;
    private readonly List<(Conv2d Conv, BatchNorm2d Norm)>[] convolutions; // of each group
    private readonly Sequential features;                                  // holds them under torchvision's numbers
    private readonly nn.Module<Tensor, Tensor> classifier;

    /// <param name="classes">K.</param>
    /// <param name="channels">C.</param>
    /// <param name="width">w, the channels of the first convolution; 64 as published.</param>
    /// <param name="form">What follows the convolutions.</param>
    /// <param name="hidden">h, the width of the ImageNet form's two hidden linear layers; 4096 as published.</param>
    /// <param name="dropout">After each of them, in training mode.</param>
    public Vgg(int classes = 10, int channels = 3, int width = 64, InputForm form = InputForm.Cifar, int hidden = 4096, double dropout = 0.5)
        : base(nameof(Vgg))
    {
        (this.classes, this.channels, this.width, this.form, this.hidden, this.dropout) = (classes, channels, width, form, hidden, dropout);
        using var scope = NewDisposeScope(); // TorchSharp leaves a tensor behind for each Conv2d with a bias; weights outlive scopes
        List<nn.Module<Tensor, Tensor>> row = [];
        var from = channels;
        convolutions = [.. groups.Select(_ => new List<(Conv2d, BatchNorm2d)>())];
        foreach (var (g, group) in groups.Index())
        {
            foreach (var to in group.Select(units => units * width))
            {
                convolutions[g].Add((nn.Conv2d(from, to, 3, padding: 1), nn.BatchNorm2d(to)));
                row.AddRange([convolutions[g][^1].Conv, convolutions[g][^1].Norm, nn.ReLU(inplace: true)]);
                from = to;
            }
            row.Add(nn.MaxPool2d(2, stride: 2));
        }
        features = nn.Sequential(row);
        classifier = form == InputForm.Cifar ? nn.Linear(from, classes) : nn.Sequential(
            nn.Linear(49 * from, hidden), nn.ReLU(inplace: true), nn.Dropout(dropout),
            nn.Linear(hidden, hidden), nn.ReLU(inplace: true), nn.Dropout(dropout),
            nn.Linear(hidden, classes));
        RegisterComponents();
        FirstWeights.DrawConvolutions(this);
        FirstWeights.DrawLinears(this, 0.01);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An image that the five poolings leave nothing of.</exception>
    public override Tensor forward(Tensor x)
    {
        if (x.dim() != 4 || x.shape[2] < 32 || x.shape[3] < 32)
            throw new ArgumentException($"{this} halves an image five times and needs at least [B, {channels}, 32, 32]; this is [{string.Join(", ", x.shape)}]: pad or resize it.");
        using var scope = NewDisposeScope();
        foreach (var group in convolutions)
        {
            foreach (var (conv, norm) in group) x = conv.Normalised(norm, x).relu_();
            x = max_pool2d(x, kernel_size: 2, stride: 2);
        }                                                                                      // [B, 8w, h, h] at last
        x = form == InputForm.Cifar ? x.mean([2, 3]) : adaptive_avg_pool2d(x, 7).flatten(1);   // [B, 8w] or [B, 392w]
        return classifier.call(x).MoveToOuterDisposeScope();                                   // [B, K]
    }

    /// <inheritdoc/>
    public override Net Fresh() => new Vgg(classes, channels, width, form, hidden, dropout);

    /// <inheritdoc/>
    public override string ToString() => form == InputForm.Cifar
        ? $"{nameof(Vgg)}(classes: {classes}, channels: {channels}, width: {width}, form: {form})"
        : $"{nameof(Vgg)}(classes: {classes}, channels: {channels}, width: {width}, form: {form}, hidden: {hidden}, dropout: {dropout})";
}
