using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Unlearn.Notebooks;

/// <summary>A page that asks nothing of the net and runs no script but its own, by its content security policy.</summary>
internal static class PageFrame
{
    /// <summary>The page's own script: it draws charts where plotly.js is there, and moves sliders.</summary>
    public static string Script => $"{PageResource.Text("page.js")}window.unlearnLive=function(){{window.unlearnCharts();{ThresholdSlider.Script}}};window.unlearnLive();";

    /// <summary>Whether plotly.js has something to draw in such a body.</summary>
    public static bool HasCharts(string body) => body.Contains("<script type=\"application/json\" data-chart=", StringComparison.Ordinal);

    /// <summary>The page, whole: its style, and its scripts as far as it needs them, are inside.</summary>
    /// <param name="title">As text.</param>
    /// <param name="body">HTML made of safe fragments.</param>
    public static string Of(string title, string body)
    {
        string[] scripts = HasCharts(body) ? [Charts.PlotlyScript(), Script] : [Script];
        var allowed = string.Join(' ', scripts.Select(script => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'"));
        var policy = $"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy(allowed)}\">";
        return Of(title, body, policy + $"<style>{PageResource.Text("page.css")}</style>", string.Concat(scripts.Select(script => $"<script>{script}</script>")));
    }

    /// <summary>The page with what stands in its head and at its end.</summary>
    public static string Of(string title, string body, string head, string end) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        {head}
        <title>{WebUtility.HtmlEncode(title)}</title>
        </head>
        <body>
        {body}
        {end}
        </body>
        </html>

        """;

    /// <summary>What a browser may do for the page: nothing but run <paramref name="scripts"/>, apply styles and show pictures that the page carries.</summary>
    public static string Policy(string scripts, string more = "") =>
        $"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'{more}";
}
