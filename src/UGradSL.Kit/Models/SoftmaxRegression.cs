using TorchSharp.Modules;

namespace Unlearn;

/// <summary>
/// Logits W·x + b of the pixels as one vector: [B, C, H, W] → [B, D = C·H·W] → head [B, K]. Its loss is convex, so that retraining has
/// one answer and unlearning can be checked against it exactly.
/// </summary>
public sealed class SoftmaxRegression : Net
{
    private readonly int classes, inputs;
    private readonly Linear head;

    /// <param name="classes">K.</param>
    /// <param name="inputs">D = C·H·W.</param>
    public SoftmaxRegression(int classes = 10, int inputs = 784) : base(nameof(SoftmaxRegression))
    {
        (this.classes, this.inputs) = (classes, inputs);
        head = nn.Linear(inputs, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return head.call(x.flatten(1)).MoveToOuterDisposeScope(); // [B, K]
    }

    /// <inheritdoc/>
    public override Net Fresh() => new SoftmaxRegression(classes, inputs);

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SoftmaxRegression)}(classes: {classes}, inputs: {inputs})";
}
