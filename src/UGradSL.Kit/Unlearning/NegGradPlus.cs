namespace Unlearn;

/// <summary>
/// NegGrad+: L = β·ℓ(h_θ, z_r) − (1−β)·ℓ(h_θ, z_f). Fine-tuning and gradient ascent in one step (Kurmanji et al. 2023, section 5). One
/// epoch is one pass over D_r while an endless reshuffled D_f goes along. It is UGradSL+ with α = 0 and p = β.
/// </summary>
/// <param name="Epochs">Ours; public codes take 5 to 10.</param>
/// <param name="LearningRate">Ours: fine-tuning's.</param>
/// <param name="Beta">Weight β ∈ [0, 1] of the retain term; 0.95 is what public codes begin with.</param>
[Method("Kurmanji et al. 2023, Towards Unbounded Machine Unlearning", Needs.Retain)]
public sealed record NegGradPlus(int Epochs = 10, double LearningRate = 0.01, double Beta = 0.95) : PairedUnlearner
{
    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        using var sgd = Sgd(net, LearningRate, ClipNorm);
        using var companion = Seeds.Fork(rng, "companion");
        for (var epoch = 0; epoch < Epochs && !Stops(net, data); epoch++)
            foreach (var (forget, retain) in OverRetain(data, rng, companion))
                yield return Descend(sgd, net, epoch,
                    (Beta, retain, (z, b) => cross_entropy(z, b.Y)),
                    (-(1 - Beta), forget, (z, b) => cross_entropy(z, b.Y)));
    }

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Trainer.Steps(data.Retain, BatchSize, Epochs);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        CheckDescent(Epochs, LearningRate);
        if (Beta is not (>= 0 and <= 1))
            throw new ArgumentException($"β = {Beta} is outside [0, 1]: 1 is fine-tuning, 0 is gradient ascent (try 0.95).");
    }
}
