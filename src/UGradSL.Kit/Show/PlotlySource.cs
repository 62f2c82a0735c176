using System.Security.Cryptography;

namespace Unlearn;

/// <summary>Where a page that has no plotly.js may load it from.</summary>
/// <param name="Address">Of the script; empty: only a plotly.js that the page already has is used, nothing is loaded.</param>
/// <param name="Integrity">The hash that the browser checks it against ("sha384-…"); empty: it is not checked.</param>
public sealed record PlotlySource(string Address, string Integrity = "")
{
    private static readonly Lazy<byte[]> Bytes = new(() =>
    {
        var plotly = typeof(Plotly.NET.GenericChart).Assembly;
        var name = plotly.GetManifestResourceNames().Single(n => n.EndsWith(".min.js", StringComparison.Ordinal));
        using var stream = plotly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    });

    private static readonly Lazy<PlotlySource> Npm = new(() => new(
        "https://cdn.jsdelivr.net/npm/plotly.js-dist-min@2.28.0/plotly.min.js",
        "sha384-" + Convert.ToBase64String(SHA384.HashData(Bytes.Value))));

    /// <summary>jsDelivr's copy of the npm package, byte for byte the script inside Plotly.NET.dll, whose hash it is held to.</summary>
    public static PlotlySource Default => Npm.Value;

    /// <summary>Uses the plotly.js that the page has, and loads nothing.</summary>
    public static PlotlySource OnPage { get; } = new("");

    /// <summary>The script that Plotly.NET carries.</summary>
    internal static string Script => System.Text.Encoding.UTF8.GetString(Bytes.Value);
}
