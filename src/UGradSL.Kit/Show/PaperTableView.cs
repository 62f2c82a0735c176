namespace Unlearn;

/// <summary>A table of the paper for terminals, notebooks and reports: its numbers as printed, its bold, its misprints as footnotes.</summary>
public static class PaperTableView
{
    /// <summary>One table a data set. A letter in parentheses after a number is that of the footnote about it.</summary>
    public static IReadOnlyList<Table> Of(PaperTable table) => [.. table.Blocks.Select(block => Of(table, block))];

    /// <summary>The table of one data set.</summary>
    public static Table Of(PaperTable table, PaperBlock block)
    {
        var gaps = block.NearestFirst().ToDictionary(pair => pair.Row, pair => pair.AverageGap);
        string[] headers = ["Method", "UA % ↑", "MIA % ↑", "RA % ↑", "TA % ↑", "H ↑", $"RTE {block.RteUnit} ↓", .. gaps.Count > 0 ? ["Avg. gap ↓"] : (string[])[]];
        var rows = block.Rows.Select(row => (IReadOnlyList<object?>)
        [
            row.Name, .. PaperRow.Columns.Select(column => Cell(table, block, row, column)),
            .. gaps.Count > 0 ? [gaps.TryGetValue(row, out var gap) ? gap.ToString("F2") : ""] : (object?[])[],
        ]);
        return new(headers, rows, $"Table {table.Number}, {block.Name} (section {table.Section}). {table.Caption}", Notes(table, block, gaps.Count > 0))
        {
            ColoredBy = "Method",
            Bold = (row, column) => PaperRow.Columns.Contains(column.Split(' ')[0]) && block.Rows[row][column.Split(' ')[0]]?.IsBold == true,
        };
    }

    /// <summary>A number as printed, with the letters of the notes on it.</summary>
    internal static string Cell(PaperTable table, PaperBlock block, PaperRow row, string column)
    {
        var letters = string.Join(", ", table.NotesOn(block, row, column).Select(note => note.Letter));
        return $"{row[column]?.Printed ?? "–"}{(letters.Length > 0 ? $" ({letters})" : "")}";
    }

    /// <summary>What is to be known of a block's numbers, each note with its letter.</summary>
    internal static IEnumerable<string> Footnotes(PaperTable table, PaperBlock block) =>
        table.Notes.Index().Where(note => note.Item.Touches(block)).Select(note => note.Item.Cells.Count == 0 ? note.Item.Text : $"({(char)('a' + note.Index)}) {note.Item.Text}");

    private static string[] Notes(PaperTable table, PaperBlock block, bool ranked) =>
    [
        .. Footnotes(table, block),
        ranked ? "As printed, mean ± spread of three seeds. Avg. gap, not in the paper: mean of |Δ| to Retrain over UA, MIA, RA and TA; nearer is better."
            : "As printed, mean ± spread of three seeds. Without a row of Retrain no distance to it can be told.",
    ];
}
