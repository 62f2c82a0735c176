namespace Unlearn;

/// <summary>Generalised label smoothing (paper, section 3; Wei et al. 2021).</summary>
public static class Labels
{
    /// <summary>
    /// y^{GLS,α} = (1 − α)·y + α/K·1: the true class gets 1 + (1−K)/K·α, every other α/K, and the K entries sum to 1.
    /// α > 0 smooths towards uniform, α = 0 keeps the one-hot label, α &lt; 0 over-states the true class and makes the others negative.
    /// </summary>
    /// <param name="labels">int64 [B], each in 0..K−1.</param>
    /// <param name="classes">K, at least 2.</param>
    /// <param name="alpha">Smoothing rate α ∈ (−∞, 1].</param>
    /// <returns>float32 [B, K], fresh; it belongs to the scope that is open.</returns>
    /// <exception cref="ArgumentException">α above 1 or not a number, or fewer than two classes.</exception>
    public static Tensor Smooth(Tensor labels, int classes, double alpha)
    {
        Check(alpha);
        if (classes < 2) throw new ArgumentException($"{classes} classes: smoothing needs at least 2.");
        using var scope = NewDisposeScope();
        var y = one_hot(labels, classes).to(ScalarType.Float32);             // [B, K]
        return ((1 - alpha) * y + alpha / classes).MoveToOuterDisposeScope(); // [B, K]
    }

    /// <summary>y^{GLS,α_j} with a rate for each sample: (1 − α_j)·y_j + α_j/K·1.</summary>
    /// <param name="labels">int64 [B], each in 0..K−1.</param>
    /// <param name="classes">K, at least 2.</param>
    /// <param name="alphas">α_j, float32 [B], each at most 1.</param>
    /// <returns>float32 [B, K], fresh; it belongs to the scope that is open.</returns>
    public static Tensor Smooth(Tensor labels, int classes, Tensor alphas)
    {
        using var scope = NewDisposeScope();
        var y = one_hot(labels, classes).to(ScalarType.Float32);                 // [B, K]
        var rates = alphas.unsqueeze(1);                                         // [B, 1]
        return ((1 - rates) * y + rates / classes).MoveToOuterDisposeScope();    // [B, K]
    }

    /// <summary>For each label one of the K − 1 others, uniformly. int64 [B], fresh; it belongs to the scope that is open.</summary>
    /// <param name="labels">int64 [B], each in 0..K−1.</param>
    /// <param name="classes">K, at least 2.</param>
    /// <param name="rng">On the CPU.</param>
    public static Tensor Wrong(Tensor labels, int classes, Generator rng)
    {
        if (classes < 2) throw new ArgumentException($"{classes} classes: a wrong label needs at least 2.");
        using var scope = NewDisposeScope();
        var shift = randint(1, classes, labels.shape, ScalarType.Int64, generator: rng).to(labels.device);   // [B], 1..K−1
        return ((labels + shift) % classes).MoveToOuterDisposeScope();                                       // [B]
    }

    /// <summary>For each label any of the K classes, uniformly, itself among them. int64 [B], fresh; it belongs to the scope that is open.</summary>
    /// <param name="labels">int64 [B].</param>
    /// <param name="classes">K.</param>
    /// <param name="rng">On the CPU.</param>
    public static Tensor Any(Tensor labels, int classes, Generator rng)
    {
        using var scope = NewDisposeScope();
        return randint(0, classes, labels.shape, ScalarType.Int64, generator: rng).to(labels.device).MoveToOuterDisposeScope(); // [B]
    }

    /// <summary>Refuses an α that no label can have.</summary>
    /// <exception cref="ArgumentException">α above 1, infinite or not a number.</exception>
    internal static void Check(double alpha)
    {
        if (!(alpha <= 1) || double.IsInfinity(alpha))
            throw new ArgumentException($"α = {alpha} smooths past uniform; a smoothing rate lies in (−∞, 1] (UGradSL: below 0, try −0.2).");
    }
}
