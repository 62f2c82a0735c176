using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Unlearn.Notebooks;

/// <summary>One output of a cell as a fragment of a page, in the best form that it has and the page can show.</summary>
internal static partial class OutputHtml
{
    /// <summary>The fragment; whatever the output says, no script runs from it and nothing is loaded for it.</summary>
    public static string Of(JsonObject output) => Kind(output) switch
    {
        "stream" => Pre(Text(output["text"]), (output["name"] as JsonValue)?.ToString() == "stderr" ? "text warning" : "text"),
        "error" => Pre($"{output["evalue"]}\n{string.Join('\n', (output["traceback"] as JsonArray)?.Select(line => line?.ToString()) ?? [])}".TrimEnd(), "text error"),
        _ => Best(output["data"] as JsonObject ?? []),
    };

    /// <summary>A text as nbformat stores one, whole or by lines; null if it is none.</summary>
    public static string? Text(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonArray lines when lines.All(line => line is JsonValue value && value.TryGetValue(out string? _)) => string.Concat(lines.Select(line => (string?)line)),
        _ => null,
    };

    /// <summary>The address of a picture that carries its own bytes; null if these are none.</summary>
    public static string? Picture(string mimeType, string base64) =>
        $"data:{mimeType};base64,{string.Concat(base64.Where(c => !char.IsWhiteSpace(c)))}" is var address && PageAddress.Allowed(address, picture: true) ? address : null;

    private static string Best(JsonObject forms)
    {
        if (Text(forms["text/html"]) is { } html) return Html(html);
        if (Text(forms["image/svg+xml"]) is { } svg) return SafeHtml.Of(svg);
        foreach (var type in (string[])["image/png", "image/jpeg", "image/gif", "image/webp"])
            if (Text(forms[type]) is { } bytes && Picture(type, bytes) is { } picture) return $"<img src=\"{picture}\" alt=\"\">";
        if (Text(forms["text/markdown"]) is { } markdown) return MarkdownHtml.Of(markdown);
        if (Text(forms["text/latex"]) is { } latex) return Mathematics.Of(latex.Trim().Trim('$'), display: true);
        if (Text(forms["text/plain"]) is { } plain) return Pre(plain, "text");
        return forms["application/json"] is { } json ? Pre(json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }), "text") : "";
    }

    /// <summary>
    /// A chart's script holds what it draws as JSON at its end (<see cref="Figure.ToHtmlFrom"/>). That alone is kept, as data that cannot
    /// run, and the page's own script draws it; so does it move the slider.
    /// </summary>
    private static string Html(string html)
    {
        var charts = Script().Matches(html).Select(match => Chart(match.Groups["text"].Value)).OfType<string>();
        return SafeHtml.Of(html) + string.Concat(charts);
    }

    private const string BeforeData = "})(window,";

    private static string? Chart(string script)
    {
        var (key, start) = (Key().Match(script), script.LastIndexOf(BeforeData, StringComparison.Ordinal));
        if (!key.Success || start < 0) return null;
        try
        {
            using var parsed = JsonDocument.Parse($"[{script[(start + BeforeData.Length)..].TrimEnd().TrimEnd(';').TrimEnd(')')}]");
            return parsed.RootElement is { ValueKind: JsonValueKind.Array } both && both.GetArrayLength() == 2
                ? $"<script type=\"application/json\" data-chart=\"{key.Groups[1].Value}\">{JsonSerializer.Serialize(both, InScript)}</script>"
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The default escapes < > & and quotes, so that no text ends the element that it stands in.
    private static readonly JsonSerializerOptions InScript = new() { Encoder = JavaScriptEncoder.Default };

    private static string Pre(string? text, string kind) => text is null or "" ? "" : $"<pre class=\"{kind}\">{WebUtility.HtmlEncode(Escapes().Replace(text, ""))}</pre>";

    private static string? Kind(JsonObject output) => (output["output_type"] as JsonValue)?.ToString();

    [GeneratedRegex(@"<script>(?<text>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("""\[data-unlearn-figure="([0-9a-f]{12})"\]""")]
    private static partial Regex Key();

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escapes();
}
