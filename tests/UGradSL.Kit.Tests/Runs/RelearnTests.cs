using Unlearn.Tests.Metrics;

namespace Unlearn.Tests.Runs;

public sealed class RelearnTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();
    private readonly ForgetSplit split;
    private readonly Net original = Tiny.Net(), retrained;
    private readonly Relearn relearn = new(Steps: 60, LearningRate: 0.02, BatchSize: 16);

    public RelearnTests()
    {
        split = Tiny.Split(data);
        Run.Original(original, split, new(6, 0.1, 16), 0, new Meter(0));
        retrained = original.Clone();
        Run.Of(new Retrain { Training = new(6, 0.1, 16) }, retrained, split, 1, new Meter(0));
    }

    public void Dispose()
    {
        foreach (var owned in (IDisposable[])[original, retrained, data]) owned.Dispose();
    }

    [Fact]
    public void Retrain_relearns_as_Retrain_does_and_the_original_needs_not_learn()
    {
        var itself = relearn.Of(retrained, retrained, original, split);
        Assert.True(itself.RetrainedSteps > 0);
        Assert.Equal(1, itself.AnamnesisIndex);
        Assert.Equal(itself.RetrainedSteps, itself.Retrained.Count - 1); // it ends where the goal is reached
        var kept = relearn.Of(original, retrained, original, split);
        Assert.Equal((0, 0), (kept.UnlearnedSteps, kept.AnamnesisIndex));
    }

    /// <summary>Pictures known by heart, under noise on the weights until D_f is named no better than by Retrain, which has to learn them from the beginning.</summary>
    [Fact]
    public void Knowledge_that_only_hides_comes_back_sooner()
    {
        using var noisy = Memorising.Data(600, 100);
        var random = (Forgetting.Random(0.3) with { ValidationShare = 0 }).Split(noisy, 0);
        using Net knows = Memorising.Train(random.Train, 0), never = Memorising.Train(random.Retain, 1), hiding = knows.Clone();
        double Right(Net net) => new Meter(1).Measure(net, random, 0).Forget;
        using (var rng = new Generator(1, CPU))
        using (no_grad())
            while (Right(hiding) > Right(never))
                foreach (var p in hiding.parameters())
                    using (NewDisposeScope()) p.add_(randn(p.shape, generator: rng), alpha: 0.01);
        var found = new Relearn(Steps: 200, LearningRate: 0.02).Of(hiding, never, knows, random);
        Assert.InRange(found.Unlearned[0], 0, found.Retrained[0]);
        Assert.InRange(found.AnamnesisIndex!.Value, 0.01, 0.9);
    }

    [Fact]
    public void It_trains_copies_the_same_way_each_time_and_leaves_nothing_behind()
    {
        var (mine, theirs) = (Tiny.State(original), Tiny.State(retrained));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var first = relearn.Of(retrained, retrained, original, split, 3);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(first.Unlearned, first.Retrained);
        Assert.Equal(first.Unlearned, relearn.Of(retrained, retrained, original, split, 3).Unlearned);
        Assert.Equal(mine.Values, Tiny.State(original).Values);
        Assert.Equal(theirs.Values, Tiny.State(retrained).Values);
    }

    [Fact]
    public void Steps_that_do_not_suffice_give_no_index_and_settings_are_checked()
    {
        var short_ = relearn with { Steps = 2, LearningRate = 1e-6 };
        var found = short_.Of(retrained, retrained, original, split);
        Assert.Equal(3, found.Retrained.Count);
        Assert.Equal((null, null), (found.RetrainedSteps, found.AnamnesisIndex));
        Assert.Contains("0 steps: at least 1", Assert.Throws<ArgumentException>(() => (relearn with { Steps = 0 }).Curve(retrained, 90, split)).Message);
        Assert.Contains("0 samples", Assert.Throws<ArgumentException>(() => (relearn with { Samples = 0 }).Curve(retrained, 90, split)).Message);
        Assert.Contains("margin 2", Assert.Throws<ArgumentException>(() => (relearn with { Margin = 2 }).Curve(retrained, 90, split)).Message);
        Assert.Contains("learning rate 0", Assert.Throws<ArgumentException>(() => (relearn with { LearningRate = 0 }).Curve(retrained, 90, split)).Message);
        Assert.Equal(relearn, System.Text.Json.JsonSerializer.Deserialize<Relearn>(System.Text.Json.JsonSerializer.Serialize(relearn, Json.Compact), Json.Compact));
    }

    [Fact]
    public void A_run_tells_its_cost()
    {
        using var net = original.Clone();
        var run = Run.Of(new FineTune(2, 0.01) { BatchSize = 16 }, net, split, 0, new Meter(0));
        Assert.Equal((run.Scores.RTE, 2 * split.Retain.Count), (run.Cost.Seconds, run.Cost.Samples));
        Assert.Equal(run.PeakBytes, run.Cost.PeakBytes);
        if (run.PeakBytes is { } peak) Assert.InRange(peak, 20L << 20, 1L << 40);
    }

    [Fact]
    public void The_peak_is_since_it_was_reset()
    {
        if (!PeakMemory.Reset()) Assert.Skip("the system does not let a process begin its account anew");
        var before = PeakMemory.Read()!.Value;
        ones(64 << 20).Dispose(); // 256 MiB
        var peak = PeakMemory.Read()!.Value;
        Assert.InRange(peak - before, 200L << 20, 2L << 30);
        PeakMemory.Reset();
        Assert.InRange(PeakMemory.Read()!.Value, 0, peak - (100L << 20));
    }
}
