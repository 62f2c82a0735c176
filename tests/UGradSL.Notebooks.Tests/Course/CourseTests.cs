using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

/// <summary>The notebooks of the course as they are stored, and as they run on the quick preset.</summary>
public sealed partial class CourseTests
{
    private const int MostLines = 20, MostBytes = 300_000;

    private static readonly string Folder = Path.Combine(Root(), "notebooks");

    public static TheoryData<string> Notebooks => [.. Directory.GetFiles(Folder, "*.ipynb").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

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
    public void Its_outputs_are_stored_from_one_whole_run_without_warnings_or_places(string name)
    {
        var cells = Stored(name).CodeCells;
        Assert.Equal(Enumerable.Range(1, cells.Count), cells.Select(cell => cell.ExecutionCount ?? 0));
        foreach (var output in cells.SelectMany(cell => cell.Outputs))
        {
            Assert.NotEqual("error", (string?)output!["output_type"]);
            Assert.NotEqual("stderr", (string?)output["name"]);
            Assert.DoesNotMatch(Place(), output.ToJsonString());
        }
        Assert.All(cells, cell => Assert.InRange(cell.Outputs.ToJsonString().Length, 0, MostBytes));
    }

    [Theory, MemberData(nameof(Notebooks))]
    public void It_is_saved_as_the_runner_would_save_it(string name) =>
        Assert.Equal(Stored(name).ToString(), File.ReadAllText(Path.Combine(Folder, name)));

    [Theory, MemberData(nameof(Notebooks))]
    public void Its_metadata_is_what_the_last_kernel_writes(string name)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name)))!;
        Assert.Equal("""{"kernelspec":{"display_name":".NET (C#)","language":"C#","name":".net-csharp"},"language_info":{"file_extension":".cs","mimetype":"text/x-csharp","name":"C#","pygments_lexer":"csharp","version":"13.0"},"polyglot_notebook":{"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":[],"languageName":"csharp","name":"csharp"}]}}}""",
            json["metadata"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        foreach (var cell in json["cells"]!.AsArray().Where(cell => (string?)cell!["cell_type"] == "code"))
            Assert.Equal("""{"dotnet_interactive":{"language":"csharp"},"polyglot_notebook":{"kernelName":"csharp"}}""", cell!["metadata"]!.ToJsonString());
    }

    [Theory, MemberData(nameof(Notebooks))]
    public void Its_first_cell_is_the_same_everywhere_and_every_cell_is_short(string name)
    {
        var sources = Stored(name).CodeCells.Select(cell => cell.Source).ToList();
        Assert.Equal("""
            #r "../artifacts/kit/UGradSL.Kit.dll"
            using TorchSharp;
            using Unlearn;
            using static TorchSharp.torch;
            using static TorchSharp.torch.nn.functional;
            Kit.Versions()
            """, sources[0]);
        Assert.All(sources, source => Assert.InRange(source.Split('\n').Length, 1, MostLines));
    }

    [Fact]
    public void The_first_notebook_has_twelve_cells_at_most() =>
        Assert.InRange(JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "00-first-forgetting.ipynb")))!["cells"]!.AsArray().Count, 1, 12);

    [Fact]
    public void Every_link_to_a_notebook_or_a_document_leads_somewhere()
    {
        foreach (var name in Notebooks.Select(row => row.Data))
            foreach (var link in Link().Matches(File.ReadAllText(Path.Combine(Folder, name))).Select(match => match.Groups[1].Value).Where(link => !link.Contains("://")))
                Assert.True(File.Exists(Path.Combine(Folder, link)), $"{name} links to {link}, which is not there");
    }

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

    [GeneratedRegex(@"(?<![\w.:/])/(home|root|work|tmp|usr|Users|workspaces)/")]
    private static partial Regex Place();

    [GeneratedRegex(@"\]\(([^)#\s]+)\)")]
    private static partial Regex Link();
}
