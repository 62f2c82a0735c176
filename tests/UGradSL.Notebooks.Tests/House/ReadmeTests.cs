using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Unlearn.Tests;

/// <summary>What the readme promises, tried.</summary>
public sealed partial class ReadmeTests
{
    private static string Readme { get; } = File.ReadAllText(Repository.PathOf("README.md"));

    [Fact]
    public void Its_probes_of_a_table_give_the_numbers_beside_them()
    {
        var promised = Probe().Matches(Readme);
        Assert.Equal(2, promised.Count);
        Assert.All(promised, line =>
        {
            var (code, output, error) = Ugradsl.Run(["probe", "--csv", Repository.PathOf(line.Groups[1].Value), .. line.Groups[2].Value.Trim().Split(' '), "--json"]);
            Assert.True(code == 0, error);
            var probe = JsonDocument.Parse(output).RootElement;
            Assert.Equal(line.Groups[4].Value, Found(probe, "verdict").GetString());
            Assert.Equal(double.Parse(line.Groups[3].Value, CultureInfo.InvariantCulture), Found(probe, "inner").GetDouble(), 1e-4 * Math.Abs(Found(probe, "inner").GetDouble()));
        });
    }

    [Fact]
    public void What_it_says_that_the_doctor_says_the_sources_say()
    {
        string[] sources = [.. ((string[])["build/doctor.sh", "src/UGradSL.Cli/Doctor.cs", "src/UGradSL.Kit/Torch/NativeProblem.cs"]).Select(path => File.ReadAllText(Repository.PathOf(path)))];
        var said = Row().Matches(Readme[Readme.IndexOf("| it says |", StringComparison.Ordinal)..]).TakeWhile((_, i) => i < 9).SelectMany(row => Code().Matches(row.Groups[1].Value)).Select(m => m.Groups[1].Value).ToList();
        Assert.True(said.Count > 9, string.Join('\n', said));
        Assert.All(said, words => Assert.True(sources.Any(source => source.Contains(words, StringComparison.Ordinal)), $"nothing says '{words}'"));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/README.md")]
    [InlineData("CONTRIBUTING.md")]
    public void Links_lead_to_files_that_are_there(string page)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(page))!;
        var links = Link().Matches(File.ReadAllText(Repository.PathOf(page))).Select(m => m.Groups[1].Value.Split('#')[0]).Where(l => l.Length > 0 && !l.Contains("://")).ToList();
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(folder, link)), $"{page}: {link}"));
        Assert.True(links.Count > 0 || page == "CONTRIBUTING.md");
    }

    private static JsonElement Found(JsonElement element, string name) =>
        element.EnumerateObject().FirstOrDefault(p => p.NameEquals(name)) is { Value.ValueKind: not JsonValueKind.Undefined } found
            ? found.Value
            : throw new KeyNotFoundException($"no '{name}' among {string.Join(", ", element.EnumerateObject().Select(p => p.Name))}");

    [GeneratedRegex(@"(?m)^\./run\.sh probe --csv (\S+)( [^#\n]*?) +# .*: (-?[\d.]+), (\w+)$")]
    private static partial Regex Probe();

    [GeneratedRegex(@"(?m)^\| (`.*?) \| .* \|$")]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
