using System.Text;
using System.Text.Json.Nodes;

namespace Unlearn.Notebooks;

/// <summary>What one cell has put out so far, in order. Every member may be called from any thread.</summary>
internal sealed class CellOutputs
{
    /// <summary>How much text one stream of a cell holds: a loop that prints without end fills neither the memory nor the page.</summary>
    private const int MostText = 500_000;

    private readonly Lock gate = new();
    private readonly List<Func<int, LocalPaths, JsonObject>> outputs = [];
    private (string Stream, StringBuilder Text)? open;

    /// <summary>Appends to <paramref name="stream"/> (<c>stdout</c> or <c>stderr</c>); what is written without another output between is one output.</summary>
    public void Write(string stream, string text)
    {
        if (text.Length == 0) return;
        lock (gate)
        {
            if (open?.Stream != stream)
            {
                var kept = new StringBuilder();
                Add((_, paths) => new()
                {
                    ["name"] = stream,
                    ["output_type"] = "stream",
                    ["text"] = JupyterJson.Lines(paths.Hide(Terminal.Settle(kept.ToString()))),
                });
                open = (stream, kept);
            }
            var all = open.Value.Text;
            if (all.Length + text.Length <= MostText) all.Append(text);
            else if (all.Length < MostText) all.Append(text, 0, MostText - all.Length).Append($"\n… more than {MostText:N0} characters: the rest is left out\n");
        }
    }

    /// <summary>Shows a value for which the cell asked.</summary>
    public Bundle Show(object? value, IReadOnlyCollection<string> mimeTypes)
    {
        var bundle = new Bundle(value, mimeTypes); // outside the lock: formatting may run a lazy sequence, which may print
        lock (gate) Add((_, paths) => new() { ["data"] = bundle.ToJson(paths), ["metadata"] = new JsonObject(), ["output_type"] = "display_data" });
        return bundle;
    }

    /// <summary>Shows the value of the cell's trailing expression.</summary>
    public void Result(object? value)
    {
        var bundle = new Bundle(value, []);
        lock (gate)
        {
            Add((count, paths) => new()
            {
                ["data"] = bundle.ToJson(paths),
                ["execution_count"] = count,
                ["metadata"] = new JsonObject(),
                ["output_type"] = "execute_result",
            });
        }
    }

    /// <summary>Says why the cell stopped.</summary>
    public void Error(string message, IEnumerable<string> traceback)
    {
        string[] lines = [.. traceback];
        lock (gate)
        {
            Add((_, paths) => new()
            {
                ["ename"] = "Error",
                ["evalue"] = paths.Hide(message),
                ["output_type"] = "error",
                ["traceback"] = new JsonArray([.. lines.Select(line => JsonValue.Create(paths.Hide(line)))]),
            });
        }
    }

    /// <summary>The outputs as nbformat has them.</summary>
    public JsonArray ToJson(int executionCount, LocalPaths paths)
    {
        lock (gate) return new([.. outputs.Select(output => output(executionCount, paths))]);
    }

    private void Add(Func<int, LocalPaths, JsonObject> output)
    {
        outputs.Add(output);
        open = null;
    }
}
