using System.Net;

namespace Unlearn.Notebooks;

/// <summary>Notebooks as a folder of pages for readers without .NET: one page each, from the outputs that are stored, and an index of all.</summary>
public static class Site
{
    /// <summary>Writes the pages and <c>index.html</c>; links between the notebooks become links between the pages.</summary>
    /// <param name="files">Notebooks, in the order of the index.</param>
    /// <param name="folder">Made where it is missing. Nothing is written elsewhere.</param>
    /// <returns>The pages' paths, the index last.</returns>
    /// <exception cref="FileNotFoundException">There is no such notebook.</exception>
    /// <exception cref="InvalidDataException">A file is no readable C# notebook, or two would be one page.</exception>
    public static IReadOnlyList<string> Write(IReadOnlyList<string> files, string folder)
    {
        var names = files.Select(file => Path.GetFileNameWithoutExtension(file) + ".html").ToList();
        if (names.Append("index.html").GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidDataException($"{twice.Count()} pages would be {twice.Key}: export them into folders of their own (--out).");
        var pages = files.Zip(names, (file, name) => (Name: name, Page: new NotebookPage(Notebook.Read(file), Path.GetFileNameWithoutExtension(file))
        {
            Link = link => Target(link, file),
        })).ToList();
        Directory.CreateDirectory(folder);
        List<string> written = [];
        foreach (var (i, (name, page)) in pages.Index())
            Put(name, PageFrame.Of(page.Title, $"{Steps(i)}\n{page.Body()}\n{Steps(i)}"));
        Put("index.html", PageFrame.Of("UGradSL.Kit: machine unlearning by gradient-based smoothed labels", Index()));
        return written;

        void Put(string name, string html)
        {
            WholeFile.Write(Path.Combine(folder, name), html);
            written.Add(Path.Combine(folder, name));
        }

        string Steps(int i) => $"<nav>{Step(i - 1, "←")}<a href=\"index.html\">All notebooks</a>{Step(i + 1, "→")}</nav>";

        string Step(int i, string arrow) => i < 0 || i >= pages.Count ? "<span></span>"
            : $"<a href=\"{Uri.EscapeDataString(pages[i].Name)}\">{(arrow == "←" ? arrow + " " : "")}{WebUtility.HtmlEncode(pages[i].Page.Title)}{(arrow == "→" ? " " + arrow : "")}</a>";

        string Index() => "<main class=\"index\"><h1>Machine unlearning, step by step</h1><p>The notebooks of UGradSL.Kit as they last ran: read them here, run them with <code>./run.sh</code>.</p><ol>"
            + string.Concat(pages.Select(p => $"<li><h2><a href=\"{Uri.EscapeDataString(p.Name)}\">{WebUtility.HtmlEncode(p.Page.Title)}</a></h2>{MarkdownHtml.Of(p.Page.Summary, p.Page.Link)}</li>"))
            + "</ol></main>";

        string Target(string link, string from)
        {
            if (link.Contains(':') || link.StartsWith('#') || link.StartsWith('/')) return link;
            var (path, fragment) = link.Split('#', 2) is [var before, var after] ? (before, "#" + after) : (link, "");
            var target = Path.GetFullPath(Uri.UnescapeDataString(path), Path.GetDirectoryName(Path.GetFullPath(from))!);
            var page = files.Select(Path.GetFullPath).ToList().IndexOf(target);
            return page >= 0 ? Uri.EscapeDataString(names[page]) + fragment
                : File.Exists(target) ? Path.GetRelativePath(Path.GetFullPath(folder), target).Replace('\\', '/') + fragment : link;
        }
    }
}
