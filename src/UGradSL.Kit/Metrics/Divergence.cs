namespace Unlearn;

/// <summary>How far one network's predictions of a set are from another's, as means over its samples.</summary>
/// <param name="Kl">KL(P ‖ Q) = Σ p·(ln p − ln q) ↓, nats, P the reference: 0 for equal predictions, +∞ where Q rules out what P does not.</param>
/// <param name="Js">Jensen–Shannon: ½·KL(P ‖ M) + ½·KL(Q ‖ M), M = (P + Q)/2 ↓, nats, 0 to ln 2.</param>
/// <param name="Disagreement">The share whose most probable classes differ ↓, percent.</param>
public sealed record Divergence(double Kl, double Js, double Disagreement)
{
    /// <summary>Of the unlearned network's predictions from the reference's, usually Retrain's.</summary>
    /// <param name="reference">P.</param>
    /// <param name="other">Q, of the same samples.</param>
    /// <exception cref="ArgumentException">Another number of samples or classes.</exception>
    public static Divergence Of(Outputs reference, Outputs other)
    {
        if (reference.Count != other.Count || reference.Classes != other.Classes)
            throw new ArgumentException($"the reference is [{reference.Count}, {reference.Classes}] and the other [{other.Count}, {other.Classes}]: give logits of the same samples.");
        using var quiet = no_grad();
        var (kl, js) = (0.0, 0.0);
        foreach (var ((_, z), (_, w)) in reference.Chunks().Zip(other.Chunks()))
        {
            using var step = NewDisposeScope();
            var (logp, logq) = (log_softmax(z, 1), log_softmax(w, 1));                      // [B, K]
            kl += Relative(logp, logq).sum().item<double>();
            js += JensenShannon(logp, logq).sum().item<double>();
            z.Dispose();
            w.Dispose();
        }
        var differ = Enumerable.Range(0, reference.Count).Count(i => reference.Predicted[i] != other.Predicted[i]);
        // Rounding may leave a sum of terms near 0 below it.
        return new(Math.Max(0, kl / reference.Count), Math.Max(0, js / reference.Count), 100.0 * differ / reference.Count);
    }

    /// <summary>½·KL(P ‖ M) + ½·KL(Q ‖ M) of each row [B], in the open scope.</summary>
    internal static Tensor JensenShannon(Tensor logp, Tensor logq)
    {
        var logm = logaddexp(logp, logq) - Math.Log(2);                                     // [B, K]
        return (Relative(logp, logm) + Relative(logq, logm)) / 2;
    }

    /// <summary>Σ p·(ln p − ln q) of each row; a class of p = 0 adds nothing.</summary>
    private static Tensor Relative(Tensor logp, Tensor logq)
    {
        var p = logp.exp();                                                                 // [B, K]
        return where(p.gt(0), p * (logp - logq), zeros_like(p)).sum(1);
    }
}
