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

    /// <summary>Refuses an α that no label can have.</summary>
    /// <exception cref="ArgumentException">α above 1, infinite or not a number.</exception>
    internal static void Check(double alpha)
    {
        if (!(alpha <= 1) || double.IsInfinity(alpha))
            throw new ArgumentException($"α = {alpha} smooths past uniform; a smoothing rate lies in (−∞, 1] (UGradSL: below 0, try −0.2).");
    }
}
