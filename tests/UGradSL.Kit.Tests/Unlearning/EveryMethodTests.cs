namespace Unlearn.Tests.Unlearning;

/// <summary>What every method of <see cref="Unlearn.Methods.All"/> owes, on texts, in bfloat16, wherever it is stopped.</summary>
public sealed class EveryMethodTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();
    private readonly Dataset texts = TinyTexts.Data();

    public void Dispose()
    {
        data.Dispose();
        texts.Dispose();
    }

    [Fact]
    public void The_list_that_these_tests_run_has_every_method() =>
        Assert.Empty(Unlearn.Methods.All.Select(m => m.GetType()).Except(Methods.All.Select(m => m.GetType())));

    [Fact]
    public void Every_method_is_found_by_its_name_and_by_the_tables()
    {
        foreach (var method in Unlearn.Methods.All)
        {
            method.Check();
            Assert.Same(method, Unlearn.Methods.Named(method.GetType().Name.ToUpperInvariant()));
            Assert.Same(method, Unlearn.Methods.Named(Unlearn.Methods.PaperName(method.GetType().Name)));
        }
    }

    [Fact]
    public void Every_method_unlearns_texts_repeats_to_the_bit_and_leaks_nothing()
    {
        var split = Forgetting.Class(1).Split(texts, 0);
        foreach (var method in Methods.All)
        {
            var first = Run();
            Assert.Equal(first, Run());
            Assert.All(first, value => Assert.True(float.IsFinite(value), $"{method}"));

            float[] Run()
            {
                using var net = TinyTexts.Net();
                using var rng = Seeds.Stream(0, "order");
                var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
                var steps = method.Run(net, split, rng).Count();
                Assert.True(before == DisposeScopeManager.Statistics.ThreadTotalLiveCount, $"{method} leaks");
                Assert.Equal(method.Steps(split), steps);
                return [.. Tiny.State(net).SelectMany(p => p.Value)];
            }
        }
    }

    [Fact]
    public void Every_method_runs_in_bfloat16_and_leaves_an_ordinary_network()
    {
        var split = Tiny.Split(data);
        foreach (var method in Methods.All.Select(m => m with { Precision = Precision.Mixed }))
        {
            using var net = Tiny.Net();
            using var rng = Seeds.Stream(0, "order");
            var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            foreach (var step in method.Run(net, split, rng)) Assert.True(double.IsFinite(step.Loss), $"{method}");
            Assert.True(before == DisposeScopeManager.Statistics.ThreadTotalLiveCount, $"{method} leaks");
            Assert.All(net.parameters(), p => Assert.Equal((ScalarType.Float32, true), (p.dtype, p.requires_grad)));
        }
    }

    [Fact]
    public void A_method_stopped_at_any_step_leaks_nothing_and_leaves_the_network_of_that_step()
    {
        var split = Tiny.Split(data);
        foreach (var method in Methods.All)
        {
            var all = method.Steps(split);
            foreach (var stop in Enumerable.Range(1, 4).Append(all / 2).Append(all - 1).Append(all).Where(s => s <= all).Distinct())
            {
                using var net = Tiny.Net();
                using var rng = Seeds.Stream(0, "order");
                var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
                Assert.Equal(stop, method.Run(net, split, rng).Take(stop).Count());
                Assert.True(before == DisposeScopeManager.Statistics.ThreadTotalLiveCount, $"{method} leaks after step {stop}");
                Assert.All(net.parameters(), p => Assert.Equal((ScalarType.Float32, true), (p.dtype, p.requires_grad)));
                Assert.All(Tiny.State(net).Values.SelectMany(v => v), value => Assert.True(float.IsFinite(value), $"{method} after step {stop}"));
            }
        }
    }

    [Fact]
    public void Every_method_that_passes_forget_batches_follows_its_reading_of_BatchNorm()
    {
        var split = Tiny.Split(data);
        foreach (var method in Methods.All.OfType<AscendingUnlearner>())
        {
            using var net = Tiny.Net();
            int Tracked(BatchNormStatistics statistics) =>
                (int)Tiny.Apply(method with { BatchNorm = statistics }, split).State["features.bn1.num_batches_tracked"][0];
            var (only, both) = (Tracked(BatchNormStatistics.RetainOnly), Tracked(BatchNormStatistics.Both));
            Assert.True(both > only, $"{method}: {only} batches with retain only, {both} with both");
        }
    }

    /// <summary>So what one reading does to accuracy and the other does not lies in the statistics alone, and <see cref="Unlearn.BatchNorm.Recalibrate"/> undoes it.</summary>
    [Fact]
    public void The_reading_of_BatchNorm_changes_statistics_and_not_one_weight()
    {
        var split = Tiny.Split(data);
        foreach (var method in Methods.All.OfType<AscendingUnlearner>())
        {
            var (only, both) = (After(BatchNormStatistics.RetainOnly), After(BatchNormStatistics.Both));
            Assert.All(only, p => Assert.True(p.Key.Contains("running_") || p.Key.Contains("num_batches") || p.Value.SequenceEqual(both[p.Key]), $"{method}: {p.Key}"));
            Dictionary<string, float[]> After(BatchNormStatistics statistics) => Tiny.Apply(method with { BatchNorm = statistics }, split).State;
        }
    }
}
