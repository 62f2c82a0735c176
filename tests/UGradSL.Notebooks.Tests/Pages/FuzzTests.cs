using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using CsCheck;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

/// <summary>Notebooks and Markdown that nobody wrote: a clear refusal or a page, never a crash, a script or a stray file.</summary>
public sealed class FuzzTests : IDisposable
{
    // Pieces that parsers trip over, put together at random.
    private static readonly string[] Pieces =
    [
        "# a\n", "\n\n", "> ", "- ", "1. ", "    ", "```\n", "```csharp\n", "`", "``", "*", "**", "_", "~~", "$", "$$", "$$\n", "|", "|---|\n", "[", "](", ")", "![", "[^1]", "[^1]: ", "\n[a]: ",
        "<", ">", "</", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "-->", "<![CDATA[", "</style>", "</math>", "<svg onload=alert(1)>", "\"><img onerror=alert(1) src=x>",
        "javascript:alert(1)", "data:text/html,<b>", "https://example.org", "&lt;", "&#106;", "&", "\\", "\\frac{", "\\href{javascript:x}{y}", "\\def\\a{\\a}", "{", "}", "^", "\\begin{matrix}", "\\end{matrix}",
        "\0", "\u2028", "\ud800", "😀", "é", "\t", "\r", "\u001b[31m", "- [x] ", "***\n", "===\n", ":::", "{#id .c onclick=x}", "a", " ", "9",
    ];

    private static readonly Gen<string> Words = Gen.OneOf(Pieces).Array[0, 40].Select(string.Concat);

    private static readonly string[] Mimes =
        ["text/html", "text/plain", "text/markdown", "text/latex", "image/svg+xml", "image/png", "application/json", "application/javascript", "text/html; charset=utf-8", ""];

    private static readonly string[] Code =
    [
        "1", "x", "var a = 1;", "\"", "/*", "#!javascript\n", "#r \"x.dll\"\n", "throw new Exception(\"</script>\");", "Console.WriteLine(\"<script>\");", "\n", "}", "{", "(", "new { A = 1 }",
        "\"<script>alert(1)</script>\".DisplayAs(\"text/html\");", "return;", "await Task.Delay(1);", "#if\n", "display(null);", "record R(int X);", "$\"{", "'", "@\"", "\"\"\"", "System.IO.File.Exists(\"x\")", "int[] b = { 1 };",
    ];

    private readonly Scratch scratch = new();

    [Fact]
    public void Markdown_of_any_kind_becomes_a_harmless_fragment()
    {
        foreach (var markdown in Faults.Pinned(Words)) Harmless(MarkdownHtml.Of(markdown), markdown);
    }

    [Fact]
    public void An_output_of_any_kind_becomes_a_harmless_fragment()
    {
        var text = Gen.OneOf(Words.Select(w => (JsonNode?)JsonValue.Create(w)), Words.Array[0, 3].Select(w => (JsonNode?)new JsonArray([.. w.Select(x => JsonValue.Create(x))])),
            Gen.Int.Select(i => (JsonNode?)JsonValue.Create(i)), Gen.Const(0).Select(_ => (JsonNode?)null));
        var output = Gen.Select(Gen.OneOf("display_data", "execute_result", "stream", "error", "", "x"), Gen.OneOf(Mimes), text, text)
            .Select((kind, mime, a, b) => new JsonObject
            {
                ["output_type"] = kind,
                ["data"] = new JsonObject { [mime] = a?.DeepClone() },
                ["text"] = b?.DeepClone(),
                ["name"] = b?.DeepClone(),
                ["evalue"] = a?.DeepClone(),
                ["traceback"] = a?.DeepClone(),
            });
        foreach (var one in Faults.Pinned(output)) Harmless(OutputHtml.Of(one), one.ToJsonString());
    }

    [Fact]
    public void A_spoiled_notebook_is_read_or_refused_with_its_name_and_its_page_is_harmless()
    {
        var whole = File.ReadAllBytes(Path.Combine(CourseTests.Folder, "00-first-forgetting.ipynb"));
        whole = [.. JsonSerializer.SerializeToUtf8Bytes(Small(JsonNode.Parse(whole)!))];
        var (path, read) = (scratch.File("a.ipynb"), 0);
        foreach (var bytes in Faults.Of(whole, 600))
        {
            File.WriteAllBytes(path, bytes);
            try
            {
                var page = new NotebookPage(Notebook.Read(path), "a");
                Harmless(page.Body() + MarkdownHtml.Of(page.Summary), System.Text.Encoding.UTF8.GetString(bytes));
                read++;
            }
            catch (InvalidDataException refused)
            {
                Assert.StartsWith(path, refused.Message);
            }
        }
        Assert.True(read > 50, $"only {read} could be read: the faults are too coarse");
        Assert.Equal(["a.ipynb"], Directory.GetFileSystemEntries(scratch.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Notebooks_of_any_kind_of_code_run_to_a_failure_or_an_end_and_leave_no_file()
    {
        var cells = Gen.OneOf(Code).Array[1, 3].Select(string.Concat).Array[1, 3];
        var clock = Stopwatch.StartNew();
        foreach (var (i, code) in Faults.Pinned(cells).Take(50).Index())
        {
            var path = scratch.Write(code);
            var run = NotebookRunner.Run(path);
            Assert.InRange(run.CellsRun, run.Failure is null ? code.Length : 0, code.Length);
            Assert.Equal(run.Failure is null, run.CellsRun == code.Length);
            Harmless(new NotebookPage(run.Notebook, "a").Body(), string.Join("\n---\n", code));
            Assert.Equal(["try.ipynb"], Directory.GetFileSystemEntries(scratch.Folder).Select(Path.GetFileName));
        }
        Assert.InRange(clock.Elapsed.TotalMinutes, 0, 5);
    }

    public void Dispose() => scratch.Dispose();

    /// <summary>Outputs of a chart's size make a thousand parses slow; what a parser sees of them is in the first thousand characters.</summary>
    private static JsonNode Small(JsonNode notebook)
    {
        foreach (var data in notebook["cells"]!.AsArray().SelectMany(cell => cell!["outputs"]?.AsArray() ?? []).Select(output => output!["data"]).OfType<JsonObject>())
            foreach (var form in data.ToList())
                data[form.Key] = OutputHtml.Text(form.Value) is { Length: > 1000 } text ? text[..1000] : form.Value!.DeepClone();
        return notebook;
    }

    private static void Harmless(string html, string from)
    {
        var page = new HtmlParser().ParseDocument(html);
        foreach (var element in page.All)
        {
            var name = element.LocalName;
            if (name is "style" or "iframe" or "object" or "embed" or "link" or "meta" or "base" or "form" or "button" && element.ParentElement != page.Head
                || name == "script" && element.GetAttribute("type") != "application/json")
                Assert.Fail($"<{name}> from {from}");
            foreach (var attribute in element.Attributes)
                if (attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.LocalName is "srcdoc" or "formaction"
                    || attribute.LocalName is "href" or "src" && !PageAddress.Allowed(attribute.Value, picture: name != "a"))
                    Assert.Fail($"{attribute.Name}=\"{attribute.Value}\" from {from}");
        }
    }
}
