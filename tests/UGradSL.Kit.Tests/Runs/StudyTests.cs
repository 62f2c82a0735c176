using System.Text.Json;

namespace Unlearn.Tests.Runs;

public sealed class StudyTests : IDisposable
{
    private static readonly Study Small = new(Forgetting.Class(1),
        [new Retrain { Training = new(2, BatchSize: 16) }, new FineTune(2) { BatchSize = 16 }, new UGradSLPlus(2) { BatchSize = 16 }],
        new(2, BatchSize: 16), [0, 1], new Meter(Points: 4, Images: 20));

    private readonly Dataset data = Tiny.Data();
    private readonly Net network = Tiny.Net();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ugradsl");

    public void Dispose()
    {
        data.Dispose();
        network.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_study_runs_the_original_and_every_method_for_each_seed_and_leaks_nothing()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var runs = Small.Runs(data, network).ToList();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(["Original", "Retrain", "FineTune", "UGradSLPlus"], runs.Take(4).Select(run => run.Method));
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1], runs.Select(run => run.Seed));
        Assert.All(runs, run =>
        {
            Assert.Equal(5, run.Curve.Count);
            Assert.Equal(run.Steps.Count, run.Curve[^1].Step);
            Assert.Equal(Run.ForgottenImages, run.Forgotten.Count);
            Assert.True(run.Scores.RTE > 0);
        });
    }

    [Fact]
    public void The_same_study_twice_gives_the_same_numbers_bit_for_bit()
    {
        var (first, second) = (Numbers(Small.Runs(data, network)), Numbers(Small.Runs(data, network)));
        Assert.Equal(first, second);
    }

    [Fact]
    public void Every_method_starts_from_the_original_whatever_ran_before_it()
    {
        var alone = Small with { Methods = [Small.Methods[2]] };
        Assert.Equal(Numbers(Small.Runs(data, network).Where(run => run.Method == "UGradSLPlus")),
            Numbers(alone.Runs(data, network).Where(run => run.Method == "UGradSLPlus")));
    }

    [Fact]
    public void An_interrupted_study_goes_on_where_it_stopped_and_ends_with_the_same_numbers()
    {
        var whole = Numbers(Small.Runs(data, network));
        var steps = 0;
        List<Run> kept = [];
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var run in Small.Runs(data, network, new RunStore(folder.FullName), _ => { if (++steps == 60) throw new OperationCanceledException(); })) kept.Add(run);
        });
        Assert.InRange(kept.Count, 1, 7);
        var store = new RunStore(folder.FullName);
        Assert.Equal(kept.Count, store.Kept);

        List<string> done = [];
        var runs = Small.Runs(data, network, store, progress => done.Add($"{progress.Method} {progress.Seed}")).ToList();
        Assert.Equal(whole, Numbers(runs));
        Assert.Equal(8 - kept.Count, done.Distinct().Count());
        store.Finish();
        Assert.Empty(folder.GetDirectories());
    }

    [Fact]
    public void Other_settings_never_reuse_a_kept_run()
    {
        var store = new RunStore(folder.FullName);
        foreach (var _ in Small.Runs(data, network, store)) { }
        var split = Small.Forgetting.Split(data, 0);
        Assert.NotNull(store.Find(Small, Small.Methods[1], 0, split));
        Assert.Null(store.Find(Small, new FineTune(2, 0.02) { BatchSize = 16 }, 0, split));
        Assert.Null(store.Find(Small with { Training = new(3, BatchSize: 16) }, Small.Methods[1], 0, split));
        Assert.Null(store.Find(Small, Small.Methods[1], 1, split));
        Assert.Null(store.Find(Small, Small.Methods[1], 0, Forgetting.Class(2).Split(data, 0)));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused_before_anything_runs()
    {
        var file = Path.Combine(folder.FullName, "a file");
        File.WriteAllText(file, "");
        var message = Assert.Throws<IOException>(() => new RunStore(Path.Combine(file, "demo"))).Message;
        Assert.Contains("a file", message);
        Assert.Contains("--out", message);
    }

    [Fact]
    public void A_bad_setting_of_a_method_stops_the_study_before_the_original_is_trained()
    {
        var study = Small with { Methods = [new UGradSL(P: 2)] };
        Assert.Throws<ArgumentException>(() => study.Runs(data, network, onProgress: _ => Assert.Fail("trained")).First());
    }

    [Fact]
    public void A_diverging_run_says_where_and_what_to_try()
    {
        var study = Small with { Training = new(2, 1e18, 16) };
        Assert.Contains("lower the learning rate", Assert.Throws<ArithmeticException>(() => study.Runs(data, network).First()).Message);
    }

    [Fact]
    public void Results_are_written_whole_with_a_row_a_run_and_a_row_a_step()
    {
        var runs = Small.Runs(data, network).ToList();
        ResultFiles.Write(folder.FullName, Small, data, network, runs);
        Assert.Equal(["results.csv", "run.json", "steps.csv"], folder.GetFiles().Select(file => file.Name).Order());
        var results = File.ReadAllLines(Path.Combine(folder.FullName, "results.csv"));
        Assert.StartsWith("method,batch_norm,seed,UA,MIA,RA,TA,H,RTE", results[0]);
        Assert.Equal(9, results.Length);
        Assert.Equal(1 + runs.Sum(run => run.Steps.Count), File.ReadAllLines(Path.Combine(folder.FullName, "steps.csv")).Length);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.FullName, "run.json")));
        Assert.Equal(data.Train.Hash, json.RootElement.GetProperty("data").GetProperty("train").GetString());
        Assert.Equal(Small.Methods, json.RootElement.GetProperty("study").GetProperty("methods").Deserialize<List<Unlearner>>(Json.Indented));
    }

    [Theory]
    [InlineData(7, 4)]
    [InlineData(760, 12)]
    [InlineData(3, 12)]
    public void A_curve_has_at_most_its_points_and_always_the_end(int steps, int points)
    {
        var due = Enumerable.Range(1, steps).Where(step => new Meter(points).IsDue(step, steps)).ToList();
        Assert.Equal(Math.Min(steps, points), due.Count);
        Assert.Equal(steps, due[^1]);
    }

    private static List<string> Numbers(IEnumerable<Run> runs) => [.. runs.Select(run =>
        JsonSerializer.Serialize(run with { Scores = run.Scores with { RTE = 0 } }, Json.Compact))];
}
