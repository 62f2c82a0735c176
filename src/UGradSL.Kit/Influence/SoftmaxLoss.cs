namespace Unlearn;

/// <summary>Cross-entropy of logits z [B, K], summed over the batch, and the curvature that it has in them.</summary>
internal static class SoftmaxLoss
{
    /// <summary>Σ ℓ(z, y^GLS,α), eq. 9; α = 0 is the plain loss.</summary>
    public static Tensor Of(Tensor z, Tensor y, double alpha = 0)
    {
        if (alpha == 0) return cross_entropy(z, y, reduction: nn.Reduction.Sum);
        var hot = one_hot(y, z.shape[1]).to(z.dtype);                                    // [B, K]
        return cross_entropy(z, (1 - alpha) * hot + alpha / z.shape[1], reduction: nn.Reduction.Sum);
    }

    /// <summary>q = ½Σ(z−z₀)ᵀ(diag p − ppᵀ)(z−z₀) at z₀ = z, p = softmax z₀: value and gradient 0, Hessian exactly the Gauss–Newton matrix.</summary>
    public static Tensor Surrogate(Tensor z)
    {
        var p = softmax(z.detach(), 1);                                                  // [B, K]
        var d = z - z.detach();                                                          // [B, K]
        return ((p * d.square()).sum() - (p * d).sum(1).square().sum()) / 2;
    }

    /// <summary>Σ_k s_k⟨s_k, Jv⟩ with s_k = √p_k·(e_k − p), whose outer products sum to diag p − ppᵀ.</summary>
    public static Tensor FisherTimes(Tensor z, Tensor jv)
    {
        var p = softmax(z, 1);                                                           // [B, K]
        var s = p.sqrt().unsqueeze(2) * (torch.eye(z.shape[1], dtype: z.dtype, device: z.device) - p.unsqueeze(1)); // [B, K (k), K]
        return s.transpose(1, 2).bmm(s.bmm(jv.unsqueeze(2))).squeeze(2);                 // [B, K]
    }
}
