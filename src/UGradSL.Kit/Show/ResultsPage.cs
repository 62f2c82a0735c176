using System.Text.RegularExpressions;

namespace Unlearn;

/// <summary>
/// A Markdown page whose tables come from stored results: between <c>&lt;!-- results: FILE --&gt;</c> and <c>&lt;!-- end --&gt;</c> stands what the
/// file renders to, and nothing else of the page is touched. FILE is an <see cref="ExperimentResults"/>, a <see cref="TunedPreset"/>,
/// a file of findings, "paper": what of the paper was run, or "run-times": how long the paper's methods take beside their baselines.
/// </summary>
public static partial class ResultsPage
{
    /// <summary>The page with every such block written anew.</summary>
    /// <param name="page">Its text.</param>
    /// <param name="folder">Which the files' names start from.</param>
    /// <exception cref="InvalidDataException">A file that is missing or damaged, or a block without an end.</exception>
    public static string Render(string page, string folder)
    {
        if (Begin().Count(page) != Block().Count(page)) throw new InvalidDataException("a block of results has no <!-- end -->: add it after the block.");
        return Block().Replace(page, block => $"{block.Groups["head"].Value}\n{Tables(Path.Combine(folder, block.Groups["file"].Value))}\n{block.Groups["end"].Value}");
    }

    private static string Tables(string path)
    {
        if (Path.GetFileName(path) == "paper") return PaperRunsView.Of(Path.GetDirectoryName(path)!).ToMarkdown().Trim();
        if (Path.GetFileName(path) == "run-times") return RunTimesView.Of(Path.GetDirectoryName(path)!).ToMarkdown().Trim();
        if (Path.GetFileName(Path.GetDirectoryName(path)) == "presets") return TunedTable.Of(TunedPreset.Read(path)).ToMarkdown().Trim();
        if (Path.GetFileName(Path.GetDirectoryName(path)) == "findings") return string.Join("\n\n", FindingsTable.Of(path).Select(table => table.ToMarkdown().Trim()));
        var results = ExperimentResults.Read(path);
        var paper = PaperResultView.Beside(results);
        return string.Join("\n\n", SweepTable.Of(results).Concat(paper is null ? [] : [paper]).Concat(SweepTable.Costs(results)).Select(table => table.ToMarkdown().Trim()));
    }

    [GeneratedRegex("<!-- results: ")]
    private static partial Regex Begin();

    [GeneratedRegex("(?<head><!-- results: (?<file>[^ >]+) -->)\n.*?(?<end><!-- end -->)", RegexOptions.Singleline)]
    private static partial Regex Block();
}
