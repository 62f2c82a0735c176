namespace Unlearn;

/// <summary>How a network is trained. The defaults train <see cref="SmallCnn"/> on the embedded images.</summary>
/// <param name="Epochs">Passes over the data.</param>
/// <param name="LearningRate">The peak, η.</param>
/// <param name="BatchSize">Images a step.</param>
public sealed record TrainSettings(int Epochs = 8, double LearningRate = 0.1, int BatchSize = 128)
{
    /// <summary>The rule of a step.</summary>
    public Optimizer Optimizer { get; init; } = new Sgd();

    /// <summary>The learning rate over the steps.</summary>
    public Schedule Schedule { get; init; } = new OneCycle();

    /// <summary>The share of a label that is spread over all classes, 0 to 1; 0: one-hot labels.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The longest that a gradient may be; null: as long as it is.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Which numbers the network computes with while it is trained.</summary>
    public Precision Precision { get; init; } = Precision.Float32;
}

/// <summary>Plain training: steps down the cross-entropy.</summary>
public static class Trainer
{
    /// <summary>Trains <paramref name="net"/> in place, lazily, yielding after each optimizer step. Stop enumerating to stop training.</summary>
    /// <exception cref="ArgumentException">A setting outside its range, or no data.</exception>
    public static IEnumerable<Step> Run(Net net, Subset data, TrainSettings settings, Generator rng)
    {
        Check(data, settings);
        using var descent = new Descent(net, settings.Optimizer, settings.LearningRate, settings.Precision) { ClipNorm = settings.ClipNorm };
        var (step, steps) = (0, Steps(data, settings.BatchSize, settings.Epochs));
        net.train();
        for (var epoch = 0; epoch < settings.Epochs; epoch++)
            foreach (var batch in data.Batches(rng, settings.BatchSize))
            {
                descent.LearningRate = settings.LearningRate * settings.Schedule.Factor(step++, steps);
                yield return descent.Take(epoch, (1, batch, b => cross_entropy(net.call(b.X), b.Y, label_smoothing: settings.LabelSmoothing)));
            }
    }

    /// <summary>Optimizer steps of <paramref name="epochs"/> passes.</summary>
    public static int Steps(Subset data, int batchSize, int epochs) => epochs * ((data.Count + batchSize - 1) / batchSize);

    private static void Check(Subset data, TrainSettings settings)
    {
        if (data.Count == 0) throw new ArgumentException("no images to train on: this part of the split is empty.");
        if (settings.Epochs < 1) throw new ArgumentException($"{settings.Epochs} epochs: at least 1 is needed (try 8).");
        if (settings.BatchSize < 1) throw new ArgumentException($"a batch of {settings.BatchSize}: at least 1 image is needed (try 128).");
        if (settings.LearningRate is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentException($"learning rate {settings.LearningRate}: a positive number is needed (try 0.1).");
    }
}
