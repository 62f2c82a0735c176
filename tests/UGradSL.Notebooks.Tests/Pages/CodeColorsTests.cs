using System.Net;
using System.Text.RegularExpressions;
using Unlearn.Notebooks;
using Xunit;

namespace Unlearn.Tests;

public class CodeColorsTests
{
    [Theory]
    [InlineData("var x = new UGradSL(Alpha: -0.2); // why", "k:var k:new t:UGradSL n:0.2 c:// why")]
    [InlineData("#r \"a.dll\"\nKit.Versions()", "d:#r \"a.dll\" m:Versions")]
    [InlineData("static double F(Tensor t) => $\"{t}!\".Length;", "k:static k:double m:F t:Tensor s:$\" s:! s:\"")]
    [InlineData("record Steps(List<Run> All);", "k:record t:Steps t:List t:Run")]
    [InlineData("var text = \"\"\"\n  var\n  \"\"\";", "k:var s:\"\"\"\n  var\n  \"\"\"")]
    [InlineData("await Go<int>(x => x); /* a */ 'c'", "k:await m:Go k:int c:/* a */ s:'c'")]
    public void Each_kind_of_word_has_its_class(string code, string words) =>
        Assert.Equal(words, string.Join(' ', Regex.Matches(CodeColors.Of(code), "<span class=\"(.)\">(.*?)</span>", RegexOptions.Singleline)
            .Select(m => $"{m.Groups[1].Value}:{WebUtility.HtmlDecode(m.Groups[2].Value)}")));

    [Theory]
    [InlineData("if (a < b && c > d) \"</code><script>\"")]
    [InlineData("\"never closed\n/* nor this")]
    [InlineData("\0\u2028 ⟨θ⟩ 😀 #!javascript <b>")]
    [InlineData("")]
    public void No_sign_is_lost_or_becomes_a_tag(string code)
    {
        var html = CodeColors.Of(code);
        Assert.Equal(code, WebUtility.HtmlDecode(Regex.Replace(html, "</?span[^>]*>", "")));
        Assert.DoesNotMatch("<(?!span class=\".\">|/span>)", html);
    }
}
