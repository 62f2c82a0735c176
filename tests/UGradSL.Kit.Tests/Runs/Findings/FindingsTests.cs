namespace Unlearn.Tests.Runs;

public sealed class FindingsTests
{
    [Fact]
    public void Exact_findings_are_the_probes_and_go_on_where_they_were_stopped()
    {
        using var embedded = FashionMnist.Embedded();
        List<Finding> first = [.. ExactFindings.Run([], null, embedded, seeds: 1).Take(18)];
        Assert.Equal(6, first.Select(f => f.Scenario).Distinct().Count());
        Assert.All(first, f => Assert.Equal(("150 made samples", 150, 15L), (f.Data, f.Count, f.Parameters)));
        Assert.Equal([2, 2, 2, 8, 8, 8], first.Take(6).Select(f => f.Forgotten));

        var (row, problem) = (first.First(f => f is { Scenario: "random 10 %", Ridge: 5e-3 }), TableProblem.Made(150, 0));
        using (problem)
        {
            var probe = GradientProbe.Exact(problem.X, problem.Y, Scenario.All[2].Rows(problem.Labels, 0), 3, 5e-3);
            Assert.Equal(probe.Two.Inner, row.Inner, 1e-12);
            Assert.Equal((probe.Verdict, probe.Identity.Inner), (row.Verdict, row.IdentityInner));
            Assert.NotNull(row.At10);
        }
        Assert.Equal("1500 made samples", ExactFindings.Run(first, null, embedded, seeds: 1).First().Data);
        Assert.Equal(first[3].Key(), ExactFindings.Run([.. first.Where((_, i) => i != 3)], null, embedded, seeds: 1).First().Key());
    }

    [Fact]
    public void Half_and_all_of_a_class_are_of_one_class_and_random_ones_are_of_all()
    {
        long[] labels = [.. Enumerable.Range(0, 300).Select(i => i % 3L)];
        (int Count, int Classes)[] expected = [(3, 3), (15, 3), (30, 3), (90, 3), (50, 1), (100, 1)];
        foreach (var (i, (count, classes)) in expected.Index())
        {
            var gone = Scenario.All[i].Rows(labels, 1);
            Assert.Equal(count, gone.Count(g => g));
            Assert.InRange(labels.Where((_, j) => gone[j]).Distinct().Count(), 1, classes);
        }
    }

    [Fact]
    public void Tables_count_what_held_with_Wilsons_interval()
    {
        var embedded = FashionMnist.Embedded();
        using (embedded)
        {
            List<Finding> rows = [.. ExactFindings.Run([], null, embedded, seeds: 1).Take(18)];
            var tables = FindingsTable.Of(rows);
            Assert.Equal(2, tables.Count);
            Assert.Contains("150 made samples, softmax regression (Hessian, P = 15)", tables[0].Caption);
            Assert.Equal(18, tables[0].DataFrame.Rows.Count);
            Assert.Contains(rows.Count(r => r.Scenario == "a whole class" && r.Cosine < 0) + "/3 (", tables[1].ToString());
        }
    }

    [Fact]
    public void Pairs_of_a_store_are_asked_once_each_and_one_that_is_not_trained_is_named()
    {
        using var folder = new TemporaryFolder();
        var store = new UnitStore(folder.Path);
        var experiment = new Experiment("tiny", new("embedded", 100, 50), new("small-cnn", 2), [Forgetting.Class(1)], new(1, BatchSize: 32), [0, 1], [new Retrain { BatchSize = 32 }]);
        var settings = new ProbeSettings { Sweep = [10, 100], CurvatureSamples = 20, Solver = new ConjugateGradient(0.1, 3), Contributions = false, CheckDifference = false };
        _ = new Sweep([.. (experiment with { Seeds = [0] }).Units], store).Run().Count();

        var asked = PairFindings.Run([], store, [experiment with { Seeds = [0] }], settings).Single();
        Assert.Equal(("small-cnn of width 2", 0, "Gauss–Newton of 20 samples by 3 steps of CG"), (asked.Model, asked.Seed, asked.Curvature));
        CsvRows.Write(Path.Combine(folder.Path, "pairs.csv"), [asked]);
        Assert.Equal(asked.Key(), CsvRows.Read<Finding>(Path.Combine(folder.Path, "pairs.csv")).Single().Key());
        Assert.Equal(5e-4, asked.Ridge);
        Assert.Empty(PairFindings.Run([asked], store, [experiment with { Seeds = [0] }], settings));
        Assert.Contains("sweep it with its Retrain first", Assert.Throws<FileNotFoundException>(() => PairFindings.Run([asked], store, [experiment], settings).ToList()).Message);
    }

    [Fact]
    public void The_pairs_of_a_laptop_are_five_seeds_of_a_class_of_random_samples_and_of_a_sub_class()
    {
        Assert.Equal([Forgetting.Class(5), Forgetting.Random(0.1), Forgetting.Subclass("aquarium_fish")], PairFindings.Experiments.Select(e => e.Forgetting));
        Assert.All(PairFindings.Experiments, e => Assert.Equal((5_000, 16, 5), (e.Data.Train, e.Network.Width, e.Experiment().Seeds.Count)));
    }
}
