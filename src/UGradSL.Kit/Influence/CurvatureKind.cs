namespace Unlearn;

/// <summary>Which matrix stands for the curvature of a risk. For models linear in θ the first three are the same.</summary>
public enum CurvatureKind
{
    /// <summary>Σ Jᵀ(diag p − ppᵀ)J: positive semi-definite, blind to labels; the Hessian less Σ (p_k − y_k)·∇²z_k.</summary>
    GaussNewton,

    /// <summary>Σ ∇²ℓ: may be indefinite on a network.</summary>
    Hessian,

    /// <summary>Σ E_{y∼p} ∇ℓ∇ℓᵀ, labels summed over and not sampled. For a softmax it is the Gauss–Newton matrix, computed in another way.</summary>
    Fisher,

    /// <summary>Σ ∇ℓ∇ℓᵀ with the labels as they are. No curvature away from the optimum; for comparison only.</summary>
    EmpiricalFisher,

    /// <summary>|D|·I, without weight decay. A control: what the data say through their gradients alone.</summary>
    Identity,
}
