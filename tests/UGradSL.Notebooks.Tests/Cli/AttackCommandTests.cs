using System.Text.Json.Nodes;
using Xunit;

namespace Unlearn.Tests;

/// <summary>Attacks on a plan: done, killed, gone on with, and with one method more.</summary>
public sealed class AttackCommandTests : IDisposable
{
    private const string Plan = """
        [{"name": "quick", "data": {"name": "embedded", "train": 200, "test": 100}, "network": {"name": "small-cnn", "width": 4},
          "forgettings": [{"forget": "random", "share": 0.1}], "training": {"epochs": 2, "batchSize": 32}, "seeds": [0],
          "methods": [{"method": "Retrain"}, {"method": "FineTune", "epochs": 1}]}]
        """;

    private readonly Scratch scratch = new();

    public AttackCommandTests() => File.WriteAllText(scratch.File("plan.json"), Plan);

    public void Dispose() => scratch.Dispose();

    private string[] Into(string store, params string[] more) => ["attack", scratch.File("plan.json"), "--pairs", "6", "--out", scratch.File(store), .. more];

    [Fact]
    public void Killed_at_any_moment_and_called_again_it_ends_with_the_same_attacks()
    {
        var whole = Say(Into("whole", "--json"));
        var random = new Random(5);
        for (var kills = Environment.GetEnvironmentVariable("UGRADSL_LONG") == "1" ? 20 : 2; kills > 0; kills--)
        {
            using var process = Ugradsl.Start(Into("killed"));
            for (var units = Units("killed"); Units("killed") == units && !process.HasExited;) Thread.Sleep(5);
            Thread.Sleep(random.Next(100));
            process.End("KILL");
            if (Units("killed") >= 24) Directory.Delete(scratch.File("killed"), recursive: true);
        }
        Assert.Equal(whole, Say(Into("killed", "--json")));
        Assert.Empty(Directory.GetDirectories(scratch.File("killed/running")));
        Assert.Equal(24, Units("killed")); // six originals, and of each pair original, Retrain and FT
    }

    [Fact]
    public void A_second_method_takes_the_shadows_that_are_there()
    {
        Assert.Matches("18 units, 0 of them done", Say(Into("store", "--dry-run")));
        Assert.Equal(0, Units("store"));
        var first = JsonNode.Parse(Say(Into("store", "--json")))!.AsArray();
        Assert.Equal(["Retrain (half against half)", "Original", "FT"], first.Select(row => (string)row!["name"]!));
        File.WriteAllText(scratch.File("plan.json"), Plan.Replace("\"epochs\": 1}", "\"epochs\": 1}, {\"method\": \"UGradSLPlus\", \"epochs\": 1}"));
        Assert.Matches("24 units, 18 of them done", Say(Into("store", "--dry-run")));
        var second = JsonNode.Parse(Say(Into("store", "--json", "--workers", "2")))!.AsArray();
        Assert.Equal(30, Units("store"));
        Assert.Equal("UGradSL+", (string)second[3]!["name"]!);
        Assert.All(first.Zip(second), pair => Assert.True(JsonNode.DeepEquals(pair.First, pair.Second)));
        Assert.Equal(6, (int)second[3]!["forgettingQuality"]!["networks"]!);
        var table = Say(Into("store"));
        Assert.Contains("Attacks on networks that unlearned 10 % of every class", table);
        foreach (var name in (string[])["Retrain (half against half)", "Original", "FT", "UGradSL+"]) Assert.Contains($"\n{name}", table);
    }

    [Theory]
    [InlineData("[]x", "6", "is no plan")]
    [InlineData("[{}]", "6", "is no plan")]
    [InlineData(Plan, "2", "2 pairs of shadows: at least 3")]
    public void A_bad_plan_is_told_before_anything_is_done(string plan, string pairs, string message)
    {
        File.WriteAllText(scratch.File("plan.json"), plan);
        var (code, output, error) = Ugradsl.Run("attack", scratch.File("plan.json"), "--pairs", pairs, "--out", scratch.File("store"));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error);
        Assert.Equal(0, Units("store"));
    }

    private int Units(string store) => Directory.Exists(scratch.File($"{store}/units")) ? Directory.GetDirectories(scratch.File($"{store}/units")).Length : 0;

    private static string Say(string[] arguments)
    {
        var (code, output, error) = Ugradsl.Run(arguments);
        Assert.True(code == 0, error);
        return output;
    }
}
