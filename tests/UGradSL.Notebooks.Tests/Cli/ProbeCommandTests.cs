using System.Text.Json;
using Xunit;

namespace Unlearn.Tests;

public sealed class ProbeCommandTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void It_writes_the_fields_of_the_exact_probe_as_JSON()
    {
        // Two classes, one feature, so that the numbers can be had by hand: the sign is certain either way.
        var (code, output, error) = Probe("x,label,forget\n1,0,1\n2,0,0\n1.5,1,0\n-1,1,0\n-2,1,1\n0.5,0,0\n-0.5,1,0\n", "--ridge", "0.1", "--json");
        Assert.Equal((0, ""), (code, error));
        var fields = JsonDocument.Parse(output).RootElement;
        Assert.Equal(["classes", "parameters", "n", "nForget", "aNorm", "bNorm", "uNorm", "vNorm", "inner", "cosine", "bestAlpha", "minDistance", "distanceAtZero",
            "theorem1Plus", "theorem1Minus", "gaRatio", "verdict", "reason"], fields.EnumerateObject().Select(p => p.Name));
        Assert.Equal((2, 4, 7, 2), (fields.GetProperty("classes").GetInt32(), fields.GetProperty("parameters").GetInt32(), fields.GetProperty("n").GetInt32(), fields.GetProperty("nForget").GetInt32()));
        var (inner, v) = (fields.GetProperty("inner").GetDouble(), fields.GetProperty("vNorm").GetDouble());
        Assert.Equal(2 * inner / v / v, fields.GetProperty("bestAlpha").GetDouble(), 1e-12);
        Assert.Equal(inner < 0 ? "Holds" : "Fails", fields.GetProperty("verdict").GetString());
    }

    [Fact]
    public void Without_json_it_writes_a_table_with_the_verdict()
    {
        var (code, output, _) = Probe("x,label,forget\n1,0,1\n2,0,0\n1.5,1,0\n-1,1,0\n", "--ridge", "0.1");
        Assert.Equal(0, code);
        Assert.Matches("best α[^\n]*\\d", output);
        Assert.Matches("(Holds|Fails): the product is", output);
    }

    [Theory]
    [InlineData("x,label,forget\n1,0,1\nabc,1,0\n", "0.1", "table.csv, line 3, column 1 ('x'): 'abc' is no number")]
    [InlineData("x,label,forget\n1,0,1\n2,0,0\n", "0.1", "one class only")]
    [InlineData("x,label,forget\n1,0,0\n2,1,0\n", "0.1", "the forget set is empty")]
    [InlineData("x,label,forget\n1,0,1\n2,1,0\n", "0", "--ridge 0: μ must be above 0")]
    public void What_is_wrong_is_told_on_standard_error(string csv, string ridge, string message)
    {
        var (code, output, error) = Probe(csv, "--ridge", ridge, "--json");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(message, error);
        Assert.DoesNotContain("   at ", error);
    }

    private (int Code, string Output, string Error) Probe(string csv, params string[] arguments)
    {
        File.WriteAllText(scratch.File("table.csv"), csv);
        return Ugradsl.Run(["probe", "--csv", scratch.File("table.csv"), "--label", "label", "--forget", "forget", .. arguments]);
    }
}
