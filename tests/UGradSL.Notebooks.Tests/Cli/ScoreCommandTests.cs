using System.Text.Json;
using Xunit;

namespace Unlearn.Tests;

/// <summary><c>ugradsl score</c> as a user calls it.</summary>
public sealed class ScoreCommandTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    /// <summary>Four samples a set, two classes; by hand: D_f half right, D_r all, the test set three of four.</summary>
    [Fact]
    public void Json_on_standard_output_has_the_numbers_that_a_hand_counts()
    {
        Write("unlearned", forget: "0,2,0\n1,2,0\n0,0,2\n1,0,2\n", retain: "0,4,0\n1,0,4\n0,4,0\n1,0,4\n", test: "0,2,0\n1,0,2\n0,0,2\n1,0,2\n");
        Write("retrained", forget: "0,2,0\n1,0,2\n0,0,2\n1,0,2\n", retain: "0,4,0\n1,0,4\n0,4,0\n1,0,4\n", test: "0,2,0\n1,0,2\n0,2,0\n1,0,2\n");
        var (code, output, error) = Ugradsl.Run("score", scratch.File("outputs"), "--json");
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        double Number(string name) => json.RootElement.GetProperty(name).GetDouble();
        var p = 1 / (1 + Math.Exp(-2.0));
        Assert.Equal((50, 100, 75), (Number("UA"), Number("RA"), Number("TA")));
        Assert.Equal(-p * Math.Log(p) - (1 - p) * Math.Log(1 - p), Number("H"), 1e-9);
        Assert.Equal((25, -25), (json.RootElement.GetProperty("gap").GetProperty("UA").GetDouble(), json.RootElement.GetProperty("gap").GetProperty("TA").GetDouble()));
        Assert.Equal(0.75 * 1 * 0.75, Number("tow"), 1e-12);
        Assert.Equal((2 * p - 1) * 2 / 4, Number("klForget"), 1e-9); // one of four rows is the other way round: (p − q)·ln(p/q), ln(p/q) = 2
        Assert.True(json.RootElement.GetProperty("attacks").TryGetProperty("svc-confidence:forget-vs-test", out var attack));
        Assert.Equal(JsonValueKind.Null, attack.GetProperty("tprAt01PercentFpr").ValueKind);

        var (shown, table, _) = Ugradsl.Run("score", scratch.File("outputs"));
        Assert.Equal(0, shown);
        Assert.Contains("ToW ↑", table);
        File.WriteAllText(scratch.File("outputs/unlearned/test.csv"), "label,logit0,logit1\n0,1,nan\n");
        var (failed, nothing, said) = Ugradsl.Run("score", scratch.File("outputs"), "--json");
        Assert.Equal((2, ""), (failed, nothing));
        Assert.Contains("test.csv, line 2: logit1 is nan", said);
    }

    private void Write(string network, string forget, string retain, string test)
    {
        Directory.CreateDirectory(scratch.File($"outputs/{network}"));
        foreach (var (name, rows) in (IEnumerable<(string, string)>)[("forget", forget), ("retain", retain), ("test", test)])
            File.WriteAllText(scratch.File($"outputs/{network}/{name}.csv"), "label,logit0,logit1\n" + rows);
    }
}
