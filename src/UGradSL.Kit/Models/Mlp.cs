using TorchSharp.Modules;

namespace Unlearn;

/// <summary>
/// Linear layers with relu between them: [B, C, H, W] → [B, D = C·H·W] → linear1 [B, h₁] → … → head [B, K]. It sees no neighbourhood
/// of pixels, only a vector.
/// </summary>
public sealed class Mlp : Net
{
    private readonly int classes, inputs;
    private readonly int[] hidden;
    private readonly Linear[] layers;

    /// <param name="classes">K.</param>
    /// <param name="inputs">D = C·H·W.</param>
    /// <param name="hidden">h₁, h₂, …: the widths between; [256] if not given.</param>
    public Mlp(int classes = 10, int inputs = 784, IEnumerable<int>? hidden = null) : base(nameof(Mlp))
    {
        (this.classes, this.inputs, this.hidden) = (classes, inputs, [.. hidden ?? [256]]);
        int[] widths = [inputs, .. this.hidden, classes];
        layers = [.. widths.Zip(widths.Skip(1), (from, to) => nn.Linear(from, to))];
        for (var i = 0; i < layers.Length; i++) register_module(i < layers.Length - 1 ? $"linear{i + 1}" : "head", layers[i]);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = x.flatten(1);                                                             // [B, D]
        foreach (var layer in layers[..^1]) x = layer.call(x).relu_();                // [B, h]
        return layers[^1].call(x).MoveToOuterDisposeScope();                          // [B, K]
    }

    /// <inheritdoc/>
    public override Net Fresh() => new Mlp(classes, inputs, hidden);

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(Mlp)}(classes: {classes}, inputs: {inputs}, hidden: [{string.Join(", ", hidden)}])";
}
