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
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public void Stored_runs_are_probed_from_their_folders_alone_and_stopped_at_any_moment_the_same_command_goes_on()
    {
        string[] train = ["train", "embedded", "--model", "small-cnn", "--width", "2", "--images", "100", "--epochs", "1", "--precision", "Float32"];
        foreach (var seed in (string[])["0", "1"])
            foreach (var more in (string[][])[[], ["--retrain"]])
                Assert.Equal(0, Ugradsl.Run([.. train, "--seed", seed, "--out", scratch.File(seed), .. more]).Code);
        Directory.CreateDirectory(scratch.File("whole"));
        foreach (var kind in (string[])["original", "retrained"]) File.Copy(scratch.File($"0/{kind}.safetensors"), scratch.File($"whole/{kind}.safetensors"));

        string[] slow = ["--examples", "50", "--iterations", "4", "--sweep", "0.01,1", "--tolerance", "1e-9", "--batch", "8", "--json"];
        var (code, output, error) = Ugradsl.Run(["probe", scratch.File("whole"), .. slow]);
        Assert.True(code == 0, error);
        var whole = Directory.GetFiles(scratch.File("whole"), "probe-*.json").Single();
        foreach (var signal in (string[])["KILL", "INT"])
        {
            using var process = Ugradsl.Start(["probe", scratch.File("0"), .. slow]);
            while (Kept().Length == (signal == "KILL" ? 0 : 1) && !process.HasExited) Thread.Sleep(10);
            var (ended, said) = process.End(signal);
            Assert.Equal(signal == "KILL" ? 137 : 130, ended);
            if (signal == "INT") Assert.Contains("holds what was solved: the same command goes on from there.", said);
        }
        Assert.Equal(0, Ugradsl.Run(["probe", scratch.File("0"), .. slow]).Code);
        Assert.Equal(File.ReadAllText(whole), File.ReadAllText(scratch.File($"0/{Path.GetFileName(whole)}")));
        Assert.Empty(Kept());

        var fields = JsonDocument.Parse(output).RootElement;
        var run = fields.GetProperty("runs")[0];
        Assert.Equal((90, 9, "Undecided"), (run.GetProperty("n").GetInt32(), run.GetProperty("nForget").GetInt32(), run.GetProperty("verdict").GetString()));
        Assert.Equal([1, 0.01], run.GetProperty("sweep").EnumerateArray().Select(s => s.GetProperty("relative").GetDouble()));
        Assert.Equal(run.GetProperty("cosine").GetDouble(), fields.GetProperty("cosine").GetProperty("mean").GetDouble());

        (code, output, error) = Ugradsl.Run("probe", scratch.File("0"), scratch.File("1"), "--curvature", "hessian", "--damping", "1", "--sweep", "none", "--examples", "20", "--iterations", "3", "--curve", "-0.5,0", "--figures", scratch.File("figures"));
        Assert.True(code == 0, error);
        Assert.Matches(@"‖θ_r − θ\(α\)‖ +one Newton step\n", output);
        Assert.Equal(4, Directory.GetFiles(scratch.File("figures"), "*.svg").Length);   // shares and curve of both
        Assert.Equal(2, Directory.GetFiles(scratch.File("0"), "curve-*.json").Length + Directory.GetFiles(scratch.File("1"), "curve-*.json").Length);
        Assert.Matches(@"mean +\S+ \(\S+ to \S+\)", output);
        Assert.Contains("2 runs: ", output);
        (code, output, _) = Ugradsl.Run("probe", scratch.File("0"), scratch.File("1"), "--head-only", "--ridge", "0.1", "--json");
        Assert.Equal((0, 0), (code, JsonDocument.Parse(output).RootElement.GetProperty("undecided").GetInt32()));

        string[] Kept() => [.. Directory.GetDirectories(scratch.File("0")).SelectMany(Directory.GetFiles).Where(f => f.EndsWith(".safetensors", StringComparison.Ordinal))];
    }

    [Theory]
    [InlineData("probe", "name what to probe")]
    [InlineData("probe --csv x.csv --label y --ridge 1", "a table needs --forget")]
    [InlineData("probe nowhere", "nowhere has no original.safetensors: ugradsl train NAME --out nowhere makes it")]
    [InlineData("probe nowhere --curvature kfac", "no curvature 'kfac'")]
    [InlineData("probe nowhere --sweep 1,a", "--sweep has 'a'")]
    [InlineData("probe nowhere --curve 0,b", "--curve has 'b'")]
    [InlineData("findings exakt", "no part 'exakt': there are exact, networks, groups, datamodels")]
    [InlineData("findings exact --seeds 0", "--seeds 0: at least 1 is needed")]
    [InlineData("probe nowhere --iterations 0", "0 iterations: at least 1 is needed")]
    public void What_to_probe_and_how_must_be_said(string arguments, string message)
    {
        var (code, output, error) = Ugradsl.Run(arguments.Split(' '));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error);
    }

    private (int Code, string Output, string Error) Probe(string csv, params string[] arguments)
    {
        File.WriteAllText(scratch.File("table.csv"), csv);
        return Ugradsl.Run(["probe", "--csv", scratch.File("table.csv"), "--label", "label", "--forget", "forget", .. arguments]);
    }
}
