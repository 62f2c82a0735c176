using System.Net;

namespace Unlearn;

/// <summary>One page that opens without a network, plotly.js inside.</summary>
public static class OfflinePage
{
    /// <summary>The page.</summary>
    /// <param name="title">Its heading, as text.</param>
    /// <param name="body">HTML; charts in it are drawn with <see cref="Figure.ToHtmlFrom"/> and <see cref="PlotlySource.OnPage"/>.</param>
    public static string Of(string title, string body) => $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{WebUtility.HtmlEncode(title)}}</title>
        <style>
        :root { color-scheme: light dark; }
        body { font: 16px/1.55 system-ui, sans-serif; max-width: 1080px; margin: 2.5rem auto; padding: 0 1.25rem; }
        h1 { font-size: 1.7rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin-top: 2.4rem; }
        .verdict { font-size: 1.1rem; border-left: 4px solid #0072b2; padding-left: 1rem; }
        .wide { overflow-x: auto; }
        </style>
        <script>{{Charts.PlotlyScript()}}</script>
        </head>
        <body>
        <h1>{{WebUtility.HtmlEncode(title)}}</h1>
        {{body}}
        </body>
        </html>
        """;
}
