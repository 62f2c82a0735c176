namespace Unlearn;

/// <summary>
/// UGradSL+, Algorithm 1 and eq. 10: L = p·ℓ(h_θ, z_r) − (1−p)·ℓ(h_θ, z_f^{GLS,α}), the loss of <see cref="UGradSL"/>, but one epoch is one
/// pass over D_r while an endless reshuffled D_f goes along.
/// </summary>
/// <param name="Epochs">E; from the paper's run times, as many as fine-tuning's.</param>
/// <param name="LearningRate">η; the paper gives none, this is fine-tuning's.</param>
/// <param name="Alpha">Smoothing rate α; negative unlearns.</param>
/// <param name="P">Weight p ∈ [0, 1] of the retain term: 1 is fine-tuning.</param>
[Method("UGradSL, Algorithm 1 and eq. 10", Needs.Retain)]
public sealed record UGradSLPlus(int Epochs = 10, double LearningRate = 0.01, double Alpha = -0.2, double P = 0.9)
    : UGradSL(Epochs, LearningRate, Alpha, P)
{
    /// <inheritdoc/>
    protected override IEnumerable<(Batch Forget, Batch Retain)> Pairs(ForgetSplit data, Generator rng, Generator companion) => OverRetain(data, rng, companion);

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Trainer.Steps(data.Retain, BatchSize, Epochs);
}
