namespace Unlearn;

/// <summary>
/// BU by boundary expanding (Chen et al. 2023, section 4.3): the last layer gets one output more, for what is to be forgotten,
/// L = ℓ(h_θ, (x_f, K)) over K + 1 classes, and loses it again in the end: D_f then falls to whatever comes second. One epoch is one pass
/// over D_f.
/// </summary>
/// <remarks>
/// The network itself keeps its K outputs throughout; the one more is computed beside them, from the last layer's input, so that nothing has
/// to be put back, whenever the method is stopped. Its weights start from N(0, 2/(D + K + 1)), its bias at 0, as in the authors' code.
/// Unlearn-Saliency's version keeps the extra output; that network would be scored on K + 1 classes, and is not offered.
/// </remarks>
/// <param name="Epochs">The authors' 10.</param>
/// <param name="LearningRate">The authors' code has 1e-5, for 5,000 images in batches of 64; it hardly moves a network here. D_f's loss falls fastest by raising the extra output, so that little is forgotten once that is gone; larger rates forget, and take D_r along.</param>
[Method("Chen et al. 2023, Boundary Unlearning", Needs.Nothing)]
public sealed record BoundaryExpand(int Epochs = 10, double LearningRate = 1e-3) : AscendingUnlearner
{
    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        Check();
        using var widened = new WidenedNet(net, rng);
        using var sgd = Sgd(widened, LearningRate, ClipNorm);
        for (var epoch = 0; epoch < Epochs && !Stops(net, data); epoch++)
            foreach (var forget in data.Forget.Batches(rng, BatchSize, Augmentation))
                yield return sgd.Take(epoch, (1, forget, b => cross_entropy(Forget(widened, b.X), full_like(b.Y, data.Classes))));
    }

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Trainer.Steps(data.Forget, BatchSize, Epochs);

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        CheckDescent(Epochs, LearningRate);
        CheckNoCap();
    }
}
