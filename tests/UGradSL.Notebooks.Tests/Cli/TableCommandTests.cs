using System.Text.Json;
using Xunit;

namespace Unlearn.Tests;

/// <summary>Tables of the paper made anew at the quick scale, whose numbers say nothing but that the path is whole.</summary>
public sealed class TableCommandTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void A_table_is_made_anew_with_the_papers_numbers_beside_ours()
    {
        string[] table = ["table", "1", "--scale", "quick", "--data", "CIFAR-10", "--out", scratch.File("store")];
        var (code, output, error) = Ugradsl.Run(table);
        Assert.True(code == 0, error);
        Assert.Contains("Table 1, CIFAR-10, scale Quick", output);
        Assert.Contains("Embedded Fashion-MNIST stands in for cifar10", output);
        var rows = output.Split('\n').SkipWhile(line => !line.Contains("Retrain", StringComparison.Ordinal)).ToList();
        foreach (var (method, printed) in ((string, string)[])[("Retrain", "98.19 ± 3.14"), ("SCRUB", "–"), ("UGradSL+", "")])
            Assert.Contains(rows, row => row.Contains(method, StringComparison.Ordinal) && row.Contains(printed, StringComparison.Ordinal));
        var (_, again, _) = Ugradsl.Run([.. table, "--json"]);
        Assert.Equal(12, JsonDocument.Parse(again).RootElement[0].GetProperty("units").GetArrayLength());
    }

    [Fact]
    public void Killed_at_any_moment_and_called_again_a_table_ends_with_the_same_rows_byte_for_byte_save_for_times()
    {
        string[] Table(string store) => ["table", "1", "--scale", "quick", "--data", "CIFAR-10", "--out", scratch.File(store), "--results", scratch.File(store + "-results")];
        Assert.Equal(0, Ugradsl.Run(Table("whole")).Code);
        var random = new Random(5);
        for (var kills = Environment.GetEnvironmentVariable("UGRADSL_LONG") == "1" ? 20 : 2; kills > 0; kills--)
        {
            using var process = Ugradsl.Start(Table("killed"));
            Thread.Sleep(700 + random.Next(2500));
            process.End("KILL");
            if (File.Exists(scratch.File("killed-results/table-01-cifar-10.csv"))) foreach (var folder in (string[])["killed", "killed-results"]) Directory.Delete(scratch.File(folder), recursive: true);
        }
        Assert.Equal(0, Ugradsl.Run(Table("killed")).Code);
        Assert.Equal(Rows("whole"), Rows("killed"));
        Assert.Equal(20, Rows("killed").Count); // the header, the original, eleven methods, seven of them with the statistics taken anew
    }

    /// <summary>The lines of the table's CSV without the columns that tell of the machine.</summary>
    private List<string> Rows(string store)
    {
        var lines = File.ReadAllLines(scratch.File($"{store}-results/table-01-cifar-10.csv")).Select(Cells).ToList();
        var kept = Enumerable.Range(0, lines[0].Count).Where(i => !ResultRows.OfTheMachine.Contains(lines[0][i])).ToList();
        return [.. lines.Select(cells => string.Join(',', kept.Select(i => cells[i])))];
    }

    /// <summary>A line's cells; commas between quotes part nothing.</summary>
    private static List<string> Cells(string line) => [.. System.Text.RegularExpressions.Regex.Matches(line, "(?:^|,)(\"[^\"]*\"|[^,]*)").Select(m => m.Groups[1].Value)];

    [Theory]
    [InlineData("5", "5 lists symbols")]
    [InlineData("1 --data CIFAR-11", "Table 1 has no data set 'CIFAR-11'")]
    [InlineData("1 --scale quick --seeds 4", "take 1 to 1")]
    public void A_table_that_is_not_there_is_told(string arguments, string message)
    {
        var (code, output, error) = Ugradsl.Run(["table", .. arguments.Split(' '), "--out", scratch.File("store")]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error);
    }
}
