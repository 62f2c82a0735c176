namespace Unlearn.Benchmarks;

/// <summary>What bfloat16 costs in accuracy: ResNet-18 of width 16, 10 one-cycle epochs on CIFAR-10 with crops and flips, both precisions from the same first weights and in the same order.</summary>
internal static class PrecisionBenchmark
{
    /// <summary>Prints a line for each seed, then the paired difference.</summary>
    /// <param name="folder">CIFAR-10's binary files.</param>
    /// <param name="seeds">Seeds 0, 1, ….</param>
    /// <param name="images">How many of the 50,000, drawn by the seed.</param>
    public static void Run(string folder, int seeds, int images)
    {
        Console.WriteLine($"ResNet-18 width 16, 10 epochs, {images:N0} images of CIFAR-10, accuracy in percent on its 10,000 test images; {Kit.Versions()}");
        using var data = Cifar10.Load(folder);
        List<double> differences = [];
        for (var seed = 0; seed < seeds; seed++)
        {
            var (plain, mixed) = (TestAccuracy(data, images, seed, Precision.Float32), TestAccuracy(data, images, seed, Precision.Mixed));
            differences.Add(mixed - plain);
            Console.WriteLine($"seed {seed}: float32 {plain:F2}, mixed {mixed:F2}, difference {mixed - plain:+0.00;-0.00;0.00}");
        }
        using var draws = Seeds.Stream(0, "bootstrap");
        Console.WriteLine($"mixed minus float32: {Spread.Of(differences)}, mean in {MeanInterval.Of(differences, draws)?.ToString() ?? "no interval: one seed"}");
    }

    private static double TestAccuracy(Dataset data, int images, int seed, Precision precision)
    {
        var order = Enumerable.Range(0, data.Train.Count).Select(i => (long)i).ToArray();
        new Random(seed).Shuffle(order);
        using var net = Seeds.Initialise(seed, () => new ResNet(width: 16));
        using var rng = Seeds.Stream(seed, "original");
        TrainSettings settings = new(10) { Augmentation = Augmentation.CropAndFlip, Precision = precision };
        _ = Trainer.Run(net, new(data.Train, order[..images]), settings, rng).Count(); // steps are taken as they are counted
        using var logits = Evaluate.Logits(net, data.Test.All);
        using var labels = Evaluate.Labels(data.Test.All);
        return Accuracy.Percent(logits, labels);
    }
}
