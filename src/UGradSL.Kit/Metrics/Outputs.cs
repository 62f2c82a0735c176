namespace Unlearn;

/// <summary>
/// What one network says of one set, sample by sample, computed once from its logits in float64, a few thousand rows at a time. All
/// attacks and distances read it; none touches the network. Adding a constant to a row of logits changes nothing.
/// </summary>
public sealed class Outputs : IDisposable
{
    private const int Rows = 4096;

    /// <param name="logits">[N, K], N ≥ 1, K ≥ 2, floating-point, on any device. They stay the caller's.</param>
    /// <param name="labels">[N], int64. They stay the caller's.</param>
    /// <exception cref="ArgumentException">Shapes, types or labels that do not fit, no rows, or logits that are no probabilities (NaN, +∞).</exception>
    public Outputs(Tensor logits, Tensor labels)
    {
        Unlearn.Logits.Check(logits, labels);
        if (logits.shape[1] < 2) throw new ArgumentException("the logits have 1 column: a classifier has at least 2 classes.");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        (Logits, Labels) = (logits.detach().cpu().DetachFromDisposeScope(), labels.detach().cpu().DetachFromDisposeScope());
        (Count, Classes) = ((int)logits.shape[0], (int)logits.shape[1]);
        Label = [.. Labels.contiguous().data<long>().ToArray().Select(y => (int)y)];
        Predicted = [.. Logits.argmax(1).data<long>().ToArray().Select(y => (int)y)];
        Confidence = Unlearn.Confidence.OfTruth(Logits, Labels);
        (Loss, LogOdds, Entropy, ModifiedEntropy, Highest) = (new double[Count], new double[Count], new double[Count], new double[Count], new double[Count]);
        foreach (var (start, z) in Chunks())
        {
            using var step = NewDisposeScope();
            var y = Labels.narrow(0, start, z.shape[0]).unsqueeze(1);                       // [B, 1]
            var logp = log_softmax(z, 1);                                                   // [B, K]
            var p = logp.exp();                                                             // [B, K]
            var truth = logp.gather(1, y);                                                  // [B, 1]
            var others = logp.scatter(1, y, full_like(truth, double.NegativeInfinity)).logsumexp(1, true);    // [B, 1], ln(1 − p_y) without cancellation
            Copy(-truth, Loss, start);
            Copy(truth - others, LogOdds, start);
            Copy(special.entr(p).sum(1), Entropy, start);
            Copy(Unlearn.ModifiedEntropy.Rows(logp, y, ModifiedEntropyReading.Published), ModifiedEntropy, start);
            Copy(p.amax(1), Highest, start);
            z.Dispose();
        }
    }

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>K.</summary>
    public int Classes { get; }

    /// <summary>[N, K] on the CPU, in the type they came in; disposed with this.</summary>
    public Tensor Logits { get; }

    /// <summary>[N], int64 on the CPU; disposed with this.</summary>
    public Tensor Labels { get; }

    /// <summary>The true class of each sample [N].</summary>
    public IReadOnlyList<int> Label { get; }

    /// <summary>The most probable class of each sample [N].</summary>
    public IReadOnlyList<int> Predicted { get; }

    /// <summary>p_y in [0, 1], in the precision of the logits [N]: what MIA is computed from.</summary>
    public double[] Confidence { get; }

    /// <summary>−ln p_y in nats [N]; +∞ where the logit of the truth is −∞.</summary>
    public double[] Loss { get; }

    /// <summary>φ = ln p_y − ln(1 − p_y) [N], which LiRA models as Gaussian (Carlini et al. 2022, section IV-C).</summary>
    public double[] LogOdds { get; }

    /// <summary>−Σ p·ln p in nats [N].</summary>
    public double[] Entropy { get; }

    /// <summary>As published, in nats [N] (<see cref="Unlearn.ModifiedEntropy"/>).</summary>
    public double[] ModifiedEntropy { get; }

    /// <summary>The largest probability of each row [N].</summary>
    public double[] Highest { get; }

    /// <summary>100 · (rows whose highest logit is the label's) / N, in percent.</summary>
    public double Accuracy => 100.0 * Enumerable.Range(0, Count).Count(i => Label[i] == Predicted[i]) / Count;

    /// <summary>The same of some of the rows, such as planted canaries; the caller disposes it.</summary>
    /// <param name="rows">In 0 … N − 1, at least one.</param>
    /// <exception cref="ArgumentException">No row, or one that is not there.</exception>
    public Outputs Take(IReadOnlyList<int> rows)
    {
        if (rows.Count == 0) throw new ArgumentException("no rows: name at least one.");
        if (rows.Any(i => i < 0 || i >= Count))
            throw new ArgumentException($"row {rows.First(i => i < 0 || i >= Count)} is asked for, there are 0 to {Count - 1}.");
        using var scope = NewDisposeScope();
        var chosen = tensor(rows.Select(i => (long)i).ToArray());                           // [n]
        return new(Logits.index_select(0, chosen), Labels.index_select(0, chosen));
    }

    /// <summary>The logits as float64 [B, K], in order; the caller disposes each.</summary>
    internal IEnumerable<(int Start, Tensor Logits)> Chunks()
    {
        for (var start = 0; start < Count; start += Rows)
        {
            using var part = Logits.narrow(0, start, Math.Min(Rows, Count - start));
            yield return (start, part.to(ScalarType.Float64, copy: true).DetachFromDisposeScope());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Logits.Dispose();
        Labels.Dispose();
    }

    private static void Copy(Tensor values, double[] to, int start) => values.reshape(-1).contiguous().data<double>().ToArray().CopyTo(to, start);
}
