using System.Globalization;

namespace Unlearn;

/// <summary>Row numbers in a text file: one a line, from 0, in the first of its columns, which commas separate. A first line "index" is a
/// header, empty lines are skipped, quotes around a number are taken off, other columns are not looked at.</summary>
internal static class IndexList
{
    // Longer than any list of rows, short enough to be read into memory by mistake.
    private const long Longest = 256 << 20;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line without a row number, a row that is there twice, none at all, or a file too long to be a list.</exception>
    public static IReadOnlyList<long> Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path} is missing: give a file with one row number a line, from 0.", path);
        using var file = File.OpenRead(path);
        return Read(file, Path.GetFileName(path));
    }

    public static IReadOnlyList<long> Read(Stream stream, string name)
    {
        if (stream.Length > Longest) throw new InvalidDataException($"{name} holds {stream.Length:N0} bytes; a list of row numbers has at most {Longest:N0}: it is another file.");
        using var reader = new StreamReader(stream);
        Dictionary<long, int> lines = [];
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            var cell = Unquoted(text.Split(',', 2)[0]);
            if (string.IsNullOrWhiteSpace(text) || (line == 1 && cell.Equals("index", StringComparison.OrdinalIgnoreCase))) continue;
            // TryParse alone would let zero bytes stand after a number.
            if (!cell.All(char.IsAsciiDigit) || !long.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var row))
                throw new InvalidDataException($"{name}, line {line}: '{Shown(cell)}' is no row number: write whole numbers from 0, one a line in the first column, under the header 'index' or none.");
            if (!lines.TryAdd(row, line))
                throw new InvalidDataException($"{name}, line {line}: row {row} is in line {lines[row]} already: name each row once.");
        }
        if (lines.Count == 0) throw new InvalidDataException($"{name}, line 1: no row number in the whole file: write whole numbers from 0, one a line.");
        return [.. lines.Keys];
    }

    private static string Unquoted(string cell) => cell.Trim() is ['"', .. var inside, '"'] ? inside : cell.Trim();

    /// <summary>A cell fit for a message: short, and without what would break a terminal's line.</summary>
    private static string Shown(string cell) => string.Concat(cell.Take(40).Select(c => char.IsControl(c) ? '\uFFFD' : c)) + (cell.Length > 40 ? "…" : "");
}
