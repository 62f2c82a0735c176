using System.Text.Json.Nodes;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

/// <summary>Each rule of the course, broken in a copy of a notebook that keeps them all.</summary>
public sealed class NotebookLintTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    public static TheoryData<string, string> Broken => new()
    {
        { "metadata", "its metadata is not what the last .NET Interactive kernel writes" },
        { "cell metadata", "cell 2: its metadata is not that of a C# cell" },
        { "first cell", "cell 1 is not the one that every notebook begins with" },
        { "form", "it is not saved as the runner saves it" },
        { "cells", "14 cells: 15 to 40 are wanted" },
        { "lines", "cell 2: 21 lines, 20 at most" },
        { "order", "cell 2: run as number 7" },
        { "never run", "cell 2: run as number none" },
        { "error", "cell 2: an error is stored" },
        { "warning", "cell 2: a warning is stored" },
        { "place", "cell 2: a place on a machine is stored, /home/" },
        { "bytes", "cell 2: 300,0" },
        { "unseen", "the third in a row without a table or a chart" },
        { "link", "a link leads to nowhere.md, which is not there" },
        { "words", "part 1: 'dataset' is 'data set' in this course" },
    };

    [Theory, MemberData(nameof(Broken))]
    public void A_notebook_that_breaks_a_rule_is_told_which(string rule, string finding)
    {
        var path = scratch.File("notebook.ipynb");
        File.WriteAllText(path, "{}"); // a name to write to, and a folder for links
        var notebook = Sound();
        Break(notebook, rule);
        File.WriteAllText(path, notebook.ToJsonString());
        var clean = Notebook.Read(path).ToString();
        File.WriteAllText(path, rule == "form" ? clean + "\n" : clean);
        Assert.Contains(NotebookLint.Of(path), found => found.StartsWith(finding, StringComparison.Ordinal) || found.Contains(finding, StringComparison.Ordinal));
    }

    [Fact]
    public void A_notebook_that_breaks_none_is_clean_and_clearing_it_is_found()
    {
        var path = scratch.File("notebook.ipynb");
        File.WriteAllText(path, Sound().ToJsonString());
        File.WriteAllText(path, Notebook.Read(path).ToString());
        Assert.Empty(NotebookLint.Of(path));
        var notebook = Notebook.Read(path);
        notebook.Clear();
        notebook.Save();
        Assert.Contains(NotebookLint.Of(path), found => found.StartsWith("cell 1: run as number none", StringComparison.Ordinal));
    }

    /// <summary>Eight notes and eight cells of code, each with a table.</summary>
    private static JsonObject Sound()
    {
        var course = JsonNode.Parse(File.ReadAllText(Path.Combine(CourseTests.Folder, "00-first-forgetting.ipynb")))!.AsObject();
        var first = course["cells"]!.AsArray().First(cell => (string?)cell!["cell_type"] == "code")!.DeepClone();
        var cells = new JsonArray();
        for (var i = 1; i <= 8; i++)
        {
            cells.Add(JsonNode.Parse($$"""{"cell_type": "markdown", "id": "m{{i}}", "metadata": {}, "source": ["A note."]}"""));
            var code = first.DeepClone().AsObject();
            code["id"] = $"c{i}";
            if (i > 1) code["source"] = new JsonArray("1 + 1");
            code["execution_count"] = i;
            code["outputs"] = JsonNode.Parse($$"""[{"data": {"text/html": ["<table></table>"]}, "execution_count": {{i}}, "metadata": {}, "output_type": "execute_result"}]""");
            cells.Add(code);
        }
        course["cells"] = cells;
        return course;
    }

    private static void Break(JsonObject notebook, string rule)
    {
        var cells = notebook["cells"]!.AsArray();
        var second = cells[3]!; // the second cell of code
        switch (rule)
        {
            case "metadata": notebook["metadata"]!["kernelspec"]!["display_name"] = "C#"; break;
            case "cell metadata": second["metadata"] = new JsonObject(); break;
            case "first cell": cells[1]!["source"] = new JsonArray("using Unlearn;"); break;
            case "cells": for (var i = 0; i < 2; i++) cells.RemoveAt(cells.Count - 1); break;
            case "lines": second["source"] = new JsonArray([.. Enumerable.Range(0, 21).Select(i => JsonValue.Create($"var x{i} = 0;{(i < 20 ? "\n" : "")}"))]); break;
            case "order": second["execution_count"] = 7; break;
            case "never run": second["execution_count"] = null; break;
            case "error": second["outputs"]!.AsArray().Add(JsonNode.Parse("""{"ename": "E", "evalue": "no", "output_type": "error", "traceback": []}""")); break;
            case "warning": second["outputs"]!.AsArray().Add(JsonNode.Parse("""{"name": "stderr", "output_type": "stream", "text": ["careful"]}""")); break;
            case "place": second["outputs"]![0]!["data"]!["text/html"] = new JsonArray("in /home/someone/file"); break;
            case "bytes": second["outputs"]![0]!["data"]!["text/html"] = new JsonArray(new string('x', 300_000)); break;
            case "unseen": foreach (var i in (int[])[3, 5, 7]) cells[i]!["outputs"] = new JsonArray(); break;
            case "link": cells[0]!["source"] = new JsonArray("[read on](nowhere.md)"); break;
            case "words": cells[0]!["source"] = new JsonArray("A Dataset."); break;
        }
    }
}
