namespace Unlearn.Tests.Runs.Sweeps;

public sealed class SweepTests : IDisposable
{
    private static readonly TrainSettings Training = new(2, BatchSize: 32);

    private static readonly Experiment Small = new("small", new("embedded", 200, 100), new("small-cnn", 4), [Forgetting.Class(1)], Training, [0],
        [new Retrain { BatchSize = 32 }, new FineTune(1) { BatchSize = 32 }, new UGradSLPlus(1, LearningRate: 0.05) { BatchSize = 32, BatchNorm = BatchNormStatistics.Both }]);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ugradsl");

    public void Dispose() => folder.Delete(recursive: true);

    private Sweep Of(Experiment experiment, string store = "store") => new([.. experiment.Units], new(Path.Combine(folder.FullName, store)));

    [Fact]
    public void A_sweep_gives_the_numbers_of_a_study_on_the_same_data()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var swept = Of(Small).Run().ToList();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        using var data = Small.Data.Load();
        using var net = Small.Network.For(data);
        var study = new Study(Small.Forgettings[0], [.. Small.Units.Select(u => u.Method).OfType<Unlearner>()], Training, [0], new Meter(0)).Runs(data, net).ToList();
        Assert.Equal(study.Select(r => Rounded(r.Scores)), swept.Select(r => Rounded(r.Scores)));
        Assert.Equal(study.Select(r => r.Split), swept.Select(r => r.Split));
        Assert.Equal(study.Select(r => r.Steps.Sum(s => (long)s.Images)).Skip(1), swept.Select(r => r.Cost.Samples).Skip(1));
        Assert.All(swept.Skip(1), r => Assert.True(r.Cost.PeakBytes is null or > 1 << 20));
    }

    [Fact]
    public void What_is_done_is_read_and_never_done_again()
    {
        var first = Of(Small).Run().ToList();
        var again = Of(Small).Run(_ => throw new InvalidOperationException("a step was taken")).ToList();
        Assert.Equal(first.Select(r => (r.Scores, r.Recalibrated, r.Cost, r.Split)), again.Select(r => (r.Scores, r.Recalibrated, r.Cost, r.Split)));
        Assert.Throws<InvalidOperationException>(() => Of(Small with { Training = Training with { LearningRate = 0.2 } }).Run(_ => throw new InvalidOperationException()).ToList());
    }

    [Fact]
    public void Time_left_is_known_and_runs_out_with_the_last_step()
    {
        List<Progress> shown = [];
        var whole = System.Diagnostics.Stopwatch.StartNew();
        foreach (var _ in Of(Small).Run(shown.Add)) { }
        Assert.All(shown.Skip(2), at => Assert.NotNull(at.Left));
        Assert.InRange(shown[^1].Left!.Value, TimeSpan.Zero, whole.Elapsed * 0.2); // a batch that is not full counts as one
    }

    [Fact]
    public void One_original_serves_every_way_to_forget_that_holds_out_the_same_samples()
    {
        var sweep = Of(Small with { Forgettings = [Forgetting.Class(1), Forgetting.Class(2), Forgetting.Random(0.1)], Methods = [] });
        var results = sweep.Run().ToList();
        Assert.Single(sweep.Store.All, u => u.Key.Kind == "original");
        Assert.Single(results.Select(r => (r.Unit.Seed, r.Unit.OriginalKey)).Distinct());
        Assert.Equal(3, results.DistinctBy(r => r.Split).Count());
    }

    [Fact]
    public void Ways_to_forget_with_the_same_words_for_what_they_hold_out_train_the_original_on_the_same_samples()
    {
        using var whole = Small.Data.Load();
        using var data = Unlearn.Canaries.Plant(whole, 5, seed: 1);
        Forgetting[] ways = [Forgetting.Class(1), Forgetting.Random(0.1), Forgetting.Random(0.3), new IndexForgetting([1, 2, 3]), new IndexForgetting([7]), new CanaryForgetting(),
            Forgetting.Class(1) with { ValidationShare = 0.2 }];
        var groups = ways.GroupBy(way => way.HeldOut()).Select(group => group.Select(way => string.Join(' ', way.Split(data, 3).Train.Indices)).Distinct().ToList()).ToList();
        Assert.Equal(5, groups.Count);
        Assert.All(groups, trained => Assert.Single(trained));
    }

    [Fact]
    public void Stopped_at_any_step_and_begun_again_it_ends_with_the_same_numbers()
    {
        var whole = Of(Small, "whole").Run().Select(r => r.Scores with { RTE = 0 }).ToList();
        var stops = 0;
        for (var limit = 1; ; limit += 7)
        {
            var steps = 0;
            try
            {
                var sweep = Of(Small, "stopped") with { BetweenStates = TimeSpan.Zero };
                var results = sweep.Run(_ => { if (++steps > limit) throw new OperationCanceledException(); }).ToList();
                Assert.Equal(whole, results.Select(r => r.Scores with { RTE = 0 }));
                Assert.DoesNotContain(Directory.GetFiles(Path.Combine(folder.FullName, "stopped", "running")), f => !f.EndsWith(".lock", StringComparison.Ordinal));
                break;
            }
            catch (OperationCanceledException) { stops++; }
        }
        Assert.InRange(stops, 3, 20);
    }

    [Fact]
    public void A_method_that_climbs_has_a_row_of_what_is_left_after_its_statistics_are_taken_anew()
    {
        var rows = Of(Small).Run().SelectMany(r => r.Runs).ToList();
        Assert.Equal(["Original", "Retrain", "FT", "UGradSL+ (BN both)", "UGradSL+ (BN both, recalibrated)"], rows.Select(r => r.Name));
        Assert.NotEqual(rows[3].Scores with { RTE = 0 }, rows[4].Scores with { RTE = 0 });
        Assert.Equal(5, Comparison.Of(rows).Rows.Count);
    }

    [Fact]
    public void The_outputs_and_the_weights_that_are_kept_are_those_that_were_scored()
    {
        var sweep = Of(Small);
        var result = sweep.Run().Single(r => r.Unit.Method is Retrain);
        var unit = sweep.Store.Find(result.Unit.Key)!;
        using var data = Small.Data.Load();
        using var net = Small.Network.For(data);
        var split = Small.Forgettings[0].Split(data, 0);
        Checkpoint.Load(net, unit.File(Sweep.WeightsFile), split);
        Assert.Equal(Rounded(result.Scores), Rounded(Meter.Score(net, split, TimeSpan.Zero)));
        using var forget = LogitsFile.Read(unit.Folder, "forget");
        Assert.Equal(result.Scores.UA, 100 - forget.Accuracy);
    }

    [Fact]
    public void A_forecast_counts_what_is_left_and_knows_its_time_once_something_is_done()
    {
        var before = SweepForecast.Of(Of(Small));
        Assert.Equal((4, 0, null), (before.Units, before.Done, before.Time));
        Assert.Equal(4, Of(Small).Run().Count());
        var after = SweepForecast.Of(Of(Small with { Seeds = [0, 1] }));
        Assert.Equal((8, 4), (after.Units, after.Done));
        Assert.Equal(before.Samples, after.Samples);
        Assert.NotNull(after.Time);
    }

    [Fact]
    public void A_network_that_diverged_is_named_with_its_unit()
    {
        var sweep = Of(Small with { Methods = [new GradientAscent(2, 1e9)] });
        Assert.Matches("· seed 0 · GA: .*(NaN|Infinity).*lower the learning rate", Assert.Throws<ArgumentException>(() => sweep.Run().ToList()).Message);
    }

    [Fact]
    public void A_forecast_of_a_method_is_about_what_it_passes()
    {
        foreach (var method in (Unlearner[])[new FineTune(2), new GradientAscent(3), new UGradSL(3), new UGradSLPlus(2), new NegGradPlus(2), new Scrub(2), new Retrain { Training = new(2) }, new InfluenceUnlearning { Samples = 20, Solver = new ConjugateGradient(1e-12, 10) }])
        {
            using var data = Tiny.Data();
            using var net = Tiny.Net();
            var (split, small) = (Tiny.Split(data, 0), method with { BatchSize = 10 });
            using var rng = Seeds.Stream(0, "order");
            var passed = small.Run(net, split, rng).Sum(step => step.Images);
            Assert.InRange(small.SamplesPassed(split) / (double)passed, 0.9, 1.5); // the last batch of a pass is not always full
        }
    }

    [Fact]
    public void A_part_of_a_data_set_has_as_many_of_each_class()
    {
        using var data = new DataSettings("embedded", 203, 50).Load();
        Assert.Equal([21, 21, 21, 20, 20, 20, 20, 20, 20, 20], data.Train.All.CountPerClass());
        Assert.All(data.Test.All.CountPerClass(), n => Assert.Equal(5, n));
        Assert.Contains("ask for 10 to 12000", Assert.Throws<ArgumentOutOfRangeException>(() => new DataSettings("embedded", 90000).Load()).Message);
    }

    /// <summary>Without the time; H, which one sums in float32 and the other in float64, to five digits.</summary>
    private static Scores Rounded(Scores scores) => scores with { RTE = 0, H = Math.Round(scores.H, 5) };
}
