namespace Unlearn;

/// <summary>How often the most probable class is the true one.</summary>
public static class Accuracy
{
    /// <summary>100 · (rows whose highest logit is the label's) / N, in percent.</summary>
    /// <param name="logits">[N, K], N ≥ 1.</param>
    /// <param name="labels">[N], int64.</param>
    /// <exception cref="ArgumentException">
    /// Shapes, types or labels that do not fit, no rows, or logits that are no probabilities (NaN, +∞).
    /// </exception>
    public static double Percent(Tensor logits, Tensor labels)
    {
        Logits.Check(logits, labels);
        using var scope = NewDisposeScope();
        var right = logits.argmax(1).eq(labels.to(logits.device)).sum().item<long>();
        return 100.0 * right / logits.shape[0];
    }
}
