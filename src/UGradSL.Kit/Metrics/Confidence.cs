namespace Unlearn;

/// <summary>How probable a network finds the true class.</summary>
public static class Confidence
{
    /// <summary>p_y = softmax(logits)_y of each row, in [0, 1], in the precision of the logits.</summary>
    /// <param name="logits">[N, K], N ≥ 1.</param>
    /// <param name="labels">[N], int64.</param>
    /// <exception cref="ArgumentException">
    /// Shapes, types or labels that do not fit, no rows, or logits that are no probabilities (NaN, +∞).
    /// </exception>
    public static double[] OfTruth(Tensor logits, Tensor labels)
    {
        Logits.Check(logits, labels);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var truth = softmax(logits, 1).gather(1, labels.to(logits.device).unsqueeze(1)).squeeze(1); // [N]
        return truth.to(ScalarType.Float64).cpu().data<double>().ToArray();
    }
}
