using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Unlearn.Notebooks;

/// <summary>
/// JSON byte for byte as Jupyter's nbformat writes it, so that a notebook saved by either shows no difference: keys sorted, one space
/// of indent, nothing escaped that need not be. (System.Text.Json's writer escapes emoji and keeps the order of keys.)
/// </summary>
internal static class JupyterJson
{
    /// <summary>Where Python's str.splitlines ends a line.</summary>
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029");

    /// <summary>The document with its final newline.</summary>
    public static string Write(JsonNode document)
    {
        var text = new StringBuilder();
        Append(text, document, "\n");
        return text.Append('\n').ToString();
    }

    /// <summary>A text as nbformat stores it on disk: an array of lines that keep their newlines.</summary>
    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var length = text.AsSpan(start).IndexOfAny(LineEnds) + 1;
            if (length == 0) length = text.Length - start;
            if (text.AsSpan(start + length - 1).StartsWith("\r\n")) length++;
            lines.Add(text.Substring(start, length));
            start += length;
        }
        return lines;
    }

    private static void Append(StringBuilder to, JsonNode? node, string newline)
    {
        var inner = newline + " ";
        switch (node)
        {
            case JsonObject { Count: > 0 } fields:
                foreach (var (index, (key, value)) in fields.OrderBy(field => field.Key, StringComparer.Ordinal).Index())
                {
                    to.Append(index == 0 ? '{' : ',').Append(inner);
                    Quote(to, key);
                    Append(to.Append(": "), value, inner);
                }
                to.Append(newline).Append('}');
                break;
            case JsonArray { Count: > 0 } items:
                foreach (var (index, item) in items.Index()) Append(to.Append(index == 0 ? '[' : ',').Append(inner), item, inner);
                to.Append(newline).Append(']');
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Quote(to, value.GetValue<string>());
                break;
            default:
                to.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static void Quote(StringBuilder to, string text)
    {
        to.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => to.Append("\\\""),
                '\\' => to.Append(@"\\"),
                '\n' => to.Append(@"\n"),
                '\r' => to.Append(@"\r"),
                '\t' => to.Append(@"\t"),
                '\b' => to.Append(@"\b"),
                '\f' => to.Append(@"\f"),
                < ' ' => to.Append($@"\u{(int)c:x4}"),
                _ => to.Append(c),
            };
        }
        to.Append('"');
    }
}
