namespace Unlearn.Tests.Show;

public sealed class ResultsPageTests
{
    private static readonly string Folder = Repository.PathOf("results");

    [Fact]
    public void The_page_of_results_is_what_the_stored_results_render_to()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/results.md"));
        Assert.Equal(page, ResultsPage.Render(page, Folder));
    }

    [Fact]
    public void Every_stored_result_is_shown_on_the_page()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/results.md"));
        foreach (var file in Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Concat(Directory.GetFiles(Path.Combine(Folder, "presets"), "*.json").Select(path => $"presets/{Path.GetFileName(path)}")))
            Assert.Contains($"<!-- results: {file} -->", page);
    }

    public static TheoryData<string> Stored => [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Stored))]
    public void Every_number_traces_to_a_unit_its_settings_and_its_commit(string file)
    {
        var results = ExperimentResults.Read(Path.Combine(Folder, file)); // refuses a unit whose settings do not have its address
        Assert.NotEmpty(results.Units);
        Assert.All(results.Units, unit =>
        {
            Assert.Matches("^[0-9a-f]{7,40}$", unit.Result.Environment.Commit);
            Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", unit.Result.Environment.Date);
            Assert.Matches("^[0-9a-f]{64}$", unit.Result.Split);
            Assert.Contains(unit.Settings.Key, results.Experiment.Units.Select(u => u.Key));
        });
        Assert.Equal(File.ReadAllText(Path.Combine(Folder, Path.ChangeExtension(file, ".csv"))), Csv(results));
    }

    /// <summary>The way of a stored unit, whatever its size: the same settings on a handful of the embedded images.</summary>
    [Theory, MemberData(nameof(Stored))]
    public void One_unit_of_each_experiment_runs_again_at_a_small_size(string file)
    {
        var units = ExperimentResults.Read(Path.Combine(Folder, file)).Units;
        var stored = (units.FirstOrDefault(u => u.Settings.Method is UGradSLPlus) ?? units.First(u => u.Settings.Method is Retrain)).Settings;
        var way = stored.Forgetting is SubclassForgetting or SubclassesAcrossForgetting ? Forgetting.WithinClass(5, 0.2) : stored.Forgetting; // the embedded images have no sub-classes
        var unit = stored with { Data = new("embedded", 200, 100), Network = new("small-cnn", 4), Forgetting = way, Training = stored.Training with { Epochs = 1 } };
        var folder = Directory.CreateTempSubdirectory("ugradsl");
        try
        {
            var result = new Sweep([unit], new(folder.FullName)).Run().Single();
            Assert.InRange(result.Scores.RA, 0, 100);
            Assert.Equal(stored.Method is UGradSLPlus, result.Recalibrated is not null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Csv(ExperimentResults results)
    {
        var path = Path.GetTempFileName();
        ResultRows.Write(path, results);
        var text = File.ReadAllText(path);
        File.Delete(path);
        return text;
    }

    [Fact]
    public void Every_experiment_of_the_paper_has_its_row_and_says_whether_it_was_run()
    {
        var table = PaperRunsView.Of(Folder);
        var text = table.ToMarkdown();
        Assert.Equal(PaperExperiments.All(PaperScale.Laptop).Count, table.DataFrame.Rows.Count);
        Assert.Contains("not run here: images not redistributable", text);
        Assert.All(Paper.Tables, t => Assert.Contains($"Table {t.Number} |", text));
        foreach (var experiment in PaperExperiments.All(PaperScale.Laptop).Where(e => File.Exists(Path.Combine(Folder, $"{e.Name}.json")))) Assert.Contains($"{experiment.Name}.json", text);
    }

    [Fact]
    public void A_block_without_an_end_is_refused() =>
        Assert.Contains("no <!-- end -->", Assert.Throws<InvalidDataException>(() => ResultsPage.Render("<!-- results: a.json -->\nand no more\n", Folder)).Message);

    [Fact]
    public void A_file_that_is_missing_is_named() =>
        Assert.Contains("none.json", Assert.Throws<InvalidDataException>(() => ResultsPage.Render("<!-- results: none.json -->\n<!-- end -->\n", Folder)).Message);
}
