using System.Text.Json;
using System.Text.Json.Nodes;

namespace Unlearn.Notebooks;

/// <summary>An .ipynb in nbformat 4. Whatever the runner does not know (metadata, attachments) is kept as it was.</summary>
public sealed class Notebook
{
    private readonly JsonObject document;
    private readonly string path, asRead;

    private Notebook(string path, string text)
    {
        (this.path, asRead) = (path, text);
        try
        {
            document = JsonNode.Parse(text, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject
                ?? throw new InvalidDataException("it is no JSON object");
            Upgrade();
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw new InvalidDataException($"{path} is not a readable notebook: {e.Message.TrimEnd('.')}. Restore it, or save it anew in Jupyter or VS Code as .ipynb.", e);
        }
        Cells = [.. Json.Select(cell => new NotebookCell(cell))];
        CodeCells = [.. Cells.Select(cell => cell.Code).OfType<CodeCell>()];
    }

    /// <summary>Every cell in order.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>The code cells in order; their numbers in messages count from 1 and are the [n] that a front end shows beside them.</summary>
    public IReadOnlyList<CodeCell> CodeCells { get; }

    private IEnumerable<JsonObject> Json => document["cells"]!.AsArray().Select(cell => cell!.AsObject());

    /// <summary>Reads a notebook.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no notebook of nbformat 4, or not one for C#.</exception>
    public static Notebook Read(string path) =>
        File.Exists(path) ? new(path, File.ReadAllText(path)) : throw new FileNotFoundException(
            $"{path}: {(Directory.Exists(path) ? $"this is a folder; name its notebooks: {Path.Combine(path, "*.ipynb")}" : "there is no such file")}.", path);

    /// <summary>The text of the file as nbformat 4.5: keys sorted, one space of indent, sources and outputs as arrays of lines.</summary>
    public override string ToString() => JupyterJson.Write(document);

    /// <summary>Forgets the outputs of all cells and in which order they ran.</summary>
    public void Clear()
    {
        foreach (var cell in CodeCells) cell.Clear();
    }

    /// <summary>Replaces the file, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written, or somebody else has written it since it was read.</exception>
    public void Save()
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        if (File.ReadAllText(target) != asRead)
            throw new IOException($"{path} was changed by somebody else while it ran, so it was not written. Run it again.");
        WholeFile.Write(target, ToString());
    }

    private void Upgrade()
    {
        var version = document["nbformat"] is JsonValue number && number.TryGetValue(out int value) ? value : 0;
        Demand(version == 4, $"nbformat is {document["nbformat"]?.ToJsonString() ?? "missing"}, and only 4 is read");
        Demand(document["cells"] is JsonArray cells && cells.All(IsCell), "\"cells\" is not a list of cells with a cell_type, a source and, if any, a list of outputs");
        Demand(Language() is null or "C#" or "csharp", $"it is written for {Language()}, and this runs C# only (kernelspec .net-csharp)");
        document["nbformat_minor"] = 5;
        document["metadata"] ??= new JsonObject();
        Identify();
        foreach (var cell in Json)
        {
            cell["metadata"] ??= new JsonObject();
            cell["source"] = JupyterJson.Lines(cell["source"] is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string)cell["source"]!);
        }
    }

    private string? Language() => (document["metadata"] as JsonObject)?["kernelspec"] is JsonObject kernel ? kernel["language"]?.ToString() : null;

    /// <summary>nbformat 4.5 wants an id in every cell. Good ones are kept; the others are numbered, so that a second run gives the same.</summary>
    private void Identify()
    {
        HashSet<string> taken = [];
        List<JsonObject> nameless = [.. Json.Where(cell => cell["id"]?.ToString() is not { } id || !IsId(id) || !taken.Add(id))];
        foreach (var cell in nameless)
            cell["id"] = Enumerable.Range(1, int.MaxValue).Select(n => $"cell-{n}").First(taken.Add);
    }

    private static bool IsId(string id) => id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static bool IsCell(JsonNode? node) =>
        node is JsonObject cell
        && cell["cell_type"] is JsonValue type && type.TryGetValue(out string? name) && name is "code" or "markdown" or "raw"
        && (cell["metadata"] is null or JsonObject)
        && (IsText(cell["source"]) || cell["source"] is JsonArray lines && lines.All(IsText))
        && (cell["outputs"] is null || cell["outputs"] is JsonArray outputs && outputs.All(output => output is JsonObject));

    private static bool IsText(JsonNode? node) => node is JsonValue && node.GetValueKind() == JsonValueKind.String;

    private static void Demand(bool met, string otherwise)
    {
        if (!met) throw new InvalidDataException(otherwise);
    }
}
