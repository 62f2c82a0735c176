namespace Unlearn;

/// <summary>
/// CF-k: L = ℓ(h_θ, z_r), descended by the last k blocks of the network alone (Goel et al. 2022). The others keep every bit, the running
/// statistics of their BatchNorm included: they pass in evaluation mode. <see cref="Blocks"/> says how blocks are counted.
/// </summary>
/// <param name="Epochs">Ours: fine-tuning's.</param>
/// <param name="LearningRate">Ours: fine-tuning's.</param>
/// <param name="K">k, at least 1; a network of no more blocks than that is fine-tuned whole.</param>
[Method("Goel et al. 2022, Towards Adversarial Evaluations for Inexact Machine Unlearning", Needs.Retain)]
public sealed record CFk(int Epochs = 10, double LearningRate = 0.01, int K = 2) : Unlearner
{
    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        Check();
        using var frozen = Blocks.FreezeAllBut(net, K);
        using var sgd = Sgd(net, LearningRate);
        for (var epoch = 0; epoch < Epochs; epoch++)
            foreach (var retain in data.Retain.Batches(rng, BatchSize, Augmentation))
                yield return sgd.Take(epoch, (1, retain, b => cross_entropy(net.call(b.X), b.Y)));
    }

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Trainer.Steps(data.Retain, BatchSize, Epochs);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        CheckDescent(Epochs, LearningRate);
        Blocks.Check(K);
    }
}
