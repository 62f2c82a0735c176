using System.Text.Json.Nodes;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Unlearn.Notebooks;

/// <summary>How the outputs of two cells are compared.</summary>
public enum OutputComparison
{
    /// <summary>Every character.</summary>
    Exact,

    /// <summary>Which outputs in which forms; not what they say.</summary>
    Shape,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>What differs between two notebooks, cell by cell: cells are told by their ids, so that one that moved or was edited is still itself.</summary>
public static class NotebookDiff
{
    private const int MostLines = 200;

    /// <summary>The differences as lines; none where there are none. Metadata and execution counts do not count.</summary>
    public static IReadOnlyList<string> Of(Notebook a, Notebook b, OutputComparison outputs = OutputComparison.Exact)
    {
        var (before, after) = (a.Cells.ToDictionary(cell => cell.Id), b.Cells.ToDictionary(cell => cell.Id));
        List<string> lines = [];
        foreach (var gone in a.Cells.Where(cell => !after.ContainsKey(cell.Id)))
            lines.AddRange([$"@@ only in the first: {Name(a, gone)}", .. gone.Source.Split('\n').Select(line => "-" + line)]);
        foreach (var cell in b.Cells)
        {
            if (!before.TryGetValue(cell.Id, out var old)) lines.AddRange([$"@@ only in the second: {Name(b, cell)}", .. cell.Source.Split('\n').Select(line => "+" + line)]);
            else lines.AddRange(Compared(Name(b, cell), old, cell, outputs));
        }
        var (orderA, orderB) = (Common(a, after), Common(b, before));
        if (!orderA.SequenceEqual(orderB)) lines.AddRange([$"@@ the order of cells", .. Changes(string.Join('\n', orderA), string.Join('\n', orderB))]);
        return lines;
    }

    /// <summary>Which outputs, in which forms; not what they say.</summary>
    public static string Shape(CodeCell cell) => string.Join('\n', cell.Outputs.Select(output =>
        $"{output!["output_type"]} {output["name"]}{string.Join(' ', (output["data"] as JsonObject ?? []).Select(form => form.Key).Order(StringComparer.Ordinal))}"));

    private static IEnumerable<string> Compared(string name, NotebookCell a, NotebookCell b, OutputComparison outputs)
    {
        if (a.Kind != b.Kind) yield return $"@@ {name} was {a.Kind} and is {b.Kind}";
        if (a.Source != b.Source)
            foreach (var line in Changes(a.Source, b.Source).Prepend($"@@ {name}")) yield return line;
        if (outputs == OutputComparison.None || a.Code is null || b.Code is null) yield break;
        var (old, now) = outputs == OutputComparison.Shape ? (Shape(a.Code), Shape(b.Code)) : (Said(a.Code), Said(b.Code));
        if (old == now) yield break;
        foreach (var line in Changes(old, now).Prepend($"@@ outputs of {name}")) yield return line;
    }

    /// <summary>Everything the outputs say, as text.</summary>
    private static string Said(CodeCell cell) => string.Join('\n', cell.Outputs.Select(output =>
    {
        var said = (JsonObject)output!.DeepClone();
        said.Remove("execution_count");
        return JupyterJson.Write(said).TrimEnd();
    }));

    private static List<string> Changes(string a, string b)
    {
        var changes = InlineDiffBuilder.Diff(a, b).Lines.Where(line => line.Type is ChangeType.Inserted or ChangeType.Deleted)
            .Select(line => (line.Type == ChangeType.Inserted ? "+" : "-") + line.Text).ToList();
        return changes.Count <= MostLines ? changes : [.. changes.Take(MostLines), $"… {changes.Count - MostLines} more lines"];
    }

    private static IEnumerable<string> Common(Notebook notebook, Dictionary<string, NotebookCell> other) => notebook.Cells.Select(cell => cell.Id).Where(other.ContainsKey);

    private static string Name(Notebook notebook, NotebookCell cell) => $"part {notebook.Cells.Index().First(c => c.Item == cell).Index + 1} ({cell.Kind}, {cell.Id})";
}
