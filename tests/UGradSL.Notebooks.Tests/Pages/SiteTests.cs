using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

public sealed class SiteTests : IDisposable
{
    private readonly Scratch scratch = new();

    [Fact]
    public void A_page_has_the_words_the_code_and_what_is_stored_and_the_index_leads_to_it()
    {
        var site = Export(Save("00-a.ipynb", "# One & two\n\nThe **first** lines.\n\nMore.", "Console.WriteLine(1);", "said"), Save("01-b.ipynb", "No heading. See [a](00-a.ipynb#x) and [there](notes.md).", "2", "two"));
        var (a, b, index) = (site["00-a.html"], site["01-b.html"], site["index.html"]);
        Assert.Contains("<title>One &amp; two</title>", a);
        Assert.Contains("<strong>first</strong>", a);
        Assert.Contains("<span class=\"m\">WriteLine</span>", a);
        Assert.Contains("<pre class=\"text\">said</pre>", a);
        Assert.Contains("<a href=\"01-b.html\">01-b →</a>", a);
        Assert.Contains("<a href=\"00-a.html#x\">a</a>", b);
        Assert.Contains("<a href=\"../notes.md\">there</a>", b);
        Assert.Contains("<a href=\"00-a.html\">One &amp; two</a></h2><p>The <strong>first</strong> lines.</p>", index);
        Assert.DoesNotContain("More.", index);
    }

    [Fact]
    public void Nothing_on_a_page_is_loaded_and_only_its_own_scripts_may_run()
    {
        var chart = Charts.Lines("t", "x", "y", [new("a", [1, 2], [3, 4])]).ToHtml();
        foreach (var (name, page) in Export(Save("a.ipynb", "# A", "1", chart, "text/html")))
        {
            Assert.DoesNotMatch(@"<(script|img|link|iframe)[^>]*\s(src|href)=""(?!data:)", page);
            var policy = Regex.Match(page, "http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
            Assert.StartsWith("default-src 'none'; script-src 'sha256-", policy);
            var scripts = Regex.Matches(page, "<script>(.*?)</script>", RegexOptions.Singleline).Select(m => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(m.Groups[1].Value)))}'").ToList();
            Assert.Equal(name == "a.html" ? 2 : 1, scripts.Count); // plotly.js only where there is a chart, and once
            Assert.Contains($"script-src {string.Join(' ', scripts)};", policy);
        }
    }

    [Fact]
    public void Everything_is_written_into_the_folder_and_a_second_time_gives_the_same()
    {
        var file = Save("a.ipynb", "# A", "1", "one");
        var before = Directory.GetFileSystemEntries(scratch.Folder, "*", SearchOption.AllDirectories).Order().ToList();
        var first = Export(file);
        Assert.Equal(["a.html", "index.html"], first.Keys.Order());
        Assert.Equal(first, Export(file));
        Directory.Delete(scratch.File("site"), recursive: true);
        Assert.Equal(before, Directory.GetFileSystemEntries(scratch.Folder, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public void Two_notebooks_that_would_be_one_page_are_refused()
    {
        var file = Save("a.ipynb", "# A", "1", "one");
        Assert.Contains("2 pages would be a.html", Assert.Throws<InvalidDataException>(() => Site.Write([file, file], scratch.File("site"))).Message);
        Assert.Contains("index.html", Assert.Throws<InvalidDataException>(() => Site.Write([Save("index.ipynb", "", "1", "")], scratch.File("site"))).Message);
    }

    [Fact]
    public void A_pasted_picture_is_on_the_page()
    {
        var file = Save("a.ipynb", "![p](attachment:p.png) ![q](attachment:q.png)", "1", "");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"cell_type\":\"markdown\"", "\"cell_type\":\"markdown\",\"attachments\":{\"p.png\":{\"image/png\":\"AAAA\"},\"q.png\":{\"text/html\":\"<b>\"}}"));
        var page = Export(file)["a.html"];
        Assert.Contains("<img src=\"data:image/png;base64,AAAA\"", page);
        Assert.Equal(1, Regex.Count(page, "<img"));
    }

    public void Dispose() => scratch.Dispose();

    private Dictionary<string, string> Export(params string[] files) =>
        Site.Write(files, scratch.File("site")).ToDictionary(path => Path.GetRelativePath(scratch.File("site"), path), File.ReadAllText);

    private string Save(string name, string markdown, string code, string output, string mimeType = "text/plain")
    {
        File.WriteAllText(scratch.File("notes.md"), "");
        File.WriteAllText(scratch.File(name), new JsonObject
        {
            ["nbformat"] = 4,
            ["cells"] = new JsonArray(
                new JsonObject { ["cell_type"] = "markdown", ["source"] = markdown },
                new JsonObject
                {
                    ["cell_type"] = "code",
                    ["source"] = code,
                    ["outputs"] = new JsonArray(new JsonObject { ["output_type"] = "display_data", ["data"] = new JsonObject { [mimeType] = output } }),
                }),
        }.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        return scratch.File(name);
    }
}
