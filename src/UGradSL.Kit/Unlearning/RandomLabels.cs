namespace Unlearn;

/// <summary>
/// RL: L = ℓ(h_θ, (x_f, y′)) + α·ℓ(h_θ, z_r), where y′ is drawn anew at every visit, uniformly from the K − 1 classes that are not y_f
/// (Golatkar et al. 2020; Graves et al. 2021; in the form of Fan et al. 2024, eq. 6, without its mask). One epoch is one pass over D_r
/// while an endless reshuffled D_f goes along, so that both expectations of eq. 6 weigh alike.
/// AsReleased: each epoch is a pass over D_f, then one over D_r, and y′ is drawn from all K classes, so that one in K stays true.
/// </summary>
/// <param name="Epochs">Fan et al.'s 10.</param>
/// <param name="LearningRate">Ours: fine-tuning's.</param>
/// <param name="RetainWeight">α of eq. 6; the public code has none: its two passes weigh by their sizes.</param>
[Method("Golatkar et al. 2020, Eternal Sunshine of the Spotless Net; Graves et al. 2021, Amnesiac Machine Learning", Needs.Retain)]
public record RandomLabels(int Epochs = 10, double LearningRate = 0.01, double RetainWeight = 1) : PairedUnlearner
{
    /// <summary>Labels and order of the paper, or of the public code (OPTML-Group/Unlearn-Saliency).</summary>
    public Reading Reading { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Step> Run(Net net, ForgetSplit data, Generator rng)
    {
        using var sgd = Sgd(net, LearningRate, ClipNorm);
        using var labels = Seeds.Fork(rng, "labels");
        using var companion = Seeds.Fork(rng, "companion");
        foreach (var step in Prepare(sgd, net, data)) yield return step;
        Tensor Lie(Batch b) => Reading == Reading.AsPublished ? Labels.Wrong(b.Y, data.Classes, labels) : Labels.Any(b.Y, data.Classes, labels);
        for (var epoch = 0; epoch < Epochs && !Stops(net, data); epoch++)
            if (Reading == Reading.AsPublished)
                foreach (var (forget, retain) in OverRetain(data, rng, companion))
                    yield return Descend(sgd, net, epoch,
                        (RetainWeight, retain, (z, b) => cross_entropy(z, b.Y)),
                        (1, forget, (z, b) => cross_entropy(z, Lie(b))));
            else
            {
                foreach (var forget in data.Forget.Batches(companion, BatchSize, Augmentation))
                    yield return sgd.Take(epoch, (1, forget, b => cross_entropy(Forget(net, b.X), Lie(b))));
                foreach (var retain in data.Retain.Batches(rng, BatchSize, Augmentation))
                    yield return sgd.Take(epoch, (1, retain, b => cross_entropy(net.call(b.X), b.Y)));
            }
    }

    /// <summary>What is done once before the first step.</summary>
    protected virtual IEnumerable<Step> Prepare(Descent sgd, Net net, ForgetSplit data) => [];

    /// <inheritdoc/>
    public override int Steps(ForgetSplit data) => Trainer.Steps(data.Retain, BatchSize, Epochs)
        + (Reading == Reading.AsReleased ? Trainer.Steps(data.Forget, BatchSize, Epochs) : 0);

    /// <inheritdoc/>
    public override IEnumerable<string> Variants() => [.. base.Variants(), .. Reading.Variants()];

    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        CheckDescent(Epochs, LearningRate);
        CheckNoCap();
        if (RetainWeight is not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentException($"a retain weight of {RetainWeight}: 0 or more is needed (1 weighs both sets alike).");
        if (Reading == Reading.AsReleased && (RetainWeight != 1 || Forward != Forward.Separate))
            throw new ArgumentException($"the released code takes D_f and D_r one after the other, without RetainWeight ({RetainWeight}) and Forward ({Forward}): leave both, or read AsPublished.");
    }
}
