namespace Unlearn;

/// <summary>GA: L = −ℓ(h_θ, z_f). Climbs the loss of D_f (Thudi et al. 2022; paper, section 4.1 and appendix D.2). One epoch is one pass over D_f.</summary>
/// <param name="Epochs">The paper's 10.</param>
/// <param name="LearningRate">The paper's 1e-4; on a network that has memorised D_f it hardly moves.</param>
[Method("Thudi et al. 2022, Unrolling SGD", Needs.Nothing)]
public sealed record GradientAscent(int Epochs = 10, double LearningRate = 1e-4) : AscendingUnlearner
{
    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        using var sgd = Sgd(net, LearningRate, ClipNorm);
        for (var epoch = 0; epoch < Epochs && !Stops(net, data); epoch++)
            foreach (var forget in data.Forget.Batches(rng, BatchSize, Augmentation))
                yield return sgd.Take(epoch, (-1, forget, b => Cap(cross_entropy(Forget(net, b.X), b.Y))));
    }

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Trainer.Steps(data.Forget, BatchSize, Epochs);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        CheckDescent(Epochs, LearningRate);
    }
}
