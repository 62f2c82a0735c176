using BenchmarkDotNet.Attributes;

namespace Unlearn.Benchmarks;

/// <summary>One pass over 10,000 resident images.</summary>
public class BatchingBenchmarks
{
    private readonly Generator rng = Seeds.Stream(0, "order");
    private LabeledData data = null!;

    [GlobalSetup]
    public void Make() => data = Pixels.Make(10_000);

    [GlobalCleanup]
    public void Clean() => data.Dispose();

    [Benchmark(Baseline = true)]
    public int InOrder() => data.All.InOrder(Pixels.Batch).Sum(batch => batch.Count);

    [Benchmark]
    public int Shuffled() => data.All.Batches(rng, Pixels.Batch).Sum(batch => batch.Count);

    [Benchmark]
    public int Augmented() => data.All.Batches(rng, Pixels.Batch, Augmentation.CropAndFlip).Sum(batch => batch.Count);
}
