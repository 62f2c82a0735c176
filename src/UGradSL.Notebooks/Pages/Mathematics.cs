using System.Net;
using Jint;
using Jint.Native;

namespace Unlearn.Notebooks;

/// <summary>
/// TeX as MathML, which browsers draw by themselves: no script and no font travels with the page. Temml, which is JavaScript and stands
/// inside this assembly, translates once, here (docs/decisions/0013-pages.md).
/// </summary>
internal static class Mathematics
{
    private static readonly Lock Gate = new();
    private static readonly Lazy<(Engine Engine, JsValue Translate)> Temml = new(() =>
    {
        var engine = new Engine(options => options.TimeoutInterval(TimeSpan.FromSeconds(5)).LimitRecursion(400).MaxStatements(5_000_000));
        engine.Execute(PageResource.Text("temml.min.js"));
        return (engine, engine.Evaluate("(tex, display) => temml.renderToString(tex, { displayMode: display, throwOnError: true, trust: false, maxExpand: 200 })"));
    });

    /// <summary>The formula; what is no TeX comes back as the text that it is.</summary>
    /// <param name="tex">Without its dollars.</param>
    /// <param name="display">Whether it stands on a line of its own.</param>
    public static string Of(string tex, bool display)
    {
        try
        {
            lock (Gate)
            {
                var (engine, translate) = Temml.Value;
                return engine.Invoke(translate, tex, display).AsString();
            }
        }
        catch (Exception e) when (e is JintException or TimeoutException)
        {
            return $"<code class=\"tex\">{WebUtility.HtmlEncode(tex)}</code>";
        }
    }
}
