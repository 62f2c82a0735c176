using System.Globalization;

namespace Unlearn.Tests.Show;

public class PaperResultViewTests
{
    public static TheoryData<string> Stored => [.. Directory.GetFiles(Repository.PathOf("results"), "table-*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Stored))]
    public void Beside_each_number_of_the_paper_stands_the_mean_of_ours(string file)
    {
        var results = ExperimentResults.Read(Repository.PathOf($"results/{file}"));
        var (table, block) = PaperExperiments.BlockOf(results.Experiment.Name)!.Value;
        var shown = PaperResultView.Beside(results)!;
        Assert.Equal(block.Rows.Count, shown.DataFrame.Rows.Count);
        Assert.StartsWith($"Beside the paper's Table {table.Number}, {block.Name}", shown.ToMarkdown().TrimStart('*'));
        foreach (var row in shown.DataFrame.Rows)
        {
            string Of(string column) => $"{row[column]}";
            if (Of("Method").Contains('(')) continue; // Table 6 has four of one kind
            var ours = results.Units.Where(u => u.Settings.Method is { } method && Methods.Title(method) == Of("Method")).Select(u => u.Result.Scores).ToList();
            var printed = block.Row(Of("Method"));
            Assert.Equal(ours.Average(s => s.UA).ToString("F1", CultureInfo.InvariantCulture), Of("UA %"));
            Assert.Equal(ours.Average(s => s.H).ToString("F2", CultureInfo.InvariantCulture), Of("H nats"));
            Assert.StartsWith(printed.UA?.Printed ?? "–", Of("UA, paper"));
            Assert.StartsWith(printed.TA?.Printed ?? "–", Of("TA, paper"));
            if (block.RteRatio(printed.Name, nameof(Retrain)) is { } ratio) Assert.Equal(ratio.ToString("F3", CultureInfo.InvariantCulture), Of("RTE, paper"));
        }
    }

    [Fact]
    public void Rows_of_one_method_have_the_paper_s_row_of_their_settings()
    {
        var text = PaperResultView.Beside(ExperimentResults.Read(Repository.PathOf("results/table-06-cifar-10.json")))!.ToMarkdown();
        var block = Paper.Table(6).Block("CIFAR-10");
        Assert.All(block.Rows, row => Assert.Contains(row.UA!.Printed, text));
    }

    [Fact]
    public void Both_orders_and_the_misprints_are_said()
    {
        var text = PaperResultView.Beside(ExperimentResults.Read(Repository.PathOf("results/table-08-cifar-10.json")))!.ToString();
        var order = string.Join(", ", Paper.Table(8).Block("CIFAR-10").NearestFirst().Select(pair => pair.Row.Name));
        Assert.Contains($"; in the paper {order}.", text);
        Assert.Contains("here UGradSL+, ", text);
        Assert.Contains("25.13 ± 0.49 (c)", text);
        Assert.Contains("(c) UA 17 points above Retrain's", text);
    }

    [Fact]
    public void What_is_no_table_of_the_paper_has_nothing_beside_it() =>
        Assert.Null(PaperResultView.Beside(ExperimentResults.Read(Repository.PathOf("results/figure-3.json"))));
}
