using System.Globalization;

namespace Unlearn;

/// <summary>A CSV file of numbers under a header row: commas separate, a field may stand in quotes, empty lines are skipped.</summary>
/// <param name="Name">The file's name, for messages.</param>
/// <param name="Columns">The header.</param>
/// <param name="Rows">Numbers, one a column.</param>
/// <param name="Lines">The line of the file that each row stands in, from 1.</param>
public sealed record NumberTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<double[]> Rows, IReadOnlyList<int> Lines)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A cell that is no finite number, a row of another length, a name that is there twice, or no rows; with line and column.</exception>
    public static NumberTable Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path} is missing: give a CSV file with a header row.", path);
        using var reader = new StreamReader(path);
        return Read(reader, Path.GetFileName(path));
    }

    /// <summary>Reads text.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static NumberTable Read(TextReader reader, string name)
    {
        string[]? header = null;
        List<double[]> rows = [];
        List<int> lines = [];
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            var cells = Cells(text, name, line);
            if (header is null)
            {
                header = cells;
                if (header.GroupBy(c => c).FirstOrDefault(g => g.Count() > 1) is { } twice)
                    throw new InvalidDataException($"{name}, line {line}, column {Array.LastIndexOf(header, twice.Key) + 1}: '{Shown(twice.Key)}' names a column twice: give each its own name.");
                continue;
            }
            if (cells.Length != header.Length)
                throw new InvalidDataException($"{name}, line {line}: {cells.Length} cells under {header.Length} columns: give one number a column.");
            var row = new double[cells.Length];
            foreach (var (c, cell) in cells.Index())
                if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out row[c]) || !double.IsFinite(row[c]))
                    throw new InvalidDataException($"{name}, line {line}, column {c + 1} ('{Shown(header[c])}'): '{Shown(cell)}' is no number; write it with digits and a point, such as 0.5, or leave the column out.");
            rows.Add(row);
            lines.Add(line);
        }
        if (header is null) throw new InvalidDataException($"{name}, line 1: the file is empty; a header row and rows of numbers are needed.");
        if (rows.Count == 0) throw new InvalidDataException($"{name}, line 2: no row under the header; give at least two.");
        return new(name, header, rows, lines);
    }

    /// <summary>Where a column stands.</summary>
    /// <exception cref="ArgumentException">No such column; the message has the nearest name.</exception>
    public int this[string column] => Columns.Index().Where(c => c.Item == column).Select(c => (int?)c.Index).FirstOrDefault()
        ?? throw new ArgumentException($"{Name}, line 1: no column '{column}': did you mean '{Nearest.Of(column, Columns)}'? There are {string.Join(", ", Columns)}.");

    /// <summary>A column of whole numbers in 0..<paramref name="most"/>.</summary>
    /// <exception cref="InvalidDataException">Another number, with line and column.</exception>
    /// <inheritdoc cref="this[string]"/>
    public long[] Whole(string column, long most)
    {
        var c = this[column];
        return [.. Rows.Select((row, i) => row[c] >= 0 && row[c] <= most && row[c] == Math.Floor(row[c]) ? (long)row[c]
            : throw new InvalidDataException($"{Name}, line {Lines[i]}, column {c + 1} ('{column}'): {row[c].ToString(CultureInfo.InvariantCulture)} is none of 0 to {most}: write a whole number."))];
    }

    private static string[] Cells(string text, string name, int line)
    {
        List<string> cells = [];
        for (var at = 0; at <= text.Length;)
        {
            var start = at;
            while (start < text.Length && text[start] == ' ') start++;
            int end;
            if (start < text.Length && text[start] == '"')
            {
                for (end = start + 1; end < text.Length && (text[end] != '"' || (end + 1 < text.Length && text[end + 1] == '"')); end++)
                    if (text[end] == '"') end++;
                var comma = text.IndexOf(',', Math.Min(end, text.Length));
                var rest = end < text.Length ? text[(end + 1)..(comma < 0 ? text.Length : comma)] : null;
                if (rest is null || !string.IsNullOrWhiteSpace(rest))
                    throw new InvalidDataException($"{name}, line {line}, column {cells.Count + 1}: a quote that is not closed where the field ends: close it, or leave the quotes out.");
                cells.Add(text[(start + 1)..end].Replace("\"\"", "\"").Trim());
                at = comma < 0 ? text.Length + 1 : comma + 1;
                continue;
            }
            end = text.IndexOf(',', at);
            if (end < 0) end = text.Length;
            cells.Add(text[at..end].Trim());
            at = end + 1;
        }
        return [.. cells];
    }

    /// <summary>A cell fit for a message: short, and without what would break a terminal's line.</summary>
    private static string Shown(string cell) => string.Concat(cell.Take(40).Select(c => char.IsControl(c) ? '\uFFFD' : c)) + (cell.Length > 40 ? "…" : "");
}
