using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

public class MarkdownHtmlTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("text <img src=x onerror=alert(1)> more")]
    [InlineData("</style><style>body{display:none}</style>")]
    [InlineData("<iframe src=\"https://example.org\"></iframe>")]
    public void Raw_html_is_shown_as_the_text_that_it_is(string markdown)
    {
        var html = MarkdownHtml.Of(markdown);
        Assert.DoesNotMatch("<(script|img|style|iframe)", html);
        Assert.Contains("&lt;", html);
    }

    [Theory]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](JaVaScRiPt:alert(1))")]
    [InlineData("[a](&#106;avascript:alert(1))")]
    [InlineData("[a](java&#9;script:alert(1))")]
    [InlineData("[a](data:text/html,<b>)")]
    [InlineData("[a](vbscript:x)")]
    [InlineData("[a][b]\n\n[b]: javascript:alert(1)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![a](javascript:alert(1))")]
    public void A_link_that_would_run_leads_nowhere(string markdown)
    {
        var html = MarkdownHtml.Of(markdown);
        Assert.DoesNotMatch("(?i)(href|src)=\"[^\"]*(script|data):", html);
    }

    [Fact]
    public void A_picture_from_elsewhere_becomes_a_link_and_one_that_carries_its_bytes_stays()
    {
        Assert.Contains("<a href=\"https://example.org/p.png\">", MarkdownHtml.Of("![p](https://example.org/p.png)"));
        Assert.Contains("<img src=\"data:image/png;base64,AAAA\"", MarkdownHtml.Of("![p](data:image/png;base64,AAAA)"));
        Assert.DoesNotContain("<img", MarkdownHtml.Of("![p](data:text/html;base64,AAAA)"));
    }

    [Theory]
    [InlineData(@"$\theta_r$", "<msub><mi>θ</mi><mi>r</mi></msub>")]
    [InlineData("$$\nL = \\sum_{i} \\ell_i\n$$", "<mo movablelimits=\"false\">∑</mo>")]
    [InlineData(@"from $a$ to $b$", "<mi>b</mi>")]
    public void Formulas_are_MathML_and_need_no_script(string markdown, string contains)
    {
        var html = MarkdownHtml.Of(markdown);
        Assert.Contains("<math", html);
        Assert.Contains(contains, html);
        Assert.DoesNotContain("<script", html);
    }

    [Theory]
    [InlineData(@"$\frac{a$", @"\frac{a")]
    [InlineData(@"$\unheard$", @"\unheard")]
    [InlineData(@"$\def\a{\a\a}\a$", @"\def")]
    public void What_is_no_TeX_is_shown_as_written(string markdown, string contains)
    {
        var html = MarkdownHtml.Of(markdown);
        Assert.DoesNotContain("<math", html);
        Assert.Contains($"<code class=\"tex\">{contains}", html);
    }

    [Theory]
    [InlineData(@"$\href{javascript:alert(1)}{x}$")]
    [InlineData(@"$\text{<script>alert(1)</script>}$")]
    [InlineData(@"$\color{red;background:url(https://example.org)}x$")]
    [InlineData(@"$\class{bar}{x}$")]
    [InlineData(@"$\includegraphics{https://example.org/x.png}$")]
    public void A_formula_brings_no_link_class_picture_or_script(string markdown) =>
        Assert.DoesNotMatch("<script|href=|class=\"bar|<img|url\\(", MarkdownHtml.Of(markdown).Replace(System.Net.WebUtility.HtmlEncode(markdown.Trim('$')), ""));

    [Fact]
    public void Tables_code_and_tasks_are_what_they_are_in_a_front_end()
    {
        var html = MarkdownHtml.Of("| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] done\n\n```csharp\nvar x = 1 < 2;\n```");
        Assert.Contains("<table>", html);
        Assert.Contains("<input disabled=\"disabled\" type=\"checkbox\" checked=\"checked\" />", html);
        Assert.Contains("var x = 1 &lt; 2;", html);
    }

    [Fact]
    public void What_is_nested_too_deeply_is_shown_as_written() => Assert.StartsWith("<pre", MarkdownHtml.Of(new string('>', 5000) + " a"));
}
