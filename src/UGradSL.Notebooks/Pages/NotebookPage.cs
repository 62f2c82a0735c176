using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Unlearn.Notebooks;

/// <summary>A notebook as a page: its Markdown rendered, its code in colours, its outputs as they are stored.</summary>
internal sealed class NotebookPage(Notebook notebook, string name)
{
    /// <summary>Where a relative link of the notebook leads from the page.</summary>
    public Func<string, string>? Link { get; init; }

    /// <summary>The first heading, else the file's name.</summary>
    public string Title => Heading(notebook) ?? name;

    /// <summary>The first paragraph after it, as Markdown.</summary>
    public string Summary => notebook.Cells.FirstOrDefault(cell => cell.Kind == "markdown")?.Source.Split("\n\n")
        .FirstOrDefault(paragraph => paragraph.Trim() is { Length: > 0 } text && text[0] != '#') ?? "";

    /// <summary>The cells, one <c>section</c> each.</summary>
    /// <param name="code">A code cell's section; null: the cell with its stored outputs.</param>
    public string Body(Func<CodeCell, string>? code = null)
    {
        var (html, number) = (new StringBuilder("<main>\n"), 0);
        foreach (var cell in notebook.Cells)
        {
            html.Append(cell.Code is { } runs
                ? code?.Invoke(runs) ?? Code(cell.Id, runs.Source, ++number, string.Concat(runs.Outputs.Select(output => Output(output!.AsObject()))))
                : $"<section class=\"{(cell.Kind == "raw" ? "raw" : "words")}\">{Words(cell)}</section>").Append('\n');
        }
        return html.Append("</main>").ToString();
    }

    /// <summary>A code cell.</summary>
    public static string Code(string id, string source, int number, string outputs, string state = "") =>
        $"<section class=\"cell\" data-cell=\"{WebUtility.HtmlEncode(id)}\" data-state=\"{state}\"><div class=\"code\"><span class=\"number\">[{number}]</span>"
        + $"<pre><code>{CodeColors.Of(source)}</code></pre></div><div class=\"outputs\">{outputs}</div></section>";

    /// <summary>One output.</summary>
    public static string Output(JsonObject output) => OutputHtml.Of(output) is { Length: > 0 } html ? $"<div class=\"output\">{html}</div>" : "";

    private string Words(NotebookCell cell) => cell.Kind == "raw"
        ? $"<pre class=\"text\">{WebUtility.HtmlEncode(cell.Source)}</pre>"
        : MarkdownHtml.Of(cell.Source, Link, address => address.StartsWith("attachment:", StringComparison.Ordinal) ? cell.Attachment(address["attachment:".Length..]) : null);

    private static string? Heading(Notebook notebook) => notebook.Cells.Where(cell => cell.Kind == "markdown").SelectMany(cell => cell.Source.Split('\n'))
        .Where(line => line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line[2..].Trim()).FirstOrDefault(line => line.Length > 0);
}
