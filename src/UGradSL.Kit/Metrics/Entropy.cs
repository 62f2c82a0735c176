namespace Unlearn;

/// <summary>H, how undecided a network is: 0 where it is certain, ln K where all K classes are alike to it.</summary>
public static class Entropy
{
    /// <summary>
    /// H = −(1/N)·Σₙ Σₖ p·ln p with p = softmax(logits), in nats (UGradSL, section 5.1, names no base of the logarithm; none of its values
    /// exceeds ln K). Any finite logits will do, and −∞ for a class of probability 0, whose term is 0.
    /// </summary>
    /// <param name="logits">[N, K], N ≥ 1.</param>
    /// <exception cref="ArgumentException">Another shape, no rows, or logits that are no probabilities (NaN, +∞).</exception>
    public static double Mean(Tensor logits)
    {
        Logits.Check(logits);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var p = softmax(logits, 1);                                                // [N, K]
        return special.entr(p).sum(1).to(ScalarType.Float64).mean().item<double>();
    }
}
