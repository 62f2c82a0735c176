using System.Globalization;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Analysis;

namespace Unlearn;

/// <summary>A table for notebooks, reports, terminals and Markdown; it shows a DataFrame, which by itself prints as a tree of objects.</summary>
[TypeFormatterSource(typeof(ShownFormatters), PreferredMimeTypes = [ShownFormatters.Html, ShownFormatters.Plain])]
public sealed partial class Table : IShown
{
    private readonly string[] headers;
    private readonly bool[] right;
    private readonly string[][] cells;

    /// <summary>Shows a frame's columns in order.</summary>
    /// <param name="frame">Of any size; <see cref="MaxRows"/> rows are shown.</param>
    /// <param name="caption">Stands over it.</param>
    /// <param name="notes">Stands under it, a line each: the environment, what the arrows mean.</param>
    public Table(DataFrame frame, string caption = "", params string[] notes)
    {
        (DataFrame, Caption, Notes) = (frame, caption, notes);
        headers = [.. frame.Columns.Select(c => c.Name)];
        var columns = frame.Columns.Select(c => Column([.. c.Cast<object?>().Take(MaxRows)])).ToArray();
        right = [.. columns.Select(c => c.All(text => text.Length == 0 || NumberLike().IsMatch(text)))];
        cells = [.. Enumerable.Range(0, (int)Math.Min(frame.Rows.Count, MaxRows)).Select(row => columns.Select(c => c[row]).ToArray())];
    }

    /// <summary>Shows rows: a column whose values are all numbers (or null) becomes a column of numbers, any other one of text.</summary>
    /// <exception cref="ArgumentException">A row with more or fewer values than headers.</exception>
    public Table(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<object?>> rows, string caption = "", params string[] notes)
        : this(Frame(headers, [.. rows]), caption, notes) { }

    /// <summary>How many rows are shown at most; a last line counts the others.</summary>
    public const int MaxRows = 200;

    /// <summary>All rows, also those not shown.</summary>
    public DataFrame DataFrame { get; }

    /// <summary>What stands over it.</summary>
    public string Caption { get; }

    /// <summary>What stands under it.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The column whose names get a dot in their colour of the <see cref="Palette"/>; null: none.</summary>
    public string? ColoredBy { get; init; }

    /// <summary>Which cells are bold, by row (from 0) and column, for example the best of a column.</summary>
    public Func<int, string, bool> Bold { get; init; } = (_, _) => false;

    /// <summary>A table element that takes its colours from the page, so that it reads on dark and light.</summary>
    public string ToHtml()
    {
        const string line = "1px solid rgba(128,128,128,.45)", none = "background:none";
        var html = new StringBuilder($"<table style=\"border-collapse:collapse;border:0;margin:.5em 0;color:inherit;{none};")
            .Append("font-size:13px;font-variant-numeric:tabular-nums\">");
        if (Caption.Length > 0)
            html.Append("<caption style=\"caption-side:top;text-align:left;font-weight:600;padding:4px 10px;color:inherit\">")
                .Append($"{Escape(Caption)}</caption>");
        html.Append("<thead><tr>");
        for (var c = 0; c < headers.Length; c++)
            html.Append($"<th scope=\"col\" style=\"{Style(c)};border-bottom:{line};font-weight:600\">{Escape(headers[c])}</th>");
        html.Append("</tr></thead><tbody>");
        for (var r = 0; r < cells.Length; r++)
        {
            html.Append($"<tr style=\"{none}\">");
            for (var c = 0; c < headers.Length; c++)
            {
                var text = cells[r][c];
                html.Append($"<td style=\"{Style(c)}\">");
                if (headers[c] == ColoredBy)
                    html.Append($"<span style=\"color:{Palette.Of(text)}\">{(Palette.IsVariant(text) ? '○' : '●')}</span> ");
                html.Append(Bold(r, headers[c]) ? $"<b>{Cell(text)}</b></td>" : $"{Cell(text)}</td>");
            }
            html.Append("</tr>");
        }
        html.Append("</tbody>");
        if (Foot.Length > 0)
            html.Append($"<tfoot><tr style=\"{none}\"><td colspan=\"{headers.Length}\" style=\"text-align:left;padding:6px 10px;")
                .Append($"border:0;border-top:{line};opacity:.75;font-size:12px;white-space:normal\">{string.Join("<br>", Foot.Select(Escape))}</td></tr></tfoot>");
        return html.Append("</table>").ToString();
    }

    /// <summary>Aligned text: numbers to the right, words to the left.</summary>
    public override string ToString()
    {
        var widths = headers.Select((h, c) => cells.Select(row => row[c].Length).Append(h.Length).Max()).ToArray();
        string Pad(string text, int c) => right[c] ? text.PadLeft(widths[c]) : text.PadRight(widths[c]);
        string Line(string[] row) => string.Join("  ", row.Select(Pad)).TrimEnd();
        string[] above = Caption.Length > 0 ? [Caption] : [];
        return string.Join('\n', [.. above, Line(headers), Line([.. widths.Select(w => new string('─', w))]), .. cells.Select(Line), .. Foot]);
    }

    /// <summary>A Markdown table, with caption and notes as lines around it.</summary>
    public string ToMarkdown()
    {
        static string Line(IEnumerable<string> row) => $"| {string.Join(" | ", row)} |";
        static string Cell(string text) => MarkdownSigns().Replace(text.Replace("&", "&amp;").Replace("<", "&lt;"), @"\$0");
        string Marked(int r, int c) => Bold(r, headers[c]) ? $"**{Cell(cells[r][c])}**" : Cell(cells[r][c]);
        var rows = cells.Select((_, r) => Line(headers.Select((_, c) => Marked(r, c))));
        var table = rows.Prepend(Line(right.Select(r => r ? "---:" : ":---"))).Prepend(Line(headers.Select(Cell)));
        var above = Caption.Length > 0 ? $"**{Cell(Caption)}**\n\n" : "";
        return above + string.Join('\n', table) + (Foot.Length > 0 ? "\n\n" + string.Join("  \n", Foot.Select(Cell)) : "");
    }

    private string[] Foot => DataFrame.Rows.Count > MaxRows ? [$"… {DataFrame.Rows.Count - MaxRows} more rows", .. Notes] : [.. Notes];

    private string Style(int column) => $"padding:3px 10px;border:0;white-space:nowrap;vertical-align:top;text-align:{(right[column] ? "right" : "left")}";

    /// <summary>A difference stands small under its value, so that a table of many metrics fits a page.</summary>
    private static string Cell(string text) => text.IndexOf(" Δ ", StringComparison.Ordinal) is var at and > 0
        ? $"{Escape(text[..at])}<br><span style=\"font-size:11px;opacity:.75\">{Escape(text[(at + 1)..])}</span>" : Escape(text);

    private static string Escape(string text) => SecurityElement.Escape(text);

    /// <summary>One number of decimals for a column of fractions, four significant digits of its largest; a dash for no number.</summary>
    private static string[] Column(object?[] values)
    {
        static double Number(object v) => Convert.ToDouble(v, CultureInfo.InvariantCulture);
        var fractions = values.Where(v => v is double or float or decimal).Select(v => Number(v!)).Where(double.IsFinite).ToList();
        var format = fractions.All(v => v == Math.Floor(v)) ? "F0"
            : fractions.Max(Math.Abs) is var most && most < 1e-3 ? "0.00e0" : $"F{Math.Max(0, 3 - (int)Math.Floor(Math.Log10(most)))}";
        return [.. values.Select(v => v switch
        {
            null => "",
            double or float or decimal when Number(v) is var d =>
                double.IsFinite(d) ? d.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−') : "–",
            IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
            _ => (v.ToString() ?? "").ReplaceLineEndings(" "),
        })];
    }

    private static DataFrame Frame(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<object?>> rows)
    {
        foreach (var row in rows)
            if (row.Count != headers.Count)
                throw new ArgumentException($"A row has {row.Count} values ({string.Join(", ", row)}) under {headers.Count} headers "
                    + $"({string.Join(", ", headers)}); give one value a header.");
        return new(headers.Select((name, c) => Column(name, [.. rows.Select(row => row[c])])));
    }

    private static DataFrameColumn Column(string name, object?[] values) => values switch
    {
        _ when values.All(v => v is null) => new StringDataFrameColumn(name, values.Select(_ => (string?)null)),
        _ when values.All(v => v is null or int or long) =>
            new Int64DataFrameColumn(name, values.Select(v => v is null ? (long?)null : Convert.ToInt64(v, CultureInfo.InvariantCulture))),
        _ when values.All(v => v is null or int or long or float or double or decimal) =>
            new DoubleDataFrameColumn(name, values.Select(v => v is null ? (double?)null : Convert.ToDouble(v, CultureInfo.InvariantCulture))),
        _ => new StringDataFrameColumn(name, values.Select(v => v is IFormattable f ? f.ToString(null, CultureInfo.InvariantCulture) : v?.ToString())),
    };

    [GeneratedRegex(@"[\\|*_`\[\]]")]
    private static partial Regex MarkdownSigns();

    [GeneratedRegex(@"^[+\-−<>≈~]?\s?\d[\d.,]*(e[+\-−]?\d+)?\s?%?(\s?[±(×/].*)?$|^[–—-]$")]
    private static partial Regex NumberLike();
}
