namespace Unlearn;

/// <summary>Which modified entropy is meant: the published one, or what the field's released code computes.</summary>
public enum ModifiedEntropyReading
{
    /// <summary>M = −(1 − p_y)·ln p_y − Σ_{k≠y} p_k·ln(1 − p_k) (Song and Mittal 2021, eq. 8).</summary>
    Published,

    /// <summary>M = −(1 − p_y)·ln p_y − Σ_{k≠y} p_k·ln p_k: the code of Jia et al. (2023) takes ln p where ln(1 − p) is meant.</summary>
    Released,
}

/// <summary>
/// An entropy that knows the truth: 0 for a certain right answer, large for a certain wrong one. Logarithms are of at least 1e-30, as in both
/// codes. The released code also rewrites the columns of every label of the batch in every row, so that its value of one sample depends on
/// the others: that is not followed in either reading.
/// </summary>
public static class ModifiedEntropy
{
    private static readonly double Floor = Math.Log(1e-30);

    /// <summary>M of each row in nats [N].</summary>
    public static double[] Of(Outputs outputs, ModifiedEntropyReading reading = ModifiedEntropyReading.Published)
    {
        if (reading == ModifiedEntropyReading.Published) return outputs.ModifiedEntropy;
        using var quiet = no_grad();
        List<double> all = [];
        foreach (var (start, z) in outputs.Chunks())
        {
            using var step = NewDisposeScope();
            var y = outputs.Labels.narrow(0, start, z.shape[0]).unsqueeze(1);               // [B, 1]
            all.AddRange(Rows(log_softmax(z, 1), y, reading).data<double>().ToArray());
            z.Dispose();
        }
        return [.. all];
    }

    /// <summary>M [B] from ln p [B, K] and labels [B, 1], in the open scope.</summary>
    internal static Tensor Rows(Tensor logp, Tensor y, ModifiedEntropyReading reading)
    {
        var p = logp.exp();                                                                 // [B, K]
        var highest = logp.argmax(1, true);                                                 // [B, 1]
        // Only the highest probability can be so near 1 that 1 − p cancels: there the others are summed instead.
        var rest = logp.scatter(1, highest, zeros_like(logp.narrow(1, 0, 1)) + double.NegativeInfinity).logsumexp(1, true); // [B, 1]
        var not = (-p).log1p().scatter(1, highest, rest);                                      // [B, K], ln(1 − p)
        var terms = p * (reading == ModifiedEntropyReading.Published ? not : logp).clamp_min(Floor); // [B, K]
        var truth = not.gather(1, y).exp() * logp.gather(1, y).clamp_min(Floor);            // [B, 1]
        return -terms.scatter(1, y, truth).sum(1);
    }
}
