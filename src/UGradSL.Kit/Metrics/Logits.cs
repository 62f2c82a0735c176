namespace Unlearn;

/// <summary>What every metric asks of the logits and labels that it is handed, checked before they reach libtorch.</summary>
internal static class Logits
{
    /// <summary>Checks logits [N, K], N ≥ 1.</summary>
    /// <exception cref="ArgumentException">Another shape, no rows, or a row without a probability: a NaN, a +∞, or nothing but −∞.</exception>
    public static void Check(Tensor logits)
    {
        if (logits.dim() != 2 || !logits.is_floating_point())
            throw new ArgumentException(
                $"logits are {logits.dtype} [{string.Join(", ", logits.shape)}], needed is a floating-point [N, K]: one row for each sample.");
        if (logits.shape[0] == 0) throw new ArgumentException("no samples: the logits have 0 rows. A metric needs at least one.");
        using var scope = NewDisposeScope();
        var highest = logits.amax(1);                                              // [N]; NaN if there is one
        var unsound = highest.isfinite().logical_not();                            // [N]
        if (!unsound.any().item<bool>()) return;
        var row = unsound.to(ScalarType.Int32).argmax().item<long>();
        throw new ArgumentException(
            $"the highest logit of row {row} is {highest[row].to(ScalarType.Float64).item<double>()}, needed is a finite number: "
            + "the network has diverged; lower the learning rate, or α towards 0.");
    }

    /// <summary>Checks logits [N, K] and their labels [N], int64 in 0 … K − 1.</summary>
    /// <exception cref="ArgumentException">As for the logits alone, or labels of another type, number or range.</exception>
    public static void Check(Tensor logits, Tensor labels)
    {
        Check(logits);
        var (count, classes) = (logits.shape[0], logits.shape[1]);
        if (labels.dtype != ScalarType.Int64 || labels.dim() != 1 || labels.shape[0] != count)
            throw new ArgumentException(
                $"labels are {labels.dtype} [{string.Join(", ", labels.shape)}], needed is Int64 [{count}]: one for each row of the logits.");
        using var scope = NewDisposeScope();
        var (lowest, highest) = (labels.min().item<long>(), labels.max().item<long>());
        if (lowest < 0 || highest >= classes)
            throw new ArgumentException($"labels go from {lowest} to {highest}, allowed is 0 to {classes - 1}: the logits have {classes} columns.");
    }
}
