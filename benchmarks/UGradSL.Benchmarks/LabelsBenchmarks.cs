using BenchmarkDotNet.Attributes;

namespace Unlearn.Benchmarks;

/// <summary>Generalised label smoothing of a batch.</summary>
public class LabelsBenchmarks
{
    private Tensor labels = null!;

    [Params(10, 100, 1000)]
    public int Classes { get; set; }

    [GlobalSetup]
    public void Make()
    {
        using var rng = Seeds.Stream(0, "labels");
        labels = randint(Classes, [Pixels.Batch], ScalarType.Int64, generator: rng); // [B]
    }

    [GlobalCleanup]
    public void Clean() => labels.Dispose();

    [Benchmark]
    public void Smooth() => Labels.Smooth(labels, Classes, -0.2).Dispose();
}
