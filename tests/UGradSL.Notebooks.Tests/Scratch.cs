using System.Text.Json;
using System.Text.Json.Nodes;
using Unlearn.Notebooks;
using Xunit;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)] // the console and the working directory are the process's

namespace Unlearn.Tests;

/// <summary>A folder with notebooks in it, gone after the test.</summary>
public sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("notebooks-").FullName;

    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>A notebook of these code cells, saved as one line of JSON: nobody's style.</summary>
    public string Write(params string[] cells)
    {
        var notebook = new JsonObject
        {
            ["nbformat"] = 4,
            ["nbformat_minor"] = 4,
            ["cells"] = new JsonArray([.. cells.Select(cell => new JsonObject
            {
                ["cell_type"] = "code",
                ["source"] = cell,
                ["metadata"] = new JsonObject(),
                ["outputs"] = new JsonArray(),
                ["execution_count"] = null,
            })]),
        };
        System.IO.File.WriteAllText(File("try.ipynb"), notebook.ToJsonString());
        return File("try.ipynb");
    }

    public NotebookRun Run(params string[] cells) => NotebookRunner.Run(Write(cells));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Runs the cells and gives back the outputs of the last, which must have succeeded.</summary>
    public static JsonArray OutputsOfLast(params string[] cells)
    {
        using var scratch = new Scratch();
        var run = scratch.Run(cells);
        Assert.Null(run.Failure);
        return run.Notebook.CodeCells[^1].Outputs;
    }

    /// <summary>Runs the cells, of which one must fail.</summary>
    public static CellFailure FailureOf(params string[] cells)
    {
        using var scratch = new Scratch();
        var failure = scratch.Run(cells).Failure;
        Assert.NotNull(failure);
        return failure;
    }

    /// <summary>The only output's text in this MIME type.</summary>
    public static string Data(JsonArray outputs, string mimeType = "text/plain") => Text(Assert.Single(outputs)!["data"]![mimeType]!);

    /// <summary>An output's lines joined; a stream's if it is one.</summary>
    public static string Text(JsonNode node) => string.Concat((node is JsonObject stream ? stream["text"]! : node).AsArray().Select(line => line!.GetValue<string>()));

    public static JsonElement Parse(string path) => JsonDocument.Parse(System.IO.File.ReadAllText(path)).RootElement;
}
