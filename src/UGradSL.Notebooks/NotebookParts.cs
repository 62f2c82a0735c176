using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Unlearn.Notebooks;

/// <summary>The parts that a notebook of the course has for whoever learns from it: what it promises, what it asks, what it leaves to do.</summary>
internal static partial class NotebookParts
{
    /// <summary>What is missing, a sentence each.</summary>
    /// <param name="json">The notebook.</param>
    /// <param name="exercises">How many it should have.</param>
    public static IEnumerable<string> Of(JsonNode json, int exercises)
    {
        var cells = json["cells"]!.AsArray();
        var opening = cells.Select(Prose).FirstOrDefault(prose => prose.Length > 0) ?? "";
        if (!opening.Contains("**You will**", StringComparison.Ordinal)) yield return "it does not begin by what one will learn: **You will** …";
        if (!Minutes().IsMatch(opening)) yield return "it does not begin by how long it takes: *Two CPU cores: about two minutes, …*";
        foreach (var (section, asks, shows) in Sections(cells))
            if (shows && !asks) yield return $"'{section}' shows a result and asks nothing before it: put a question in italics, *What do you expect?*";
        var prose = string.Join('\n', cells.Select(Prose));
        if (!prose.Contains("\n## In short\n", StringComparison.Ordinal)) yield return "it has no summary: ## In short.";
        var tasks = prose.IndexOf("\n## Exercises\n", StringComparison.Ordinal) is var at and >= 0 ? Task().Count(prose[at..]) : 0;
        if (tasks != exercises) yield return $"{tasks} exercises under ## Exercises: {exercises} are wanted, 1. ★, 2. ★★ and 3. ★★★.";
        if (!prose.Contains("**Further reading.**", StringComparison.Ordinal)) yield return "it names nothing to read on: **Further reading.** …";
    }

    /// <summary>Each heading of the second level, whether a question in italics stands under it, and whether a table or a chart does.</summary>
    private static List<(string Section, bool Asks, bool Shows)> Sections(JsonArray cells)
    {
        List<(string Section, bool Asks, bool Shows)> sections = [];
        foreach (var cell in cells)
        {
            foreach (var part in Heading().Split(Prose(cell)))
            {
                if (part.StartsWith("## ", StringComparison.Ordinal)) sections.Add((part.Split('\n')[0][3..], false, false));
                if (sections.Count > 0) sections[^1] = sections[^1] with { Asks = sections[^1].Asks || Question().IsMatch(part) };
            }
            if (sections.Count > 0 && cell!["outputs"] is JsonArray outputs && outputs.Any(o => o!["data"]?["text/html"] is not null)) sections[^1] = sections[^1] with { Shows = true };
        }
        return sections;
    }

    private static string Prose(JsonNode? cell) => (string?)cell!["cell_type"] != "markdown" ? ""
        : cell["source"] is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)cell["source"] ?? "";

    [GeneratedRegex(@"\b(minutes?|seconds)\b")]
    private static partial Regex Minutes();

    [GeneratedRegex("(?m)^(?=## )")]
    private static partial Regex Heading();

    // One pair of single stars with a question mark between them.
    [GeneratedRegex(@"(?<!\*)\*(?!\*)[^*]*\?[^*]*\*(?!\*)")]
    private static partial Regex Question();

    [GeneratedRegex(@"(?m)^\d\. ★+ ")]
    private static partial Regex Task();
}
