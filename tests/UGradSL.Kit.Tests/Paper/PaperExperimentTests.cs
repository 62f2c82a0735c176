using System.Text.Json;

namespace Unlearn.Tests;

public class PaperExperimentTests
{
    public static TheoryData<PaperScale> Scales => [.. Enum.GetValues<PaperScale>()];

    [Theory]
    [MemberData(nameof(Scales))]
    public void Every_table_and_figure_has_an_experiment_of_names_and_settings_that_the_kit_knows(PaperScale scale)
    {
        var all = PaperExperiments.All(scale);
        Assert.Equal(17 + (scale == PaperScale.Laptop ? 3 : 2), all.Count);
        Assert.Equal(all.Count, all.Select(e => e.Name).Distinct().Count());
        foreach (var experiment in all.Concat(Paper.Figures.SelectMany(figure => figure.Experiments(scale))))
        {
            Assert.Contains(experiment.Data.Name, NamedData.Names);
            Assert.Contains(experiment.Network.Name, NamedNets.Names);
            experiment.Training.Check();
            Assert.IsType<Retrain>(experiment.Methods[0]);
            Assert.Equal(experiment.Training, ((Retrain)experiment.Methods[0]).Training);
            Assert.All(experiment.Methods, method => method.Check());
            Assert.Equal(experiment.Methods.Count, experiment.Methods.Distinct().Count());
            var json = JsonSerializer.Serialize(experiment, Json.Indented);
            Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<PaperExperiment>(json, Json.Indented), Json.Indented));
        }
    }

    [Fact]
    public void A_block_s_rows_are_its_experiment_s_methods()
    {
        foreach (var table in Paper.Tables.Where(table => table.Number != 6))
            foreach (var (block, experiment) in table.Blocks.Zip(table.Experiments(PaperScale.Paper)))
            {
                var rows = block.Rows.Select(row => row.Method).Where(name => name != nameof(Retrain)).Prepend(nameof(Retrain));
                Assert.Equal(rows, experiment.Methods.Select(method => Unlearn.Methods.PaperName(method.GetType().Name)));
            }
        string[] added = ["SalUn", "SCRUB", "NegGrad+"];
        foreach (var table in Paper.Tables)
            Assert.All(table.Experiments(PaperScale.Laptop), e => Assert.Equal(table.Number is 1 or 2 or 8,
                added.All(name => e.Methods.Any(method => Unlearn.Methods.PaperName(method.GetType().Name) == name))));
    }

    [Fact]
    public void Table_6_is_of_settings_of_the_two_methods()
    {
        var methods = Paper.Table(6).Experiments(PaperScale.Paper).Single().Methods;
        Assert.Equal(["Retrain", "GradientAscent", "UGradSL", "UGradSL", "UGradSL", "UGradSL", "FineTune", "UGradSLPlus", "UGradSLPlus", "UGradSLPlus"], methods.Select(m => m.GetType().Name));
        var off = Paper.Table(6).Experiments(PaperScale.Paper).Single().Settings.Where(s => s.Source == "Table 6");
        Assert.Equal(["UGradSL.P 0", "UGradSL.Alpha 0", "UGradSL+.Alpha 0"], off.Select(s => $"{s.Of}.{s.Name} {s.Value}"));
        Assert.Equal([(-0.2, 0), (0, 0.5), (-0.2, 0.5), (0.2, 0.5), (0, 0.9), (-0.2, 0.9), (0.2, 0.9)], methods.OfType<UGradSL>().Select(m => (m.Alpha, m.P)));
    }

    [Fact]
    public void What_the_paper_gives_is_run_at_its_scale_and_what_it_leaves_out_is_called_unknown()
    {
        foreach (var experiment in PaperExperiments.All(PaperScale.Paper))
        {
            Assert.All(experiment.Changed, s => Assert.Equal(("Reduction", "Mean", "Sum", "eq. 10"), (s.Name, s.Value, s.Published, s.Source))); // eq. 10 sums, we average
            Assert.All(experiment.Settings, s => Assert.Equal(s.Published is null, s.Source is null));
            Assert.Empty(experiment.StandIns);
        }
        var table8 = Paper.Table(8).Experiments(PaperScale.Paper)[0];
        string[] unknown = [.. table8.Unknown.Select(s => $"{s.Of}.{s.Name}")];
        foreach (var name in (string[])["UGradSL.Epochs", "UGradSL.LearningRate", "UGradSL.Alpha", "UGradSL.P", "UGradSL+.Alpha", "FF.Alpha", "FT.Momentum", "training.Schedule", "training.Augmentation", "forgetting.ValidationShare"])
            Assert.Contains(name, unknown);
        foreach (var name in (string[])["FT.Epochs", "FT.LearningRate", "GA.LearningRate", "UGradSL.BatchSize", "training.Epochs", "training.LearningRate", "forgetting.Share", "network.Name"])
            Assert.DoesNotContain(name, unknown);
        Assert.Equal(new("training", "Epochs", "160", "160", "D.3"), table8.Settings.Single(s => s is { Of: "training", Name: "Epochs" }));
        Assert.Contains(Paper.Table(12).Experiments(PaperScale.Paper)[0].Unknown, s => s is { Of: "network", Name: "Name" });
        Assert.Contains(Paper.Table(1).Experiments(PaperScale.Paper)[2].Unknown, s => s is { Of: "training", Name: "LearningRate" });
    }

    [Fact]
    public void The_laptop_says_what_it_changes()
    {
        var experiment = Paper.Table(8).Experiments(PaperScale.Laptop)[0];
        Assert.Equal((new DataSettings("cifar10", 15_000), new NetworkSettings("resnet18", 16)), (experiment.Data, experiment.Network));
        Assert.Equal((3, 6, Augmentation.None, new OneCycle()), (experiment.Seeds.Count, experiment.Trials, experiment.Training.Augmentation, experiment.Training.Schedule));
        Assert.Contains(experiment.Changed, s => s is { Of: "data", Name: "Train", Value: "15000", Published: "all" });
        Assert.Contains(experiment.Changed, s => s is { Of: "FT", Name: "Epochs", Value: "2", Published: "10" });
        Assert.All(experiment.Methods.Select(m => m.GetType().GetProperty("Epochs")?.GetValue(m)).OfType<int>(), epochs => Assert.InRange(epochs, 1, 10));
        var text = PaperExperimentView.Of(experiment).ToString();
        Assert.Matches(@"(?m)^UGradSL\+\s+Alpha\s+-0\.2\s+not given", text);
        Assert.Matches(@"(?m)^training\s+Epochs\s+16\s+160\s+D\.3", text);
        Assert.Matches(@"(?m)^GA\s+LearningRate\s+0\.0001\s+the same\s+D\.3", text);
    }

    [Fact]
    public void The_transformer_is_narrow_on_the_laptop_and_sees_its_images_in_small_batches()
    {
        var experiment = Laptop(12, "cifar10");
        Assert.Equal("cifar10, 5,000 to train on; vit-tiny, width 64", $"{experiment.Data}; {experiment.Network}");
        Assert.Equal((32, 128), (experiment.Training.BatchSize, experiment.Methods.OfType<FineTune>().Single().BatchSize));
        Assert.Contains("vit-tiny, from scratch; the paper's size and first weights are unknown.", experiment.StandIns);
    }

    [Fact]
    public void Every_quick_experiment_forgets_something_of_the_embedded_images()
    {
        using var whole = FashionMnist.Embedded();
        using var data = whole.First(400, 100);
        foreach (var experiment in PaperExperiments.All(PaperScale.Quick))
        {
            Assert.Equal(new("embedded", 400, 100), experiment.Data);
            var split = experiment.Forgetting.Split(data, experiment.Seeds[0]);
            Assert.InRange(split.Forget.Count, 2, 100);
            Assert.NotEmpty(experiment.StandIns);
            using var net = NamedNets.For(experiment.Network.Name, data, experiment.Network.Width);
        }
    }

    [Fact]
    public void Six_draws_of_every_space_are_settings_that_the_method_takes()
    {
        HashSet<string> tuned = [];
        foreach (var method in PaperExperiments.All(PaperScale.Laptop).SelectMany(e => e.Methods).Distinct())
        {
            if (PaperSpaces.Of(method) is not { } space) continue;
            using var rng = Seeds.Stream(0, "trials");
            var drawn = space.Of(method, rng).Take(6).ToList();
            Assert.Equal(6, drawn.Distinct().Count());
            Assert.All(drawn, settings => Assert.Equal(method.GetType(), settings.GetType()));
            tuned.Add(method.GetType().Name);
        }
        Assert.Equal(10, tuned.Count); // all but Retrain
    }

    [Fact]
    public void A_preset_gives_its_settings_to_the_experiment_it_was_tuned_for()
    {
        var experiment = Laptop(1, "cifar10");
        Assert.True(experiment.Fits(OfDogs));
        var told = experiment.With(OfDogs);
        var found = OfDogs.Methods.Select(m => m.Settings).OfType<UGradSLPlus>().Single();
        Assert.Equal((found.LearningRate, found.Alpha, found.P), told.Methods.OfType<UGradSLPlus>().Select(m => (m.LearningRate, m.Alpha, m.P)).Single());
        Assert.Contains(told.StandIns, line => line.StartsWith("Settings from the preset cifar10-", StringComparison.Ordinal));
        Assert.NotNull(experiment.Tuning);
        Assert.Null(told.Tuning);
    }

    [Fact]
    public void A_preset_stands_in_where_classes_are_forgotten_of_other_images_and_the_table_says_so()
    {
        var experiment = Laptop(7, "cifar100");
        Assert.Equal((false, true), (experiment.Fits(OfDogs), experiment.IsNear(OfDogs)));
        var told = experiment.With(OfDogs);
        Assert.Null(told.Tuning);
        Assert.Equal(OfDogs.Methods.Select(m => m.Settings).OfType<GradientAscent>(), told.Methods.OfType<GradientAscent>());
        Assert.Matches("^Settings of FT, GA, .* were not tuned here: they are from the preset cifar10-.*, on cifar10, 15,000 to train on, resnet18, width 16, class 5 \\(dog\\)\\.$", told.StandIns[^1]);
        Assert.Same(told, told.With(OfDogs)); // what has settings keeps them
    }

    [Theory]
    [InlineData(8, "cifar10")] // random samples
    [InlineData(10, "cifar10")] // a part of a class
    [InlineData(12, "cifar10")] // a class, of a transformer that AdamW trains
    public void A_preset_gives_nothing_to_another_kind_of_scenario_or_training(int table, string data)
    {
        var experiment = Laptop(table, data);
        Assert.False(experiment.IsNear(OfDogs));
        Assert.Contains("tune it there", Assert.Throws<ArgumentException>(() => experiment.With(OfDogs)).Message);
    }

    [Fact]
    public void Rows_of_an_ablation_share_what_is_tuned_but_for_what_they_are_about()
    {
        var preset = OfDogs with { Tuner = OfDogs.Tuner with { Forgetting = Forgetting.Random(0.1) } };
        UGradSL Of(Type type) => preset.Methods.Select(m => m.Settings).OfType<UGradSL>().Single(m => m.GetType() == type);
        var (some, plus) = (Of(typeof(UGradSL)), Of(typeof(UGradSLPlus)));

        var ablation = Laptop(6, "cifar10");
        Assert.Equal(4, ablation.Tuning!.Candidates.Count); // GA, UGradSL, FT and UGradSL+, each once
        var rows = ablation.With(preset).Methods.OfType<UGradSL>().ToList();
        Assert.Equal([some with { P = 0 }, some with { Alpha = 0 }, some, some with { Alpha = -some.Alpha, AllowPositive = true }], rows.Where(m => m is not UGradSLPlus).OrderBy(m => m.P).ThenBy(m => m.AllowPositive).ThenBy(m => -m.Alpha));
        Assert.Equal([plus with { Alpha = 0 }, plus, plus with { Alpha = -plus.Alpha, AllowPositive = true }], rows.Where(m => m is UGradSLPlus).OrderBy(m => m.AllowPositive).ThenBy(m => -m.Alpha));

        var curve = Paper.Figure(3).Experiments(PaperScale.Laptop).Single();
        Assert.Equal(ablation.Tuning.Candidates.Single(c => c.Method is UGradSLPlus).Method, curve.Tuning!.Candidates.Single().Method);
        Assert.Equal(((double[])[-2, -1, -0.5, -0.2, -0.1, 0]).Select(alpha => plus with { Alpha = alpha }), curve.With(preset).Methods.OfType<UGradSL>());
    }

    private static TunedPreset OfDogs => TunedPreset.Read(Repository.PathOf("results/presets/cifar10-15-000-to-train-on-resnet18-width-16-class-5-dog-laptop.json"));

    private static PaperExperiment Laptop(int table, string data) => Paper.Table(table).Experiments(PaperScale.Laptop).First(e => e.Data.Name == data);
}
