namespace Unlearn;

/// <summary>Plain training: steps down the cross-entropy.</summary>
public static class Trainer
{
    /// <summary>Trains <paramref name="net"/> in place, lazily, yielding after each optimizer step. Stop enumerating to stop training.</summary>
    /// <exception cref="ArgumentException">A setting outside its range, or no data.</exception>
    /// <exception cref="ArithmeticException">The loss is no finite number any more.</exception>
    public static IEnumerable<Step> Run(Net net, Subset data, TrainSettings settings, Generator rng)
    {
        using var training = new TrainingRun(net, data, settings, rng);
        foreach (var step in training.Steps()) yield return step;
    }

    /// <summary>Optimizer steps of <paramref name="epochs"/> passes.</summary>
    public static int Steps(Subset data, int batchSize, int epochs) => epochs * ((data.Count + batchSize - 1) / batchSize);
}
