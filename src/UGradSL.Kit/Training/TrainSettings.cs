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

    /// <summary>Random changes to the training images. None by default: an original that has not memorised has little to forget.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.None;

    /// <summary>The share of a label that is spread over all classes, 0 to 1; 0: one-hot labels.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The longest that a gradient may be, in its Euclidean norm; null: as long as it is.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>d of the moving average θ̄ ← d·θ̄ + (1 − d)·θ that stands in θ's place at the end; null: θ as the last step left it.</summary>
    public double? AverageDecay { get; init; }

    /// <summary>Which numbers the network computes with while it is trained.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Refuses settings outside their range, before anything is trained.</summary>
    /// <exception cref="ArgumentException">The value, what is allowed and what to try.</exception>
    public void Check()
    {
        if (Epochs < 1) throw new ArgumentException($"{Epochs} epochs: at least 1 is needed (try 8).");
        if (BatchSize < 1) throw new ArgumentException($"a batch of {BatchSize}: at least 1 image is needed (try 128).");
        if (LearningRate is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentException($"learning rate {LearningRate}: a positive number is needed (try 0.1).");
        if (LabelSmoothing is not (>= 0 and <= 1)) throw new ArgumentException($"label smoothing {LabelSmoothing} is outside [0, 1]: try 0.1, or 0 for none.");
        if (ClipNorm is <= 0) throw new ArgumentException($"a gradient of norm {ClipNorm} at most: a positive bound is needed (try 1), or null for none.");
        if (AverageDecay is not (null or (> 0 and < 1))) throw new ArgumentException($"an average that keeps {AverageDecay}: between 0 and 1 is needed (try 0.999), or null for none.");
        Augmentation.Check();
    }
}
