namespace Unlearn;

/// <summary>
/// Experimental: UGradSL+ with a smoothing rate for each forget sample, from a later version of the paper (ICLR 2026). With c_j the number
/// of retain samples i of the batch with d(h_θ(z_i), h_θ(z_j)) &lt; β, the loss is L = p·ℓ(h_θ, z_r) − (1−p)·mean_j ℓ(h_θ, z_j^{GLS,α_j})
/// and |α_j| = c_j/B.
/// Our reading of what is left open: d is half the cosine distance of the logits, (1 − cos)/2 ∈ [0, 1]; B is the number of retain samples
/// in the batch; α_j = −|α_j|, since a positive rate would not unlearn; d has no gradient. "A dense neighbourhood needs less smoothing"
/// contradicts the formula; <see cref="Complement"/> follows the words: α_j = −(1 − c_j/B).
/// </summary>
/// <param name="Epochs">E, passes over D_r.</param>
/// <param name="LearningRate">η; ours, fine-tuning's.</param>
/// <param name="Beta">Threshold β ∈ [0, 1] of the distance; ours.</param>
/// <param name="P">Weight p ∈ (0, 1) of the retain term.</param>
[Method("Di et al. 2026, Label Smoothing Improves Machine Unlearning (experimental)", Needs.Retain)]
public sealed record UGradSLAdaptive(int Epochs = 10, double LearningRate = 0.01, double Beta = 0.2, double P = 0.9) : PairedUnlearner
{
    /// <summary>Smooths the samples that are far from D_r most, not those that are near.</summary>
    public bool Complement { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        using var sgd = Sgd(net, LearningRate, ClipNorm);
        using var companion = Seeds.Fork(rng, "companion");
        Tensor? near = null; // [B_r, K], the step's retain logits
        for (var epoch = 0; epoch < Epochs && !Stops(net, data); epoch++)
            foreach (var (forget, retain) in OverRetain(data, rng, companion))
                yield return Descend(sgd, net, epoch,
                    (P, retain, (z, b) => cross_entropy(near = z, b.Y)),
                    (-(1 - P), forget, (z, b) => cross_entropy(z, Labels.Smooth(b.Y, data.Classes, Alphas(near!, z)))));
    }

    /// <summary>α_j, [B_f].</summary>
    internal Tensor Alphas(Tensor retain, Tensor forget)
    {
        using var scope = NewDisposeScope();
        var (r, f) = (normalize(retain.detach(), dim: 1), normalize(forget.detach(), dim: 1));              // [B_r, K], [B_f, K]
        var distance = (1 - f.mm(r.t())) / 2;                                                               // [B_f, B_r]
        var share = distance.lt(Beta).to(ScalarType.Float32).mean([1]);                                     // [B_f]
        return (Complement ? share - 1 : -share).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Trainer.Steps(data.Retain, BatchSize, Epochs);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        CheckDescent(Epochs, LearningRate);
        if (Beta is not (>= 0 and <= 1)) throw new ArgumentException($"β = {Beta} is outside [0, 1], where half the cosine distance lies: try 0.2.");
        if (P is not (> 0 and < 1)) throw new ArgumentException($"p = {P} is outside (0, 1): distances need both batches in every step (try 0.9).");
    }
}
