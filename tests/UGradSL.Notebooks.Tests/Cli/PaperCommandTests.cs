using System.Text.Json;
using Xunit;

namespace Unlearn.Tests;

public class PaperCommandTests
{
    [Fact]
    public void Without_a_name_every_table_and_figure_is_a_line()
    {
        var (code, output, error) = Ugradsl.Run("paper");
        Assert.Equal((0, ""), (code, error));
        Assert.Matches(@"(?m)^table-7\s+D\.4\s+CIFAR-100, SVHN\s+The experiment results", output);
        Assert.Matches(@"(?m)^figure-3\s+D\.9\s+CIFAR-10", output);
    }

    [Theory]
    [InlineData("9")]
    [InlineData("table-9")]
    [InlineData("Table", "9")]
    public void A_table_is_printed_with_its_footnotes(params string[] name)
    {
        var (code, output, error) = Ugradsl.Run(["paper", .. name]);
        Assert.Equal((0, ""), (code, error));
        Assert.Matches(@"(?m)^BU\s+2\.38 ± 0\.14 \(a\)", output);
        Assert.Contains("(a) Table 2's row of BU", output);
    }

    [Fact]
    public void As_json_numbers_are_numbers()
    {
        var block = JsonDocument.Parse(Ugradsl.Run("paper", "1", "--json").Output).RootElement.GetProperty("blocks")[0];
        Assert.Equal(5.31, block.GetProperty("rows")[1].GetProperty("ua").GetProperty("spread").GetDouble());
        var figure = JsonDocument.Parse(Ugradsl.Run("paper", "figure-1", "--json").Output).RootElement;
        Assert.Equal(8, figure.GetProperty("fromTable").GetInt32());
    }

    [Fact]
    public void With_a_scale_the_settings_of_its_experiments_are_printed()
    {
        var output = Ugradsl.Run("paper", "2", "--scale", "laptop").Output;
        Assert.Contains("table-02-cifar-100 at the scale Laptop", output);
        Assert.Matches(@"(?m)^UGradSL\+\s+P\s+0\.9\s+not given", output);
        var experiments = JsonDocument.Parse(Ugradsl.Run("paper", "--scale", "quick", "--json").Output).RootElement;
        Assert.Equal(19, experiments.GetArrayLength());
        Assert.Contains("Figure 3 (section D.9).", Ugradsl.Run("paper", "figure", "3").Output);
    }

    [Fact]
    public void A_wrong_name_is_told_what_there_is()
    {
        var (code, output, error) = Ugradsl.Run("paper", "5");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("no results in a table 5", error);
        Assert.Contains("'everything' is no table or figure", Ugradsl.Run("paper", "everything").Error);
    }
}
