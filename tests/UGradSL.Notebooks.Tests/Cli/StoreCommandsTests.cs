using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Unlearn.Tests;

/// <summary>Units one by one, listed, compared and reported: what a scheduler and a curious person do with a store.</summary>
public sealed class StoreCommandsTests : IDisposable
{
    private const string Plan = """
        [{"name": "quick", "data": {"name": "embedded", "train": 200, "test": 100}, "network": {"name": "small-cnn", "width": 4},
          "forgettings": [{"forget": "class", "nameOrNumber": "Sandal"}], "training": {"epochs": 2, "batchSize": 32}, "seeds": [0],
          "methods": [{"method": "Retrain"}, {"method": "FineTune", "epochs": 1}, {"method": "UGradSLPlus", "epochs": 1}]}]
        """;

    private readonly Scratch scratch = new();

    public StoreCommandsTests() => File.WriteAllText(scratch.File("plan.json"), Plan);

    public void Dispose() => scratch.Dispose();

    private string Store => scratch.File("store");

    private string[] Declared() => Done("sweep", scratch.File("plan.json"), "--declare", "--out", Store).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void Eight_processes_on_the_same_units_leave_the_results_of_one_sweep()
    {
        var addresses = Declared();
        Assert.Equal(4, addresses.Length);
        var eight = Enumerable.Range(0, 8).Select(i => Ugradsl.Start("unit", addresses[3 - i % 2], "--out", Store)).ToList();
        foreach (var process in eight)
        {
            process.WaitForExit(); // what they say fits into the pipes
            Assert.True(process.ExitCode == 0, process.StandardError.ReadToEnd());
            Assert.Contains("state: good", process.StandardOutput.ReadToEnd());
        }
        Assert.Empty(Directory.GetDirectories(Path.Combine(Store, "running")));
        foreach (var address in addresses) Done("unit", address, "--out", Store);
        Assert.Empty(Declared());

        Done("sweep", scratch.File("plan.json"), "--out", scratch.File("whole"));
        foreach (var address in addresses)
            foreach (var set in (string[])["forget", "retain", "test"])
                Assert.Equal(File.ReadAllBytes(Path.Combine(scratch.File("whole"), "units", address, set + ".safetensors")), File.ReadAllBytes(Path.Combine(Store, "units", address, set + ".safetensors")));
    }

    [Fact]
    public void Runs_are_listed_shown_compared_and_reported()
    {
        Done("sweep", scratch.File("plan.json"), "--out", Store, "--results", scratch.File("results"));
        var list = JsonDocument.Parse(Done("runs", "--out", Store, "--json")).RootElement.EnumerateArray().ToList();
        Assert.Equal(5, list.Count); // four rows, and the original's weights
        Assert.All(list, line => Assert.Equal("good", line.GetProperty("state").GetString()));
        string Address(string name) => list.Single(l => l.GetProperty("what").GetString()!.EndsWith(name, StringComparison.Ordinal)).GetProperty("address").GetString()!;

        var page = Done("runs", Address("· UGradSL+")[..8], "--out", Store);
        Assert.Matches(@"(?s)^run [0-9a-f]{16}: embedded, 200 to train on, 100 to test on · small-cnn, width 4 · seed 0 · UGradSL\+\nstate: good\n.*UA .* RA .*cost: .*""method"": ""UGradSLPlus""", page);

        var table = Done("compare", Address("· UGradSL+"), Address("· FT"), "--out", Store);
        foreach (var row in (string[])["Retrain", "Original", "FT", "UGradSL+", "UGradSL+ (recalibrated)"]) Assert.Contains($"\n{row} ", table);
        Assert.Contains("\nUGradSL+ ", Done("compare", Address("· UGradSL+"), "--out", Store));
        Assert.DoesNotContain("\nFT ", Done("compare", Address("· UGradSL+"), "--out", Store));

        Done("report", scratch.File("results"));
        var report = File.ReadAllText(scratch.File("results/report.html"));
        Assert.Contains("<h2>quick</h2>", report);
        Assert.Contains("Peak memory MiB", report);
        Assert.DoesNotMatch("<(script|link|img)[^>]*(src|href)=\"https?:", report);
    }

    [Fact]
    public void A_stale_or_damaged_unit_is_listed_with_the_reason_and_left_alone()
    {
        Done("sweep", scratch.File("plan.json"), "--out", Store);
        var units = Directory.GetDirectories(Path.Combine(Store, "units")).Where(u => File.Exists(Path.Combine(u, "result.json"))).ToList();
        foreach (var (unit, text) in units.Zip((string[])["\"version\": 1", "\"seed\": 0"]))
        {
            var path = Path.Combine(unit, "unit.json");
            File.WriteAllText(path, File.ReadAllText(path).Replace(text, text.Replace('0', '7').Replace('1', '9')));
            var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(unit, "manifest.json")))!;
            manifest["unit.json"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
            File.WriteAllText(Path.Combine(unit, "manifest.json"), manifest.ToJsonString());
        }
        File.AppendAllText(Path.Combine(units[2], "result.json"), " ");
        var stale = JsonDocument.Parse(Done("runs", "--stale", "--out", Store, "--json")).RootElement.EnumerateArray()
            .ToDictionary(l => l.GetProperty("address").GetString()!, l => l.GetProperty("state").GetString()!);
        Assert.Equal(3, stale.Count);
        Assert.Equal("stale: made by version 9 of the numbers, which is 1 now", stale[Path.GetFileName(units[0])]);
        Assert.StartsWith("stale: its settings have the address", stale[Path.GetFileName(units[1])]);
        Assert.Equal("damaged: result.json is not what was written", stale[Path.GetFileName(units[2])]);
        Assert.All(units, unit => Assert.True(Directory.Exists(unit)));
    }

    [Theory]
    [InlineData("unit 0", "no unit is done in")]
    [InlineData("unit XYZ", "'XYZ' is no address")]
    [InlineData("compare 00", "no unit is done in")]
    [InlineData("report nowhere", "no folder 'nowhere'")]
    public void What_is_not_there_is_told(string arguments, string message)
    {
        var (code, output, error) = Ugradsl.Run([.. arguments.Split(' '), "--out", Store]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error);
    }

    [Fact]
    public void A_run_without_its_Retrain_cannot_be_compared()
    {
        var addresses = Declared();
        Done("unit", addresses[2], "--out", Store);
        var (code, _, error) = Ugradsl.Run("compare", addresses[2], "--out", Store);
        Assert.Equal(2, code);
        Assert.Contains("has no Retrain in", error);
    }

    private static string Done(params string[] arguments)
    {
        var (code, output, error) = Ugradsl.Run(arguments);
        Assert.True(code == 0, error);
        return output;
    }
}
