using BenchmarkDotNet.Attributes;

namespace Unlearn.Benchmarks;

/// <summary>Crop and flip of a batch on the CPU.</summary>
public class AugmentationBenchmarks
{
    private readonly Generator rng = Seeds.Stream(0, "augment");
    private readonly Augmentation crop = new(Crop: new()), flip = new(Flip: new());
    private Tensor pixels = null!;

    [Params(128, 512)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Make() => pixels = randint(256, [Batch, 3, 32, 32], ScalarType.Byte, generator: rng); // [B, 3, 32, 32]

    [GlobalCleanup]
    public void Clean() => pixels.Dispose();

    [Benchmark]
    public void Crop() => crop.Apply(pixels, rng).Dispose();

    [Benchmark]
    public void Flip() => flip.Apply(pixels, rng).Dispose();

    [Benchmark]
    public void Both() => Augmentation.CropAndFlip.Apply(pixels, rng).Dispose();
}
