namespace Unlearn;

/// <summary>How a network is trained. The defaults train <see cref="SmallCnn"/> on the embedded images.</summary>
/// <param name="Epochs">Passes over the data.</param>
/// <param name="LearningRate">The peak, η.</param>
/// <param name="BatchSize">Images a step.</param>
/// <param name="Momentum">SGD's momentum.</param>
/// <param name="WeightDecay">Added to the gradient as decay·θ, all parameters alike, as PyTorch's SGD does.</param>
public sealed record TrainSettings(int Epochs = 8, double LearningRate = 0.1, int BatchSize = 128, double Momentum = 0.9, double WeightDecay = 5e-4)
{
    /// <summary>The learning rate over the steps.</summary>
    public Schedule Schedule { get; init; } = new OneCycle();

    /// <summary>Random changes to the training images. None by default: an original that has not memorised has little to forget.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.None;
}

/// <summary>Plain training: SGD on the cross-entropy of one-hot labels.</summary>
public static class Trainer
{
    /// <summary>Trains <paramref name="net"/> in place, lazily, yielding after each optimizer step. Stop enumerating to stop training.</summary>
    /// <exception cref="ArgumentException">A setting outside its range, or no data.</exception>
    public static IEnumerable<Step> Run(Net net, Subset data, TrainSettings settings, Generator rng)
    {
        Check(data, settings);
        using var sgd = Sgd(net, settings.LearningRate, settings.Momentum, settings.WeightDecay);
        var (step, steps) = (0, Steps(data, settings.BatchSize, settings.Epochs));
        net.train();
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
            foreach (var batch in data.Batches(rng, settings.BatchSize, settings.Augmentation))
            {
                foreach (var group in sgd.ParamGroups) group.LearningRate = settings.LearningRate * settings.Schedule.Factor(step, steps);
                step++;
                yield return Descent.Take(sgd, epoch, (1, batch, b => cross_entropy(net.call(b.X), b.Y)));
            }
    }

    /// <summary>Optimizer steps of <paramref name="epochs"/> passes.</summary>
    public static int Steps(Subset data, int batchSize, int epochs) => epochs * ((data.Count + batchSize - 1) / batchSize);

    /// <summary>SGD over all parameters of <paramref name="net"/>; the caller disposes it.</summary>
    public static optim.Optimizer Sgd(Net net, double learningRate, double momentum, double weightDecay) =>
        optim.SGD(net.parameters(), learningRate, momentum, weight_decay: weightDecay);

    private static void Check(Subset data, TrainSettings settings)
    {
        if (data.Count == 0) throw new ArgumentException("no images to train on: this part of the split is empty.");
        if (settings.Epochs < 1) throw new ArgumentException($"{settings.Epochs} epochs: at least 1 is needed (try 8).");
        if (settings.BatchSize < 1) throw new ArgumentException($"a batch of {settings.BatchSize}: at least 1 image is needed (try 128).");
        if (settings.LearningRate is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentException($"learning rate {settings.LearningRate}: a positive number is needed (try 0.1).");
        settings.Augmentation.Check();
    }
}
