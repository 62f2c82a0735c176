using System.Net;
using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Unlearn.Notebooks;

/// <summary>Markdown as a page shows it: raw HTML as the text that it is, formulas as MathML, and only links that lead somewhere harmless.</summary>
internal static class MarkdownHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml().UsePipeTables().UseTaskLists().UseAutoLinks().UseMathematics().UseEmphasisExtras().UseFootnotes()
        .UseAutoIdentifiers(Markdig.Extensions.AutoIdentifiers.AutoIdentifierOptions.GitHub).Build();

    /// <param name="markdown">A cell's source.</param>
    /// <param name="link">Where a relative link is to lead from the page; null leaves it as it is.</param>
    /// <param name="picture">The <c>data:</c> address of a picture that the Markdown names; null or a null answer makes a link of it.</param>
    public static string Of(string markdown, Func<string, string>? link = null, Func<string, string?>? picture = null)
    {
        try
        {
            var document = Markdown.Parse(markdown, Pipeline);
            foreach (var inline in document.Descendants<LinkInline>().ToList()) Mend(inline, link, picture);
            foreach (var auto in document.Descendants<AutolinkInline>().ToList())
                if (!auto.IsEmail && !PageAddress.Allowed(auto.Url, picture: false)) auto.ReplaceBy(new LiteralInline(auto.Url));
            using var writer = new StringWriter();
            var renderer = new HtmlRenderer(writer);
            Pipeline.Setup(renderer);
            renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathInlineRenderer>(new InlineFormula());
            renderer.ObjectRenderers.ReplaceOrAdd<HtmlMathBlockRenderer>(new Formula());
            renderer.Render(document);
            return writer.ToString();
        }
        catch (ArgumentException) // Markdig's limit of nesting
        {
            return $"<pre class=\"text\">{WebUtility.HtmlEncode(markdown)}</pre>";
        }
    }

    private static void Mend(LinkInline inline, Func<string, string>? link, Func<string, string?>? picture)
    {
        var url = inline.GetDynamicUrl?.Invoke() ?? inline.Url ?? "";
        inline.GetDynamicUrl = null;
        if (inline.IsImage && (PageAddress.Allowed(url, picture: true) ? url : picture?.Invoke(url)) is { } own) inline.Url = own;
        else
        {
            inline.IsImage = false;
            inline.Url = PageAddress.Allowed(url, picture: false) ? link?.Invoke(url) ?? url : "#";
        }
    }

    private sealed class InlineFormula : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline formula)
        {
            var display = formula.DelimiterCount > 1;
            renderer.Write(display ? "<span class=\"formula\">" : "").Write(Mathematics.Of(formula.Content.ToString(), display)).Write(display ? "</span>" : "");
        }
    }

    private sealed class Formula : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock formula) =>
            renderer.EnsureLine().WriteLine($"<div class=\"formula\">{Mathematics.Of(formula.Lines.ToString(), display: true)}</div>");
    }
}
