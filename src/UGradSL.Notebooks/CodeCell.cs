using System.Text.Json.Nodes;

namespace Unlearn.Notebooks;

/// <summary>A code cell of a <see cref="Notebook"/>.</summary>
public sealed class CodeCell
{
    private readonly JsonObject json;

    internal CodeCell(JsonObject json)
    {
        this.json = json;
        json["execution_count"] ??= null;
        json["outputs"] ??= new JsonArray();
    }

    /// <summary>The code, with newlines as in the file.</summary>
    public string Source => string.Concat(json["source"]!.AsArray().Select(line => line!.GetValue<string>()));

    /// <summary>The place in the order of execution; null if never run.</summary>
    public int? ExecutionCount => json["execution_count"] is JsonValue value && value.TryGetValue(out int count) ? count : null;

    /// <summary>What tells the cell from the others of its notebook, also after it was edited or moved.</summary>
    public string Id => json["id"]!.GetValue<string>();

    /// <summary>The outputs as nbformat has them.</summary>
    public JsonArray Outputs => json["outputs"]!.AsArray();

    /// <summary>The kernel that the cell names for itself, in the newer or the older of the two metadata; null if none.</summary>
    internal string? KernelName =>
        (Metadata("polyglot_notebook", "kernelName") ?? Metadata("dotnet_interactive", "language"))?.ToString();

    private JsonNode? Metadata(string of, string name) => (json["metadata"]![of] as JsonObject)?[name];

    /// <summary>Forgets what a run put out.</summary>
    internal void Clear() => Store(null, []);

    /// <summary>Stores what a run put out. The times of an earlier run by another program go: they would be false.</summary>
    internal void Store(int? executionCount, JsonArray outputs)
    {
        json["execution_count"] = executionCount;
        json["outputs"] = outputs;
        json["metadata"]!.AsObject().Remove("execution");
    }
}
