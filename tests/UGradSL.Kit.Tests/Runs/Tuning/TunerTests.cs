using System.Text.Json;

namespace Unlearn.Tests.Runs.Tuning;

public sealed class TunerTests : IDisposable
{
    private static readonly TrainSettings Training = new(Epochs: 4, BatchSize: 16);
    private static readonly Tuner Small = new(Forgetting.Class(1), Training, new Budget(4), Seed: 7);
    private static readonly SearchSpace Rates = new(new LogUniform("learningRate", 1e-4, 0.1), new Choices("Epochs", 1, 2));

    private readonly Dataset data = Tiny.Data();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        data.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void The_test_set_cannot_be_read_while_settings_are_chosen()
    {
        var locked = SealedSamples.TestOf(data, Tuner.Sealed);
        var split = Small.Forgetting.Split(locked, 7);
        using var net = Tiny.Net();
        Assert.Equal(Tiny.Split(data, 7).Hash, split.Hash);
        Assert.Contains("the test set is sealed", Assert.Throws<InvalidOperationException>(() => Evaluate.Logits(net, split.Test)).Message);
        Assert.Throws<InvalidOperationException>(() => split.Test.Pixels());
        Assert.Throws<InvalidOperationException>(() => locked.Test.Inputs.All(CPU));
        Assert.Throws<InvalidOperationException>(() => Unlearn.Run.Of(new FineTune(1), net, split, 0, new Meter(0)));
        using var seen = Evaluate.Logits(net, split.OnValidation.Test);
        Assert.True(seen.shape[0] > 0);
    }

    [Fact]
    public void Other_test_images_do_not_change_what_is_chosen()
    {
        using var other = new Dataset(data.Name, data.Train, new(full(data.Test.Count, 1, 8, 8, (byte)7, ScalarType.Byte), data.Test.Labels.clone(), data.ClassNames, data.Test.Normalization!));
        var (first, second) = (Tune(data), Tune(other));
        Assert.Equal(first.Select(t => (t.Settings, t.Gap)), second.Select(t => (t.Settings, t.Gap)));
    }

    [Fact]
    public void What_was_tuned_is_kept_and_not_tuned_again()
    {
        var store = new UnitStore(folder.PathOf("store"));
        (Unlearner, SearchSpace)[] methods = [(new GradientAscent(1) { BatchSize = 16 }, Rates), (new NegGradPlus(1) { BatchSize = 16 }, Rates)];
        Assert.Throws<OperationCanceledException>(() => Small.Run(data, Tiny.Net(), methods, trial => { if (trial.Settings is NegGradPlus) throw new OperationCanceledException(); }, store: store).ToList());
        var again = Small.Run(data, Tiny.Net(), methods, trial => Assert.IsType<NegGradPlus>(trial.Settings), store: store).ToList();
        Assert.Equal(Small.Run(data, Tiny.Net(), methods).Select(t => (t.Settings, t.Gap)), again.Select(t => (t.Settings, t.Gap)));
        Assert.Equal(["tuning", "tuning", "tuning goal", "tuning original"], store.All.Select(u => u.Key.Kind).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_forecast_counts_the_samples_of_trainings_and_trials_that_the_store_lacks()
    {
        TuningPlan plan = new("quick", new("embedded", 200, 100), new("mlp", 4), Small, [new(new FineTune(2) { BatchSize = 32 }, new(new Choices("learningRate", 0.01, 0.02))), new(new InfluenceUnlearning { Samples = 20 }, new(new Choices("scale", 0.1, 1)))]);
        using var images = plan.Data.Load();
        var split = Small.Forgetting.Split(images, Small.Seed);
        var fineTuned = 2 * 32 * (int)Math.Ceiling(split.Retain.Count / 32.0);
        var solved = split.Forget.Count + 50 * 20; // products with 20 samples
        var store = new UnitStore(folder.PathOf("store"));
        Assert.Equal(new(2, 0, 4, 4 * (split.Train.Count + split.Retain.Count) + 4 * (fineTuned + solved), 0), TuningForecast.Of(plan, store));
        Assert.Throws<OperationCanceledException>(() => plan.Run(store, trial => { if (trial.Settings is InfluenceUnlearning) throw new OperationCanceledException(); }));
        Assert.Equal(new(2, 1, 4, 4 * solved, 0), TuningForecast.Of(plan, store));
        plan.Run(store);
        Assert.Equal("2 methods to be tuned first, 4 trials each, 2 of them done. Left: 0, about 0 samples.", $"{TuningForecast.Of(plan, store)}");
    }

    [Fact]
    public void The_winner_is_the_trial_nearest_to_a_Retrain_of_another_seed_and_every_method_has_the_same_number_of_trials()
    {
        var tuned = Tune(data);
        Assert.Equal(["GradientAscent", "NegGradPlus"], tuned.Select(t => t.Method));
        foreach (var one in tuned)
        {
            Assert.Equal(4, one.Trials.Count);
            Assert.Equal(one.Trials.Min(t => t.Gap), one.Gap);
            Assert.Equal(one.Trials.First(t => t.Gap == one.Gap).Settings, one.Settings);
            Assert.All(one.Trials, t => Assert.Equal(Gap.Average(t.Scores!, one.Retrained), t.Gap));
            Assert.Equal(4, one.Trials.Select(t => t.Settings).Distinct().Count());
        }
        using var net = Tiny.Net();
        var split = Small.Forgetting.Split(data, 7).OnValidation;
        var goal = Unlearn.Run.Of(new Retrain { Training = Training }, net, split, 8, new Meter(0)).Scores;
        Assert.Equal(goal with { RTE = 0 }, tuned[0].Retrained with { RTE = 0 });
    }

    [Fact]
    public void A_setting_at_which_the_loss_bursts_loses_and_says_why()
    {
        var tuned = Small.Run(data, Tiny.Net(), [(new NegGradPlus(1) { BatchSize = 16 }, new(new Choices("LearningRate", 1e25, 0.001)))]).Single();
        Assert.Equal(2, tuned.Trials.Count);
        Assert.Equal((double.PositiveInfinity, null), (tuned.Trials[0].Gap, tuned.Trials[0].Scores));
        Assert.NotEmpty(tuned.Trials[0].Failure!);
        Assert.Equal(0.001, ((NegGradPlus)tuned.Settings).LearningRate);
    }

    [Fact]
    public void A_grid_is_walked_once_in_order_and_a_range_is_drawn_evenly_in_its_logarithm()
    {
        using var rng = new Generator(3, CPU);
        var grid = new SearchSpace(new Choices("Alpha", -1, -0.2), new Choices("P", 0.9, 0.95, 1)).Of(new UGradSL(), rng).Cast<UGradSL>().ToList();
        Assert.Equal([(-1, 0.9), (-1, 0.95), (-1, 1), (-0.2, 0.9), (-0.2, 0.95), (-0.2, 1)], grid.Select(m => (m.Alpha, m.P)));
        var drawn = new SearchSpace(new LogUniform("Alpha", -1, -0.01), new LogUniform("Epochs", 1, 100, Whole: true)).Of(new UGradSL(), rng).Take(400).Cast<UGradSL>().ToList();
        Assert.All(drawn, m => Assert.True(m.Alpha is >= -1 and <= -0.01 && m.Epochs is >= 1 and <= 100));
        Assert.Equal(200, drawn.Count(m => m.Alpha < -0.1), 50.0);
        Assert.Equal(200, drawn.Count(m => m.Epochs < 10), 50.0);
    }

    [Fact]
    public void A_preset_of_some_methods_leaves_the_settings_of_others_where_it_is_written()
    {
        var stored = TunedPreset.Read(Repository.PathOf("results/presets/cifar10-15-000-to-train-on-resnet18-width-16-10-of-every-class-laptop.json"));
        var path = folder.PathOf(stored.FileName);
        stored.Write(folder.Path);
        var one = stored.Methods.Single(m => m.Settings is UGradSLPlus) with { Gap = 1 };
        (stored with { Methods = [one] }).Write(folder.Path);
        Assert.Equal(stored.Methods.Select(m => (m.Method, m.Settings is UGradSLPlus ? 1 : m.Gap)).Order(), TunedPreset.Read(path).Methods.Select(m => (m.Method, m.Gap)).Order());

        (stored with { Methods = [one], Tuner = stored.Tuner with { Seed = 1 } }).Write(folder.Path); // of other trials: not to be mixed
        Assert.Equal(["UGradSLPlus"], TunedPreset.Read(path).Methods.Select(m => m.Method));
        File.WriteAllText(path, "no json");
        stored.Write(folder.Path);
        Assert.Equal(stored.Methods.Count, TunedPreset.Read(path).Methods.Count);
    }

    [Fact]
    public void Time_ends_a_budget_after_the_trial_that_outlasts_it()
    {
        var clock = new Ticking();
        var tuner = Small with { Budget = new(100, Seconds: 2.5) };
        var tuned = tuner.Run(data, Tiny.Net(), [(new GradientAscent(1) { BatchSize = 16 }, Rates), (new NegGradPlus(1) { BatchSize = 16 }, Rates)], clock: clock).ToList();
        Assert.All(tuned, t => Assert.Equal(3, t.Trials.Count)); // asked after 1, 2 and 3 ticks
    }

    [Theory]
    [InlineData("LerningRate", 0.1, 1, "has no setting 'LerningRate': did you mean 'learningRate'?")]
    [InlineData("LearningRate", 0, 1, "LearningRate from 0 to 1: both ends must be finite, of one sign and not 0")]
    [InlineData("LearningRate", -1, -0.1, "a positive number is needed")]
    public void A_space_that_does_not_fit_is_refused(string setting, double low, double high, string message)
    {
        using var rng = new Generator(3, CPU);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new SearchSpace(new LogUniform(setting, low, high)).Of(new FineTune(), rng).First()).Message);
    }

    [Fact]
    public void A_budget_of_nothing_is_refused()
    {
        Assert.Contains("0 trials: at least 1", Assert.Throws<ArgumentException>(() => (Small with { Budget = new(0) }).Run(data, Tiny.Net(), []).ToList()).Message);
        Assert.Contains("0 seconds: a positive number", Assert.Throws<ArgumentException>(() => (Small with { Budget = new(1, 0) }).Run(data, Tiny.Net(), []).ToList()).Message);
    }

    [Fact]
    public void Winners_are_kept_as_a_preset_and_read_again()
    {
        var tuned = Tune(data);
        var preset = new TunedPreset("Fashion-MNIST", "SmallCnn(classes: 10)", "class 5 (Sandal)", "quick", Small, tuned);
        preset.Write(folder.Path);
        Assert.Equal("fashion-mnist-smallcnn-class-5-sandal-quick.json", preset.FileName);
        var again = TunedPreset.Read(Path.Combine(folder.Path, preset.FileName));
        Assert.Equal(tuned[1].Settings, again.Of("neggradplus"));
        Assert.Equal(JsonSerializer.Serialize(preset, Json.Indented), JsonSerializer.Serialize(again, Json.Indented));
        Assert.Contains("has no settings for SalUn", Assert.Throws<ArgumentException>(() => again.Of("SalUn")).Message);
        File.WriteAllText(Path.Combine(folder.Path, "cut.json"), "{");
        Assert.Contains("cut.json is no preset", Assert.Throws<InvalidDataException>(() => TunedPreset.Read(Path.Combine(folder.Path, "cut.json"))).Message);
    }

    [Fact]
    public void It_leaks_nothing_also_when_it_is_stopped()
    {
        using var net = Tiny.Net();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Tune(data);
        Assert.Throws<OperationCanceledException>(() => Small.Run(data, net, [(new GradientAscent(1) { BatchSize = 16 }, Rates)], _ => throw new OperationCanceledException()).ToList());
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static List<Tuned> Tune(Dataset data)
    {
        using var net = Tiny.Net();
        return [.. Small.Run(data, net, [(new GradientAscent { BatchSize = 16 }, Rates), (new NegGradPlus { BatchSize = 16 }, Rates)])];
    }

    /// <summary>A clock that goes on by a second whenever it is looked at.</summary>
    private sealed class Ticking : TimeProvider
    {
        private long seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => seconds++;
    }
}
