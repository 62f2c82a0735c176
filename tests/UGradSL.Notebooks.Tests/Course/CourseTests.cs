using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

/// <summary>The notebooks of the course as they are stored, and as they run on the quick preset.</summary>
public sealed partial class CourseTests
{
    internal static readonly string Folder = Path.Combine(Root(), "notebooks");

    public static TheoryData<string> Notebooks => [.. Of(""), .. Of("solutions")];

    public static TheoryData<string> Course => [.. Of("")];

    [Theory, MemberData(nameof(Notebooks))]
    public void It_runs_on_the_quick_preset_and_shows_what_its_stored_outputs_show(string name)
    {
        var preset = Environment.GetEnvironmentVariable("UGRADSL_PRESET");
        Environment.SetEnvironmentVariable("UGRADSL_PRESET", "quick");
        try
        {
            var run = NotebookRunner.Run(Path.Combine(Folder, name));
            Assert.Null(run.Failure);
            Assert.Equal(Stored(name).CodeCells.Select(Shape), run.Notebook.CodeCells.Select(Shape));
        }
        finally
        {
            Environment.SetEnvironmentVariable("UGRADSL_PRESET", preset);
        }
    }

    [Theory, MemberData(nameof(Notebooks))]
    public void It_has_the_form_the_length_the_outputs_the_links_and_the_words_of_the_course(string name) => Assert.Empty(NotebookLint.Of(Path.Combine(Folder, name)));

    [Theory, MemberData(nameof(Course))]
    public void Each_exercise_has_its_solution_and_each_solution_can_fail(string name)
    {
        var solutions = Path.Combine(Folder, "solutions", name);
        Assert.Equal(["## 1 ★ ", "## 2 ★★ ", "## 3 ★★★ "], Heading().Matches(Prose(solutions)).Select(match => match.Value));
        Assert.True(Notebook.Read(solutions).CodeCells.Count(cell => cell.Source.Contains("Holds(", StringComparison.Ordinal)) > 3, "the helper, and an assertion for each answer");
    }

    private static IEnumerable<string> Of(string folder) =>
        Directory.GetFiles(Path.Combine(Folder, folder), "*.ipynb").Select(path => Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"(?m)^## \d ★+ ")]
    private static partial Regex Heading();

    /// <summary>The notes of a notebook, one after another.</summary>
    internal static string Prose(string path) => string.Join('\n', JsonNode.Parse(File.ReadAllText(path))!["cells"]!.AsArray()
        .Where(cell => (string?)cell!["cell_type"] == "markdown").Select(cell => string.Concat(cell!["source"]!.AsArray().Select(line => (string?)line))));

    private static Notebook Stored(string name) => Notebook.Read(Path.Combine(Folder, name));

    /// <summary>Which outputs, in which forms; not what they say.</summary>
    private static string Shape(CodeCell cell) => string.Join("; ", cell.Outputs.Select(output =>
        $"{output!["output_type"]} {string.Join(' ', (output["data"]?.AsObject() ?? []).Select(form => form.Key).Order())}"));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "UGradSL.Kit.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
