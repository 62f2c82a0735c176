namespace Unlearn;

/// <summary>FT: L = ℓ(h_θ, z_r). Goes on training on D_r and hopes that D_f fades (paper, appendix D.2; Warnecke et al. 2021). One epoch is one pass over D_r.</summary>
/// <param name="Epochs">The paper's 10.</param>
/// <param name="LearningRate">The paper's 0.01.</param>
[Method("Warnecke et al. 2021, Machine Unlearning of Features and Labels", Needs.Retain)]
public sealed record FineTune(int Epochs = 10, double LearningRate = 0.01) : Unlearner
{
    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
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
    }
}
