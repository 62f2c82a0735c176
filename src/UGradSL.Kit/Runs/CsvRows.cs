using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Unlearn;

/// <summary>Records as a CSV file: a header of their properties, a row each, numbers to the last digit, empty where a value is null, quoted where a text has a comma.</summary>
public static partial class CsvRows
{
    /// <summary>Writes the file whole.</summary>
    /// <exception cref="ArgumentException">A text with a line break in it.</exception>
    public static void Write<T>(string path, IReadOnlyList<T> rows) =>
        WholeFile.Write(path, string.Concat(rows.Select(row => Line(Node(row).Select(p => Cell(p.Value)))).Prepend(Line(Columns<T>().Keys))));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">Other columns, or a cell that does not fit its column; with the line.</exception>
    public static IReadOnlyList<T> Read<T>(string path)
    {
        var (name, columns, lines) = (Path.GetFileName(path), Columns<T>(), File.ReadAllLines(path));
        if (lines.Length == 0 || lines[0] != string.Join(',', columns.Keys))
            throw new InvalidDataException($"{name}, line 1: the columns must be {string.Join(',', columns.Keys)}. The file is of another version: delete it, and it is made anew.");
        return [.. lines.Skip(1).Select((line, i) => Parsed(line, i + 2))];

        T Parsed(string line, int number)
        {
            var cells = Cells(line);
            try
            {
                if (cells.Count != columns.Count) throw new JsonException($"{cells.Count} cells under {columns.Count} columns");
                return new JsonObject(columns.Zip(cells, (column, cell) => KeyValuePair.Create(column.Key, Value(column.Value, cell)))).Deserialize<T>(Json.Compact) ?? throw new JsonException("it is empty");
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"{name}, line {number}: {e.Message.TrimEnd('.')}. Delete the line, and it is made anew.", e);
            }
        }
    }

    /// <summary>Name and type of each column.</summary>
    private static Dictionary<string, Type> Columns<T>() => typeof(T).GetProperties().Where(p => p.CanWrite).ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name), p => p.PropertyType);

    private static JsonObject Node<T>(T row) => JsonSerializer.SerializeToNode(row, Json.Compact)!.AsObject();

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells) + "\n";

    /// <summary>Those of a line, up to a quote that is not closed.</summary>
    private static List<string> Cells(string line) => [.. CellOf().Matches(line + ",").Select(match => match.Groups["cell"].Value.Replace("\"\"", "\"", StringComparison.Ordinal))];

    private static JsonNode? Value(Type type, string cell) =>
        type == typeof(string) || type.IsEnum || cell is "NaN" or "Infinity" or "-Infinity" ? JsonValue.Create(cell) : cell.Length == 0 ? null : JsonNode.Parse(cell);

    private static string Cell(JsonNode? value)
    {
        var text = value switch
        {
            null => "",
            _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            _ => value.ToJsonString(),
        };
        if (text.AsSpan().ContainsAny('\r', '\n')) throw new ArgumentException($"'{text}' does not fit a cell: leave out line breaks.");
        return text.AsSpan().ContainsAny(',', '"') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    [GeneratedRegex("\\G(?:\"(?<cell>(?:[^\"]|\"\")*)\"|(?<cell>[^,\"]*)),")]
    private static partial Regex CellOf();
}
