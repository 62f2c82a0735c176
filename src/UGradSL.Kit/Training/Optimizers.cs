using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>A rule for a step down a gradient, with its settings; the learning rate is whoever calls it's.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "optimizer")]
[JsonDerivedType(typeof(Sgd), nameof(Sgd))]
[JsonDerivedType(typeof(AdamW), nameof(AdamW))]
public abstract record Optimizer
{
    /// <summary>How many vectors of state it keeps, each as long as θ, all 0 at first.</summary>
    internal abstract int States { get; }

    /// <summary>Moves θ in place; <paramref name="gradient"/> may be overwritten.</summary>
    /// <param name="value">θ, float32 [P].</param>
    /// <param name="gradient">∇θ, float32 [P].</param>
    /// <param name="states">Float32 [P] each.</param>
    /// <param name="rate">η.</param>
    /// <param name="step">From 1.</param>
    internal abstract void Update(Tensor value, Tensor gradient, IReadOnlyList<Tensor> states, double rate, int step);
}

/// <summary>
/// Stochastic gradient descent as PyTorch's: g ← ∇ + decay·θ; v ← momentum·v + g; θ ← θ − η·v. All parameters decay alike.
/// </summary>
/// <param name="Momentum">0 ≤ momentum &lt; 1.</param>
/// <param name="WeightDecay">decay ≥ 0.</param>
public sealed record Sgd(double Momentum = 0.9, double WeightDecay = 5e-4) : Optimizer
{
    internal override int States => Momentum == 0 ? 0 : 1;

    internal override void Update(Tensor value, Tensor gradient, IReadOnlyList<Tensor> states, double rate, int step)
    {
        if (WeightDecay != 0) gradient.add_(value, alpha: WeightDecay);
        if (Momentum != 0) gradient = states[0].mul_(Momentum).add_(gradient);
        value.add_(gradient, alpha: -rate);
    }
}

/// <summary>
/// Adam with decoupled weight decay as PyTorch's (Loshchilov and Hutter, 2019): θ ← θ − η·decay·θ;
/// m ← β₁m + (1−β₁)∇; v ← β₂v + (1−β₂)∇²; θ ← θ − η·m̂/(√v̂ + ε).
/// </summary>
/// <param name="WeightDecay">decay ≥ 0.</param>
/// <param name="Beta1">β₁ of the mean.</param>
/// <param name="Beta2">β₂ of the square.</param>
/// <param name="Epsilon">ε.</param>
public sealed record AdamW(double WeightDecay = 0.01, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8) : Optimizer
{
    internal override int States => 2;

    internal override void Update(Tensor value, Tensor gradient, IReadOnlyList<Tensor> states, double rate, int step)
    {
        if (WeightDecay != 0) value.mul_(1 - rate * WeightDecay);
        var mean = states[0].mul_(Beta1).add_(gradient, alpha: 1 - Beta1);               // [P]
        var square = states[1].mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);     // [P]
        var (first, second) = (1 - Math.Pow(Beta1, step), 1 - Math.Pow(Beta2, step));
        var scale = square.sqrt().div_(Math.Sqrt(second)).add_(Epsilon);                 // [P]
        value.addcdiv_(mean, scale, -rate / first);
    }
}
