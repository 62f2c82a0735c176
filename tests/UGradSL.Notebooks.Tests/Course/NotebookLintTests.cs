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
        { "median", "half of its cells of code have 7 lines or more" },
        { "promise", "it does not begin by what one will learn" },
        { "time", "it does not begin by how long it takes" },
        { "question", "'Anew' shows a result and asks nothing before it" },
        { "summary", "it has no summary" },
        { "exercises", "2 exercises under ## Exercises: 3 are wanted" },
        { "reading", "it names nothing to read on" },
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

    [Fact]
    public void A_notebook_of_solutions_is_asked_for_form_and_sound_outputs_not_for_parts_and_length()
    {
        Directory.CreateDirectory(scratch.File("solutions"));
        var path = scratch.File(Path.Combine("solutions", "notebook.ipynb"));
        var notebook = Sound();
        Break(notebook, "cells");
        Break(notebook, "unseen");
        var first = notebook["cells"]![1]!["source"]!.AsArray();
        File.WriteAllText(path, notebook.ToJsonString());
        File.WriteAllText(path, Notebook.Read(path).ToString());
        Assert.Contains(NotebookLint.Of(path), found => found.StartsWith("cell 1 is not the one", StringComparison.Ordinal));
        first[0] = ((string)first[0]!).Replace("../artifacts", "../../artifacts");
        File.WriteAllText(path, notebook.ToJsonString());
        File.WriteAllText(path, Notebook.Read(path).ToString());
        Assert.Empty(NotebookLint.Of(path));
        Break(notebook, "never run");
        File.WriteAllText(path, notebook.ToJsonString());
        File.WriteAllText(path, Notebook.Read(path).ToString());
        Assert.Single(NotebookLint.Of(path));
    }

    /// <summary>Eight notes and eight cells of code, each with a table.</summary>
    private static JsonObject Sound()
    {
        var course = JsonNode.Parse(File.ReadAllText(Path.Combine(CourseTests.Folder, "00-first-forgetting.ipynb")))!.AsObject();
        var first = course["cells"]!.AsArray().First(cell => (string?)cell!["cell_type"] == "code")!.DeepClone();
        var cells = new JsonArray();
        for (var i = 1; i <= 8; i++)
        {
            cells.Add(JsonNode.Parse($$"""{"cell_type": "markdown", "id": "m{{i}}", "metadata": {}, "source": ["{{Note(i)}}"]}"""));
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

    private static string Note(int i) => i switch
    {
        1 => @"# A notebook\n\n**You will** see.\n\n*Two CPU cores: about two minutes.*",
        2 => @"## Anew\n\n*What do you expect?*",
        8 => @"\n## In short\n\n* All is well.\n\n## Exercises\n\n1. ★ One.\n2. ★★ Two. *Or not?*\n3. ★★★ Three.\n\n**Further reading.** None.",
        _ => "A note.",
    };

    private static void Break(JsonObject notebook, string rule)
    {
        var cells = notebook["cells"]!.AsArray();
        var second = cells[3]!; // the second cell of code
        void Replace(int cell, string part, string by) => cells[cell]!["source"] = new JsonArray(((string)cells[cell]!["source"]![0]!).Replace(part, by));
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
            case "median": foreach (var i in (int[])[3, 5, 7, 9, 11]) cells[i]!["source"] = new JsonArray([.. Enumerable.Range(0, 7).Select(l => JsonValue.Create($"var x{l} = 0;{(l < 6 ? "\n" : "")}"))]); break;
            case "promise": Replace(0, "**You will**", "We"); break;
            case "time": Replace(0, "minutes", "cups of tea"); break;
            case "question": Replace(2, "*What do you expect?*", "What do you **expect?**"); break;
            case "summary": Replace(14, "## In short", "## Then"); break;
            case "exercises": Replace(14, "3. ★★★ Three.", ""); break;
            case "reading": Replace(14, "**Further reading.**", "Nothing."); break;
            case "words": cells[0]!["source"] = new JsonArray("A Dataset."); break;
        }
    }
}
