namespace Unlearn;

/// <summary>
/// UGradSL, Algorithm 1 and eq. 10: L = p·ℓ(h_θ, z_r) − (1−p)·ℓ(h_θ, z_f^{GLS,α}). One epoch is one pass over D_f.
/// Our reading: ℓ is the mean over its batch (eq. 10 sums: <see cref="Reduction"/>), E epochs are E passes (Algorithm 1's loop runs E − 1), and a retain batch
/// as large as the forget batch comes from an endless reshuffled D_r.
/// </summary>
/// <param name="Epochs">E; the paper gives no value for this method.</param>
/// <param name="LearningRate">η; the paper gives none.</param>
/// <param name="Alpha">Smoothing rate α of y^GLS = (1−α)·y + α/K. Negative unlearns.</param>
/// <param name="P">Weight p ∈ [0, 1] of the retain term: 1 is fine-tuning, 0 is smoothed gradient ascent.</param>
[Method("UGradSL, Algorithm 1 and eq. 10", Needs.Retain)]
public record UGradSL(int Epochs = 10, double LearningRate = 1e-3, double Alpha = -0.2, double P = 0.5) : PairedUnlearner
{
    /// <summary>Lets α be above 0, for the paper's ablation with positive label smoothing (Table 6).</summary>
    public bool AllowPositive { get; init; }

    /// <summary>Mean over each batch, or the sum, eq. 10 to the letter.</summary>
    public Reduction Reduction { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        using var sgd = Sgd(net, LearningRate, ClipNorm);
        using var companion = Seeds.Fork(rng, "companion");
        for (var epoch = 0; epoch < Epochs && !Stops(net, data); epoch++)
            foreach (var (forget, retain) in Pairs(data, rng, companion))
                yield return Descend(sgd, net, epoch,
                    (P * Terms(retain), retain, (z, b) => cross_entropy(z, b.Y)),
                    (-(1 - P) * Terms(forget), forget, (z, b) => cross_entropy(z, Labels.Smooth(b.Y, data.Classes, Alpha))));
    }

    /// <summary>The batches of one epoch: D_f once, D_r along with it.</summary>
    protected virtual IEnumerable<(Batch Forget, Batch Retain)> Pairs(ForgetSplit data, Generator rng, Generator companion) => OverForget(data, rng, companion);

    /// <summary>What turns a mean into the sum that eq. 10 has.</summary>
    private int Terms(Batch batch) => Reduction == Reduction.Sum ? batch.Count : 1;

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Trainer.Steps(data.Forget, BatchSize, Epochs);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        CheckDescent(Epochs, LearningRate);
        Labels.Check(Alpha);
        if (Alpha > 0 && !AllowPositive)
            throw new ArgumentException($"α = {Alpha} smooths towards uniform; UGradSL needs α ≤ 0 (try −0.2), or AllowPositive for the ablation with positive smoothing.");
        if (P is not (>= 0 and <= 1))
            throw new ArgumentException($"p = {P} is outside [0, 1]: 1 is fine-tuning, 0 is gradient ascent (try 0.9).");
    }
}
