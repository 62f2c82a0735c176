using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>
/// The results of the paper as data: <c>Paper.Table(2).Block("CIFAR-100").Row("UGradSL+").UA</c> is 63.89 ± 0.75. The numbers are those
/// in print, with their misprints and with notes that say so.
/// </summary>
public static class Paper
{
    private static readonly JsonSerializerOptions typed = new(Json.Indented)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new PublishedValue.AsTyped() },
    };

    private static readonly Lazy<IReadOnlyList<PaperTable>> tables = new(() =>
    [
        .. Assembly.GetManifestResourceNames().Where(name => name.StartsWith("Paper/table-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => ReadTable(Open(name), name)),
    ]);

    private static readonly Lazy<IReadOnlyList<PaperFigure>> figures = new(() => Read<IReadOnlyList<PaperFigure>>(Open("Paper/figures.json"), "Paper/figures.json"));

    /// <summary>The tables that have results: 1 to 4 and 6 to 12.</summary>
    public static IReadOnlyList<PaperTable> Tables => tables.Value;

    /// <summary>The figures that have results: 1, 3, 4 and 5.</summary>
    public static IReadOnlyList<PaperFigure> Figures => figures.Value;

    /// <summary>A table by its number.</summary>
    /// <exception cref="ArgumentException">No such table, or one without results.</exception>
    public static PaperTable Table(int number) => Tables.FirstOrDefault(table => table.Number == number)
        ?? throw new ArgumentException($"no results in a table {number}: there are Tables {string.Join(", ", Tables.Select(table => table.Number))} (5 lists symbols).");

    /// <summary>A figure by its number.</summary>
    /// <exception cref="ArgumentException">No such figure, or one without results.</exception>
    public static PaperFigure Figure(int number) => Figures.FirstOrDefault(figure => figure.Number == number)
        ?? throw new ArgumentException($"no results in a figure {number}: there are Figures {string.Join(", ", Figures.Select(figure => figure.Number))} (2 is a sketch of the method).");

    /// <summary>A table as it is typed.</summary>
    /// <exception cref="InvalidDataException">It is no such JSON, has a row twice, or a note about a number that is not there.</exception>
    internal static PaperTable ReadTable(Stream stream, string name)
    {
        var table = Read<PaperTable>(stream, name);
        foreach (var block in table.Blocks)
        {
            if (block.RteUnit is not ("min" or "hr")) throw new InvalidDataException($"{name}, {block.Name}: run times in '{block.RteUnit}'; \"min\" and \"hr\" are known.");
            if (block.Rows.GroupBy(row => row.Name).FirstOrDefault(rows => rows.Count() > 1) is { } twice)
                throw new InvalidDataException($"{name}, {block.Name}: {twice.Key} is there twice; take one out, or tell them apart by their variant.");
        }
        try
        {
            foreach (var (cells, row, column) in table.Notes.SelectMany(note => note.Cells).SelectMany(cells => cells.Rows.SelectMany(row => cells.Columns.Select(column => (cells, row, column)))))
                _ = table.Block(cells.Block).Row(row)[column] ?? throw new ArgumentException($"{cells.Block}, {row} has no {column}.");
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{name}: a note is about a number that is not there: {e.Message}", e);
        }
        return table;
    }

    private static Assembly Assembly => typeof(Paper).Assembly;

    private static Stream Open(string name) => Assembly.GetManifestResourceStream(name)!;

    private static T Read<T>(Stream stream, string name)
    {
        using (stream)
            try
            {
                return JsonSerializer.Deserialize<T>(stream, typed) ?? throw new JsonException("it is empty.");
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"{name} is not as the paper's tables are typed: {e.Message}", e);
            }
    }
}
