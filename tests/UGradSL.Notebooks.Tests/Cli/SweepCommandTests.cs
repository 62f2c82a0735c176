using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Unlearn.Tests;

/// <summary>A plan on the embedded images, done, killed, gone on with and shared.</summary>
public sealed class SweepCommandTests : IDisposable
{
    private const string Plan = """
        [{"name": "quick", "data": {"name": "embedded", "train": 300, "test": 200}, "network": {"name": "small-cnn", "width": 4},
          "forgettings": [{"forget": "class", "nameOrNumber": "Sandal"}], "training": {"epochs": 3, "batchSize": 32}, "seeds": [0, 1],
          "methods": [{"method": "Retrain"}, {"method": "FineTune", "epochs": 2}, {"method": "UGradSLPlus", "epochs": 1}]}]
        """;

    private readonly Scratch scratch = new();

    public SweepCommandTests() => File.WriteAllText(scratch.File("plan.json"), Plan);

    public void Dispose() => scratch.Dispose();

    private string[] Into(string store, params string[] more) => ["sweep", scratch.File("plan.json"), "--out", scratch.File(store), .. more];

    [Fact]
    public void Killed_at_any_moment_and_called_again_it_ends_with_the_same_results()
    {
        var whole = Numbers(Into("whole", "--json"));
        var random = new Random(3);
        for (var kills = Environment.GetEnvironmentVariable("UGRADSL_LONG") == "1" ? 20 : 2; kills > 0; kills--)
        {
            using var process = Ugradsl.Start(Into("killed"));
            for (var units = Units("killed"); Units("killed") == units && !process.HasExited;) Thread.Sleep(5);
            Thread.Sleep(random.Next(200));
            process.End("KILL");
            if (Units("killed") >= 10) Directory.Delete(scratch.File("killed"), recursive: true);
        }
        Assert.Equal(whole, Numbers(Into("killed", "--json")));
        Assert.Empty(Directory.GetDirectories(scratch.File("killed/running")));
    }

    [Fact]
    public void Two_sweeps_of_two_workers_each_on_one_store_give_the_results_of_one_sweep()
    {
        var whole = Numbers(Into("whole", "--workers", "2", "--json")); // with as many threads each: their number moves the last bits
        using var other = Ugradsl.Start(Into("shared", "--workers", "2"));
        var shared = Numbers(Into("shared", "--workers", "2", "--json"));
        other.WaitForExit();
        Assert.Equal(whole, shared);
        Assert.False(Directory.Exists(scratch.File("shared/set-aside")));
    }

    [Fact]
    public void A_damaged_unit_is_named_and_done_again()
    {
        var whole = Numbers(Into("store", "--json"));
        var unit = Directory.GetDirectories(scratch.File("store/units")).First(u => File.Exists(Path.Combine(u, "result.json")));
        File.AppendAllText(Path.Combine(unit, "result.json"), " ");
        var (code, output, error) = Ugradsl.Run(Into("store", "--json"));
        Assert.Equal(0, code);
        Assert.Equal(whole, Numbers(output));
        Assert.Contains($"{Path.GetFileName(unit)} is damaged (result.json is not what was written): set aside as set-aside/", error);
    }

    [Fact]
    public void A_dry_run_says_what_is_left_and_does_nothing()
    {
        var (code, output, _) = Ugradsl.Run(Into("store", "--dry-run"));
        Assert.Equal(0, code);
        Assert.Matches("8 units, 0 of them done. Left: 8, about [1-9][0-9,]* samples", output);
        Assert.Equal(0, Units("store"));
    }

    [Fact]
    public void The_table_has_Retrain_first_and_a_row_for_recalibrated_statistics()
    {
        var (code, output, _) = Ugradsl.Run(Into("store"));
        Assert.Equal(0, code);
        Assert.Contains("quick: class 5 (Sandal) forgotten", output);
        var rows = output.Split('\n').SkipWhile(line => !line.Contains("Retrain", StringComparison.Ordinal)).Take(5).ToList();
        foreach (var (row, name) in rows.Zip((string[])["Retrain", "Original", "FT", "UGradSL+", "UGradSL+ (recalibrated)"])) Assert.Contains(name, row);
    }

    [Fact]
    public void A_page_is_written_anew_from_stored_results_and_only_there()
    {
        Assert.Equal(0, Ugradsl.Run(Into("store", "--results", scratch.File("results"))).Code);
        File.WriteAllText(scratch.File("page.md"), "before\n<!-- results: quick.json -->\nold\n<!-- end -->\nafter\n");
        string[] render = ["results", scratch.File("page.md"), "--folder", scratch.File("results")];
        Assert.Contains("written anew", Ugradsl.Run(render).Error);
        Assert.Contains("up to date", Ugradsl.Run(render).Error);
        var page = File.ReadAllText(scratch.File("page.md"));
        Assert.Matches(@"(?s)^before\n<!-- results: quick.json -->\n.*\| UGradSL\+ \|.*\| Peak memory MiB \|.*\n<!-- end -->\nafter\n$", page);

        var stored = File.ReadAllText(scratch.File("results/quick.json"));
        File.WriteAllText(scratch.File("results/quick.json"), stored.Replace("\"learningRate\": 0.01", "\"learningRate\": 0.02"));
        var (code, _, error) = Ugradsl.Run(render);
        Assert.Equal(2, code);
        Assert.Contains("they were changed, or the kit's version was", error);
        Assert.Equal(page, File.ReadAllText(scratch.File("page.md")));
    }

    [Theory]
    [InlineData("[]x", "is no plan")]
    [InlineData("""[{"name": "n", "data": {"name": "embedded"}, "network": {"name": "small-cnn"}, "forgettings": [], "training": {}, "seeds": [0], "methods": []}]""", "0 ways to forget")]
    [InlineData("""[{"name": "n", "data": {"name": "embedded"}, "network": {"name": "smal-cnn"}, "forgettings": [{"forget": "random"}], "training": {}, "seeds": [0], "methods": []}]""", "did you mean 'small-cnn'?")]
    [InlineData("""[{"name": "n", "data": {"name": "embedded"}, "network": {"name": "small-cnn"}, "forgettings": [{"forget": "random"}], "training": {"epochs": 0}, "seeds": [0], "methods": []}]""", "0 epochs: at least 1")]
    public void A_bad_plan_is_told_before_anything_is_done(string plan, string message)
    {
        File.WriteAllText(scratch.File("plan.json"), plan);
        var (code, output, error) = Ugradsl.Run(Into("store"));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error);
    }

    private int Units(string store) => Directory.Exists(scratch.File($"{store}/units")) ? Directory.GetDirectories(scratch.File($"{store}/units")).Length : 0;

    private static string Numbers(string[] arguments)
    {
        var (code, output, error) = Ugradsl.Run(arguments);
        Assert.True(code == 0, error);
        return Numbers(output);
    }

    /// <summary>Everything but times, memory and dates.</summary>
    private static string Numbers(string output)
    {
        var all = JsonNode.Parse(output)!;
        foreach (var result in all.AsArray().SelectMany(e => e!["units"]!.AsArray()).Select(r => r!["result"]!))
        {
            foreach (var scores in (JsonNode?[])[result["scores"], result["recalibrated"]]) (scores as JsonObject)?.Remove("rte");
            foreach (var cost in (string[])["seconds", "peakBytes"]) result["cost"]!.AsObject().Remove(cost);
            result.AsObject().Remove("environment");
        }
        return all.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }
}
