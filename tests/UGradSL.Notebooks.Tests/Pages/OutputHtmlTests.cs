using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

public class OutputHtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>kept")]
    [InlineData("kept<img src=x onerror=alert(1)>")]
    [InlineData("<svg><g onload=alert(1)><rect width=\"1\"/></g></svg>kept")]
    [InlineData("<svg><script>alert(1)</script></svg>kept")]
    [InlineData("<svg><a xlink:href=\"javascript:alert(1)\"><text>kept</text></a></svg>")]
    [InlineData("<a href=\"javascript:alert(1)\">kept</a>")]
    [InlineData("<a href=\" java\nscript:alert(1)\">kept</a>")]
    [InlineData("<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>kept")]
    [InlineData("<form action=https://example.org><button>kept</button></form>kept")]
    [InlineData("<style>body{background:url(https://example.org)}</style>kept")]
    [InlineData("<div style=\"background:url(https://example.org/x.png)\">kept</div>")]
    [InlineData("<img src=\"https://example.org/x.png\">kept")]
    [InlineData("<img srcset=\"https://example.org/x.png 2x\">kept")]
    [InlineData("<link rel=stylesheet href=https://example.org>kept")]
    [InlineData("<meta http-equiv=refresh content=\"0;url=https://example.org\">kept")]
    [InlineData("<base href=https://example.org>kept")]
    [InlineData("<div data-page=\"stop\" id=\"stop\" data-cell=\"x\" data-chart=\"x\">kept</div>")]
    [InlineData("<script type=\"application/json\" data-chart=\"000000000000\">[1,2]</script>kept")]
    [InlineData("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>kept")]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>kept")]
    public void Nothing_in_html_runs_loads_or_passes_for_the_page(string html)
    {
        var shown = OutputHtml.Of(Data("text/html", html));
        Assert.Contains("kept", shown);
        Assert.DoesNotMatch(@"(?i)<script|<iframe|<form|<button|<style|<link|<meta|<base|\son\w+=|javascript:|example\.org|\sid=|data-(page|cell|chart)", shown);
    }

    [Theory]
    [InlineData("image/svg+xml", "<svg onload=alert(1)><script>1</script></svg>")]
    [InlineData("image/png", "\"><script>alert(1)</script>")]
    [InlineData("text/markdown", "<script>alert(1)</script>")]
    [InlineData("text/latex", "$</math><script>alert(1)</script>$")]
    [InlineData("text/plain", "<script>alert(1)</script>")]
    [InlineData("application/json", "<script>alert(1)</script>")]
    [InlineData("application/javascript", "alert(1)")]
    public void Nor_does_any_other_form(string mimeType, string text) => Assert.DoesNotMatch("(?i)<script|onload=", OutputHtml.Of(Data(mimeType, text)));

    [Fact]
    public void Streams_and_errors_are_text()
    {
        Assert.Equal("<pre class=\"text\">&lt;script&gt; a</pre>", OutputHtml.Of(Parse("""{"output_type":"stream","name":"stdout","text":["<script>"," a"]}""")));
        Assert.Equal("<pre class=\"text warning\">red</pre>", OutputHtml.Of(Parse("""{"output_type":"stream","name":"stderr","text":"\u001b[31mred\u001b[0m"}""")));
        Assert.Equal("<pre class=\"text error\">&lt;b&gt;\nat &lt;i&gt;</pre>", OutputHtml.Of(Parse("""{"output_type":"error","ename":"E","evalue":"<b>","traceback":["at <i>"]}""")));
    }

    [Fact]
    public void A_chart_keeps_its_drawing_and_the_numbers_to_draw_anew()
    {
        var figure = Charts.Lines("a < b </script>", "x", "y", [new("one & two", [1, 2, 3], [1, 4, 9])]);
        var shown = OutputHtml.Of(Data("text/html", figure.ToHtml()));
        var sketch = shown[..shown.IndexOf("<script", StringComparison.Ordinal)];
        Assert.Equal(Count(figure.Svg, "<path"), Count(sketch, "<path"));
        Assert.Contains("viewBox=", sketch);
        Assert.Contains("a &lt; b &lt;/script&gt;", sketch);
        var data = System.Text.RegularExpressions.Regex.Match(shown, "^<script type=\"application/json\" data-chart=\"([0-9a-f]{12})\">(.*)</script>$".Replace("^", ""));
        Assert.True(data.Success);
        Assert.Contains($"data-unlearn-figure=\"{data.Groups[1].Value}\"", sketch);
        Assert.Equal([1.0, 4, 9], JsonNode.Parse(data.Groups[2].Value)![0]![0]!["y"]!.AsArray().Select(y => (double)y!));
        Assert.DoesNotContain("jsdelivr", shown);
        Assert.Equal(1, Count(shown, "</script>"));
    }

    [Fact]
    public void A_slider_keeps_its_range_and_its_numbers()
    {
        var html = """<div data-unlearn-threshold="{&quot;p&quot;:[1]}"><label>from <output>0.5</output><input type="range" min="0" max="100" value="50" step="1"></label></div><input type="password">""";
        var shown = OutputHtml.Of(Data("text/html", html));
        Assert.Contains("type=\"range\"", shown);
        Assert.Contains("data-unlearn-threshold=\"{&quot;p&quot;:[1]}\"", shown);
        Assert.DoesNotContain("password", shown);
    }

    [Theory]
    [InlineData("<script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("</style><script>alert(1)</script>")]
    [InlineData("javascript:alert(1)")]
    [InlineData("';alert(1)//")]
    [InlineData("</script><script>alert(1)</script>")]
    public void The_name_of_a_class_is_text_in_tables_charts_and_pictures(string name)
    {
        var table = new Table(["class", "n"], [[name, 1]], name, name).ToHtml();
        var chart = Charts.Bars(name, name, name, [name, "b"], [new(name, [0, 1], [1, 2])]).ToHtml();
        foreach (var html in (string[])[table, chart])
        {
            var shown = OutputHtml.Of(Data("text/html", html));
            var page = new HtmlParser().ParseDocument(shown);
            Assert.Empty(page.QuerySelectorAll("img, style, a, script:not([type='application/json'])"));
            Assert.DoesNotContain(page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
            Assert.Contains(name, page.Body!.TextContent);
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"output_type":7}""")]
    [InlineData("""{"output_type":"stream","text":{"a":1},"name":[1]}""")]
    [InlineData("""{"output_type":"error","traceback":{"a":1},"evalue":[2]}""")]
    [InlineData("""{"output_type":"display_data","data":[1]}""")]
    [InlineData("""{"output_type":"display_data","data":{"text/html":7,"text/plain":[1,null]}}""")]
    public void An_output_of_another_shape_is_no_error(string json) => Assert.DoesNotContain("<script", OutputHtml.Of(Parse(json)));

    private static int Count(string text, string word) => text.Split(word).Length - 1;

    private static JsonObject Data(string mimeType, string text) => new() { ["output_type"] = "display_data", ["data"] = new JsonObject { [mimeType] = text } };

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
