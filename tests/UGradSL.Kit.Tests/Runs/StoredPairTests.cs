using System.Text.Json;

namespace Unlearn.Tests.Runs;

public sealed class StoredPairTests : IDisposable
{
    private static readonly Origin origin = new(new("embedded", 200), new("small-cnn", 2));
    private static readonly ProbeSettings settings = new(Damping: 0.1) { Sweep = [], CurvatureSamples = 40, Solver = new ConjugateGradient(0.1, 3), Contributions = false };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_alone_gives_data_split_and_both_networks_back_and_its_probe_is_measured_once()
    {
        Save("original", origin, new(), 1);
        Save("retrained", origin, new(), 2);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Probe? first;
        using (var pair = StoredPair.Open(folder.Path))
        {
            Assert.Equal((180, 5e-4), (pair.Split.Train.Count, pair.WeightDecay));
            using var data = origin.Data.Load();
            using var fresh = origin.Network.For(data, 2);
            Assert.Equal(Tiny.State(fresh), Tiny.State(pair.Retrained));
            Assert.Contains("embedded, 200 to train on, small-cnn, width 2", pair.ToString());

            first = StoredProbe.Of(pair, settings);
            Assert.Equal(first.Two, GradientProbe.Measure(pair.Original, pair.Retrained, pair.Split, settings).Two);
            Assert.Empty(Directory.GetDirectories(folder.Path));
            var again = StoredProbe.Of(pair, settings, _ => Assert.Fail("measured again"));
            Assert.Equal(JsonSerializer.Serialize(first, Json.Compact), JsonSerializer.Serialize(again, Json.Compact));
            Assert.NotEqual(first.Damping, StoredProbe.Of(pair, settings with { Damping = 0.2 }).Damping);
            Assert.True(StoredProbe.HeadOnly(pair, 0.1).Exact);
            Assert.Equal(3, Directory.GetFiles(folder.Path, "probe-*.json").Length);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        File.WriteAllText(Directory.GetFiles(folder.Path, "probe-*.json").Order().First(), "{");
        foreach (var path in Directory.GetFiles(folder.Path, "probe-*.json")) File.WriteAllText(path, "{");
        using var other = StoredPair.Open(folder.Path);
        Assert.Contains("delete it", Assert.Throws<InvalidDataException>(() => StoredProbe.Of(other, settings)).Message);
    }

    [Fact]
    public void A_curve_is_kept_run_by_run_and_another_alpha_is_one_more_run()
    {
        Save("original", origin, new(), 1);
        Save("retrained", origin, new(), 2);
        using var pair = StoredPair.Open(folder.Path);
        var method = new UGradSL(1, 0.01);
        var curve = StoredCurve.Of(pair, method, [0, -1]);
        Assert.Equal(DistanceCurve.Of(method, pair.Original, pair.Retrained, pair.Split, [0, -1], pair.Split.Seed!.Value).Points, curve.Points);
        HashSet<double> ran = [];
        var more = StoredCurve.Of(pair, method with { Alpha = -0.3 }, [0, -1, -0.5], (alpha, _) => ran.Add(alpha));
        Assert.Equal([-0.5], ran);
        Assert.Equal([-1, -0.5, 0], more.Points.Select(p => p.Alpha));
        File.WriteAllText(Directory.GetFiles(folder.Path, "curve-*.json").Single(), "{");
        Assert.Contains("delete it", Assert.Throws<InvalidDataException>(() => StoredCurve.Of(pair, method, [0, -1])).Message);
    }

    [Fact]
    public void Weights_that_changed_are_another_question()
    {
        Save("original", origin, new(), 1);
        Save("retrained", origin, new(), 2);
        using (var pair = StoredPair.Open(folder.Path)) StoredProbe.Of(pair, settings);
        Save("retrained", origin, new(), 3);
        using (var pair = StoredPair.Open(folder.Path)) StoredProbe.Of(pair, settings);
        Assert.Equal(2, Directory.GetFiles(folder.Path, "probe-*.json").Length);
    }

    [Fact]
    public void What_is_missing_or_does_not_belong_together_is_told()
    {
        Assert.Contains("has no original.safetensors: ugradsl train", Assert.Throws<FileNotFoundException>(() => StoredPair.Open(folder.Path)).Message);
        Save("original", origin, new(), 1);
        Assert.Contains("--retrain --out", Assert.Throws<FileNotFoundException>(() => StoredPair.Open(folder.Path)).Message);
        Save("retrained", origin, new(Epochs: 9), 2);
        Assert.Contains("same settings", Assert.Throws<InvalidDataException>(() => StoredPair.Open(folder.Path)).Message);
        Save("retrained", origin, new(), 2, seed: 1);
        Assert.Contains("was trained on split", Assert.Throws<InvalidDataException>(() => StoredPair.Open(folder.Path)).Message);
        Save("retrained", null, new(), 2);
        Assert.Contains("does not say its origin", Assert.Throws<InvalidDataException>(() => StoredPair.Open(folder.Path)).Message);
    }

    private void Save(string kind, Origin? from, TrainSettings training, int weights, int seed = 0)
    {
        using var data = origin.Data.Load();
        using var net = origin.Network.For(data, weights);
        Checkpoint.Save(net, folder.PathOf($"{kind}.safetensors"), Forgetting.Class(5).Split(data, seed), training, from);
    }
}
