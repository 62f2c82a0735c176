namespace Unlearn;

/// <summary>
/// R_D(θ) = Σ_D ℓ(h_θ, z) + |D|·μ/2·‖θ‖²: the paper's sum over a set, cross-entropy ℓ, with the weight decay μ as the optimiser applies it
/// (SGD adds μ·θ to the gradient of a mean, hence |D|·μ·θ to that of a sum). Sums throughout, never means: R_tr = R_r + R_f to the last term.
/// </summary>
/// <remarks>Results are float64; a fresh tensor belongs to the scope that is open.</remarks>
public abstract class Risk
{
    /// <summary>|D|.</summary>
    public abstract int Count { get; }

    /// <summary>P.</summary>
    public abstract long Size { get; }

    /// <summary>K.</summary>
    public abstract int Classes { get; }

    /// <summary>Where vectors lie.</summary>
    public abstract torch.Device Device { get; }

    /// <summary>μ ≥ 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>θ [P], a copy.</summary>
    public abstract Tensor Theta();

    /// <summary>R_D(θ).</summary>
    public abstract double Value();

    /// <summary>∇R_D(θ) [P].</summary>
    public Tensor Gradient()
    {
        using var scope = NewDisposeScope();
        return PullBack(Cotangents.CrossEntropy).add_(Theta(), alpha: Count * WeightDecay).MoveToOuterDisposeScope();
    }

    /// <summary>Σ_D J_zᵀ·c(z) [P], with J_z the Jacobian of one sample's logits and c a cotangent of them; no weight decay.</summary>
    /// <param name="cotangent">From logits [B, K] and labels [B] to [B, K], without a graph.</param>
    public abstract Tensor PullBack(Func<Tensor, Tensor, Tensor> cotangent);

    /// <summary>⟨c(z), J_z·w⟩ of every sample [N], in order: how fast each sample's term changes along w; no weight decay.</summary>
    /// <param name="cotangent">As in <see cref="PullBack"/>.</param>
    /// <param name="w">float64 [P].</param>
    public abstract Tensor Along(Func<Tensor, Tensor, Tensor> cotangent, Tensor w);

    /// <summary>The curvature at θ over D, |D|·μ·I included; the map reads θ anew at each product.</summary>
    public LinearMap Curvature(CurvatureKind kind) =>
        kind == CurvatureKind.Identity ? new(Size, Device, v => v * Count)
        : WeightDecay == 0 ? LossCurvature(kind) : LossCurvature(kind).Damped(Count * WeightDecay);

    /// <summary>Σ_D ∇²ℓ + |D|·μ·I.</summary>
    public LinearMap Hessian() => Curvature(CurvatureKind.Hessian);

    /// <summary>Σ_D Jᵀ(diag p − ppᵀ)J + |D|·μ·I.</summary>
    public LinearMap GaussNewton() => Curvature(CurvatureKind.GaussNewton);

    /// <summary>The risk over some of its samples, at places 0..|D|−1.</summary>
    public abstract Risk Pick(IReadOnlyList<int> rows);

    /// <summary>The curvature without weight decay.</summary>
    private protected abstract LinearMap LossCurvature(CurvatureKind kind);
}
