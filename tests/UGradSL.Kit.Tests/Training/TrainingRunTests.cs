namespace Unlearn.Tests.Training;

public sealed class TrainingRunTests : IDisposable
{
    private static readonly TrainSettings Plain = new(Epochs: 3, BatchSize: 16);

    private readonly Dataset data = Tiny.Data();
    private readonly string folder = Directory.CreateTempSubdirectory("training-").FullName;

    private string Saved => Path.Combine(folder, "state.safetensors");

    public void Dispose()
    {
        data.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    public static TheoryData<TrainSettings> Settings =>
    [
        Plain,
        Plain with { Precision = Precision.Mixed },
        Plain with { Optimizer = new AdamW(), LearningRate = 0.01, AverageDecay = 0.9, LabelSmoothing = 0.1, ClipNorm = 1, Augmentation = new(new(1), new()) },
    ];

    [Theory, MemberData(nameof(Settings))]
    public void Stopped_anywhere_and_gone_on_with_it_ends_with_the_same_bits(TrainSettings settings)
    {
        var whole = Train(settings, stopAfter: null);
        foreach (var stop in (int[])[1, 9, 10, 11, 29]) Assert.Equal(whole, Train(settings, stop));
    }

    [Fact]
    public void Another_network_other_data_and_other_settings_are_refused_and_nothing_changes()
    {
        Train(Plain, stopAfter: 3);
        void Refused(Net net, Subset part, TrainSettings settings)
        {
            using (net)
            {
                var before = Tiny.State(net);
                using (var rng = Seeds.Stream(0, "order"))
                using (var training = new TrainingRun(net, part, settings, rng))
                    Assert.Contains("goes on with another training", Assert.Throws<InvalidDataException>(() => training.Load(Saved)).Message);
                Assert.Equal(before, Tiny.State(net));
            }
        }
        Refused(new SmallCnn(Tiny.Classes, width: 5), data.Train.All, Plain);
        Refused(Tiny.Net(), data.Train.All.First(100), Plain);
        Refused(Tiny.Net(), data.Train.All, Plain with { LearningRate = 0.2 });
    }

    [Fact]
    public void A_cut_file_is_refused()
    {
        Train(Plain, stopAfter: 3);
        File.WriteAllBytes(Saved, File.ReadAllBytes(Saved)[..^5]);
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        using var training = new TrainingRun(net, data.Train.All, Plain, rng);
        Assert.Throws<InvalidDataException>(() => training.Load(Saved));
    }

    [Fact]
    public void The_average_stands_in_the_place_of_the_last_weights()
    {
        using Net last = Tiny.Net(), averaged = Tiny.Net();
        List<Dictionary<string, float[]>> path = [Tiny.State(last)];
        using (var rng = Seeds.Stream(0, "order"))
            foreach (var _ in Trainer.Run(last, data.Train.All, Plain, rng)) path.Add(Tiny.State(last));
        using (var rng = Seeds.Stream(0, "order"))
            foreach (var _ in Trainer.Run(averaged, data.Train.All, Plain with { AverageDecay = 0.8 }, rng)) continue;
        var name = path[0].Keys.First(key => key.EndsWith("weight", StringComparison.Ordinal));
        var expected = path.Skip(1).Aggregate(path[0][name].Select(v => (double)v).ToArray(), (mean, at) => [.. mean.Zip(at[name], (m, v) => 0.8 * m + 0.2 * v)]);
        Assert.Equal(expected, Tiny.State(averaged)[name].Select(v => (double)v), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Mixed_precision_learns_what_float32_learns_and_leaves_an_ordinary_network()
    {
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        foreach (var _ in Trainer.Run(net, data.Train.All, new(Epochs: 4, BatchSize: 16) { Precision = Precision.Mixed }, rng)) continue;
        Assert.All(net.parameters(), p => Assert.Equal(ScalarType.Float32, p.dtype));
        using var logits = Evaluate.Logits(net, data.Test.All);
        using var labels = Evaluate.Labels(data.Test.All);
        Assert.True(Accuracy.Percent(logits, labels) > 90, $"{Accuracy.Percent(logits, labels)} %");
    }

    [Fact]
    public void It_leaks_nothing_wherever_it_is_left()
    {
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var training = new TrainingRun(net, data.Train.All, Plain with { AverageDecay = 0.9, Precision = Precision.Mixed }, rng))
        {
            foreach (var _ in training.Steps().Take(12)) continue;
            training.Save(Saved);
            training.Load(Saved);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private Dictionary<string, float[]> Train(TrainSettings settings, int? stopAfter)
    {
        using var net = Tiny.Net();
        using (var rng = Seeds.Stream(0, "order"))
        using (var training = new TrainingRun(net, data.Train.All, settings, rng))
            foreach (var _ in training.Steps())
                if (training.Done == stopAfter)
                {
                    training.Save(Saved);
                    break;
                }
        if (stopAfter is null) return Tiny.State(net);

        using var again = Tiny.Net(seed: 99); // other weights, another order: what counts is in the file
        using var order = Seeds.Stream(99, "order");
        using (var training = new TrainingRun(again, data.Train.All, settings, order))
        {
            training.Load(Saved);
            foreach (var _ in training.Steps()) continue;
        }
        return Tiny.State(again);
    }
}
