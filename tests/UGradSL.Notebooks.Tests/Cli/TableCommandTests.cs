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

    [Theory]
    [InlineData("5", "5 lists symbols")]
    [InlineData("1 --data CIFAR-11", "Table 1 has no data set 'CIFAR-11'")]
    [InlineData("1 --scale quick --seeds 4", "take 1 to 1")]
    public void A_table_that_is_not_there_is_told(string arguments, string message)
    {
        var (code, output, error) = Ugradsl.Run(["table", .. arguments.Split(' '), "--out", scratch.File("store")]);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(message, error);
    }
}
