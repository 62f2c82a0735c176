using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Unlearn.Tests;

/// <summary>The command as a user calls it, in a process of its own.</summary>
public sealed class DemoCommandTests : IDisposable
{
    private readonly Scratch scratch = new();

    [Fact]
    public void It_writes_results_steps_charts_and_a_report_that_needs_no_network()
    {
        var (code, output, error) = Demo("--seeds", "1", "--methods", "UGradSL+", "--json");
        Assert.Equal(0, code);
        Assert.Matches(@"seed 0 · UGradSL\+ · UA (100\.0|9[89]\.\d) · MIA", error);
        var rows = JsonDocument.Parse(output).RootElement.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(["Retrain", "Original", "UGradSL+", "UGradSL+ (BN both)"], rows.Select(row => row.GetProperty("name").GetString()!));
        Assert.InRange(rows[1].GetProperty("ta").GetProperty("value").GetProperty("mean").GetDouble(), 86, 92);

        Assert.Equal(["attack.svg", "classes.svg", "confidences.svg", "curves.svg", "entropies.svg", "gaps.svg", "layers-forget.svg", "layers-test.svg", "predictions.svg", "report.html", "results.csv", "run.json", "steps.csv"], Directory.GetFileSystemEntries(Out).Select(Path.GetFileName).Order());
        Assert.Equal(["method", "Original", "Retrain", "UGradSLPlus", "UGradSLPlus"], Lines("results.csv").Select(line => line.Split(',')[0]));
        Assert.Equal(1 + 680 + 608 + 2 * 152, Lines("steps.csv").Length);
        var run = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "run.json"))).RootElement;
        foreach (var named in (string[])["study", "network", "data", "splits", "versions", "commit"]) Assert.True(run.TryGetProperty(named, out _), named);
        var report = File.ReadAllText(Path.Combine(Out, "report.html")).Replace(Charts.PlotlyScript(), ""); // it speaks of addresses and loads none
        Assert.DoesNotContain("src=\"http", report);
        Assert.DoesNotContain("href=\"http", report);
        Assert.Equal(12, report.Split("<img src=\"data:image/png").Length - 1);
        Assert.Equal(9, report.Split("role=\"img\"").Length - 1);
        Assert.Contains("data-unlearn-threshold", report);
    }

    [Fact]
    public void Stopped_by_Ctrl_C_it_leaves_whole_files_says_how_to_go_on_and_does()
    {
        string[] arguments = ["--seeds", "1", "--methods", "FineTune"];
        using var process = Start(arguments);
        var said = "";
        while (!said.Contains("seed 0 · Original · UA")) said += process.StandardError.ReadLine() + "\n";
        var (stopped, rest) = process.End("INT");
        said += rest;
        Assert.Equal(130, stopped);
        Assert.Contains("Stopped. 1 finished runs are kept in", said);
        Assert.Contains("the same command goes on from there", said);
        Assert.Equal([".json", ".safetensors"], Directory.GetFiles(Out, "*", SearchOption.AllDirectories).Select(Path.GetExtension).Order());

        var (code, _, error) = Demo(arguments);
        Assert.Equal(0, code);
        Assert.Contains("1 runs of an interrupted call are kept", error);
        Assert.DoesNotContain("Original · epoch", error);
        Assert.False(Directory.Exists(Path.Combine(Out, "partial")));
    }

    [Theory]
    [InlineData("--forget Sandel", "no class 'Sandel': did you mean 'Sandal'?")]
    [InlineData("--forget 10", "no class '10'")]
    [InlineData("--methods UGradSLL", "no method 'UGradSLL': did you mean 'UGradSL'?")]
    [InlineData("--methods SalUn", "the demo has no settings for SalUn; it runs Retrain, FineTune,")]
    [InlineData("--alpha 0.2", "α = 0.2 smooths towards uniform; UGradSL needs α ≤ 0 (try −0.2), or AllowPositive")]
    [InlineData("--alpha 1.4 --allow-positive", "α = 1.4 smooths past uniform")]
    [InlineData("--p 1.5", "p = 1.5 is outside [0, 1]")]
    [InlineData("--seeds 0", "0 seeds: at least 1 is needed")]
    public void A_bad_argument_is_told_with_what_is_allowed_before_anything_is_trained(string arguments, string message)
    {
        var (code, output, error) = Demo(arguments.Split(' '));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error);
        Assert.False(File.Exists(Path.Combine(Out, "run.json")));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_before_anything_is_trained()
    {
        File.WriteAllText(scratch.File("taken"), "");
        var (code, _, error) = Ugradsl.Run("demo", "--seeds", "1", "--out", scratch.File("taken"));
        Assert.Equal(1, code);
        Assert.Contains("cannot be written", error);
        Assert.Contains("name another folder with --out", error);
    }

    public void Dispose() => scratch.Dispose();

    private string Out => scratch.File("out");

    private string[] Lines(string name) => File.ReadAllLines(Path.Combine(Out, name));

    private (int Code, string Output, string Error) Demo(params string[] arguments) => Ugradsl.Run(["demo", "--out", Out, .. arguments]);

    private Process Start(params string[] arguments) => Ugradsl.Start(["demo", "--out", Out, .. arguments]);
}
