namespace Unlearn;

/// <summary>
/// EU-k: the last k blocks of the network get new weights and are trained on D_r, L = ℓ(h_θ, z_r), as an original is trained; the others
/// keep every bit, BatchNorm's running statistics included (Goel et al. 2022). <see cref="Blocks"/> says how blocks are counted; with k
/// no smaller than their number this is Retrain.
/// </summary>
/// <param name="Epochs">Passes over D_r; <see cref="TrainSettings"/>'s.</param>
/// <param name="LearningRate">The peak; <see cref="TrainSettings"/>'s.</param>
/// <param name="K">k, at least 1.</param>
[Method("Goel et al. 2022, Towards Adversarial Evaluations for Inexact Machine Unlearning", Needs.Retain)]
public sealed record EUk(int Epochs = 8, double LearningRate = 0.1, int K = 2) : Unlearner
{
    /// <summary>The learning rate over the steps.</summary>
    public Schedule Schedule { get; init; } = new OneCycle();

    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        Check();
        Blocks.Reset(net, K, Seeds.Draw(rng));
        using var frozen = Blocks.FreezeAllBut(net, K);
        using var sgd = Sgd(net, LearningRate);
        var (step, steps) = (0, Steps(data));
        for (var epoch = 0; epoch < Epochs; epoch++)
            foreach (var retain in data.Retain.Batches(rng, BatchSize, Augmentation))
            {
                sgd.LearningRate = LearningRate * Schedule.Factor(step++, steps);
                yield return sgd.Take(epoch, (1, retain, b => cross_entropy(net.call(b.X), b.Y)));
            }
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
