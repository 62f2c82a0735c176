using System.Runtime.InteropServices;

namespace Unlearn.Tests.Training;

/// <summary>The memory of the whole process is looked at, so nothing else runs beside these.</summary>
[CollectionDefinition(nameof(FlatMemoryTests), DisableParallelization = true)]
public class Alone;

[Collection(nameof(FlatMemoryTests))]
public sealed class FlatMemoryTests : IDisposable
{
    private const double Allowed = 1; // percent

    private readonly Dataset data = Tiny.Data();

    public void Dispose() => data.Dispose();

    [Fact]
    public void Memory_is_flat_over_ten_thousand_steps()
    {
        List<Growth> runs = []; // what leaks does so in every run; malloc's own coming and going does not
        do runs.Add(Over(10_000, () => { }));
        while (!runs[^1].IsNone && runs.Count < 4);
        Assert.True(runs[^1].IsNone, string.Join("; ", runs));
    }

    [Fact]
    public void A_leak_of_each_kind_would_be_seen()
    {
        List<object> kept = [];
        List<nint> native = [];
        var written = new byte[100_000];
        var managed = Over(2_000, () => kept.Add(new byte[2_000]));
        Assert.True(managed.Managed > Allowed, $"{managed}");

        var blocks = Over(2_000, () =>
        {
            native.Add(Marshal.AllocHGlobal(written.Length));
            Marshal.Copy(written, 0, native[^1], written.Length); // memory that is not touched is not taken; 120 MB, since the process of all tests is large
        });
        foreach (var block in native) Marshal.FreeHGlobal(block);
        Assert.True(blocks.Native > Allowed, $"{blocks}");

        var tensors = Over(2_000, () => kept.Add(zeros(1).DetachFromDisposeScope()));
        Assert.Equal(1_200, tensors.Tensors);
        foreach (var tensor in kept.OfType<Tensor>()) tensor.Dispose();
    }

    /// <summary>
    /// How much the least memory among the last fifth of the steps is above the least among the second fifth, in percent, and how many
    /// tensors more live. The least, since the collector and malloc give back what is free when they like.
    /// </summary>
    private Growth Over(int steps, Action each)
    {
        using Net net = new Mlp(Tiny.Classes, 64, [16]);
        using var rng = Seeds.Stream(0, "order");
        var settings = new TrainSettings(steps / 10, 0.01, 16) { AverageDecay = 0.99, ClipNorm = 1, Augmentation = new(new(1), new()) };
        using var training = new TrainingRun(net, data.Train.All, settings, rng);
        List<(double Managed, double Native, long Tensors)> seen = [];
        foreach (var _ in training.Steps())
        {
            each();
            if (training.Done % (steps / 40) == 0) seen.Add(Now());
        }
        Assert.Equal(40, seen.Count);
        var (early, late) = (seen[8..16], seen[32..]);
        return new(Percent(s => s.Managed), Percent(s => s.Native), late.Min(s => s.Tensors) - early.Min(s => s.Tensors));

        double Percent(Func<(double Managed, double Native, long Tensors), double> of) => 100 * (late.Min(of) / early.Min(of) - 1);

        static (double Managed, double Native, long Tensors) Now()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return (GC.GetTotalMemory(forceFullCollection: true), NativeHeap.InUse, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
    }

    private sealed record Growth(double Managed, double Native, long Tensors)
    {
        public bool IsNone => this is { Tensors: 0, Managed: < Allowed, Native: < Allowed };
    }
}
