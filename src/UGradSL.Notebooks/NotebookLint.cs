using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Unlearn.Notebooks;

/// <summary>
/// What a notebook of the course has to be, besides running: in the form the kernels write, short, stored from one whole run, without the
/// machine in it, in the course's words and parts. Of one in a folder "solutions" the number of cells and the parts are not asked.
/// </summary>
public static partial class NotebookLint
{
    private const int MostLines = 20, MostInTheMiddle = 6, MostBytes = 300_000, FewestCells = 15, MostCells = 40, MostCellsOfTheFirst = 12, Unseen = 2, Exercises = 3;

    private const string FirstCell = """
        #r "../artifacts/kit/UGradSL.Kit.dll"
        using TorchSharp;
        using Unlearn;
        using static TorchSharp.torch;
        using static TorchSharp.torch.nn.functional;
        Kit.Versions()
        """;

    private const string Metadata = """{"kernelspec":{"display_name":".NET (C#)","language":"C#","name":".net-csharp"},"language_info":{"file_extension":".cs","mimetype":"text/x-csharp","name":"C#","pygments_lexer":"csharp","version":"13.0"},"polyglot_notebook":{"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":[],"languageName":"csharp","name":"csharp"}]}}}""";

    private const string CellMetadata = """{"dotnet_interactive":{"language":"csharp"},"polyglot_notebook":{"kernelName":"csharp"}}""";

    private static readonly (string Wrong, string Right)[] Words =
        [("dataset", "data set"), ("forgetting set", "forget set"), ("remaining set", "retain set"), ("un-learn", "unlearn"), ("hyper-parameter", "hyperparameter"), ("finetun", "fine-tun")];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is wrong, a sentence each, with the cell and what to do; empty where all is well.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no notebook.</exception>
    public static IReadOnlyList<string> Of(string path)
    {
        var notebook = Notebook.Read(path);
        var text = File.ReadAllText(path);
        var json = JsonNode.Parse(text)!;
        var solutions = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) == "solutions";
        return
        [
            .. Form(notebook, json, text, solutions ? FirstCell.Replace("../artifacts", "../../artifacts") : FirstCell),
            .. solutions ? [] : Length(path, json),
            .. Lines(notebook, solutions),
            .. Stored(notebook, solutions),
            .. solutions ? [] : NotebookParts.Of(json, Exercises),
            .. Links(path, text),
            .. Spelling(json),
        ];
    }

    private static IEnumerable<string> Form(Notebook notebook, JsonNode json, string text, string first)
    {
        if (json["metadata"]?.ToJsonString(Plain) != Metadata) yield return "its metadata is not what the last .NET Interactive kernel writes: copy that of another notebook of the course.";
        foreach (var (i, cell) in Code(json))
            if (cell["metadata"]?.ToJsonString(Plain) != CellMetadata) yield return $"cell {i}: its metadata is not that of a C# cell ({CellMetadata}).";
        if (notebook.CodeCells is not [{ Source: var begins }, ..] || begins != first) yield return "cell 1 is not the one that every notebook begins with: copy it from another, the call to the kit included.";
        if (notebook.ToString() != text) yield return "it is not saved as the runner saves it: ugradsl notebook run FILE --write.";
    }

    private static IEnumerable<string> Length(string path, JsonNode json)
    {
        var (cells, first) = (json["cells"]!.AsArray().Count, Path.GetFileName(path).StartsWith("00", StringComparison.Ordinal));
        if (first ? cells > MostCellsOfTheFirst : cells is < FewestCells or > MostCells)
            yield return first ? $"{cells} cells: the first notebook has {MostCellsOfTheFirst} at most." : $"{cells} cells: {FewestCells} to {MostCells} are wanted.";
    }

    private static IEnumerable<string> Lines(Notebook notebook, bool solutions)
    {
        List<int> lines = [.. notebook.CodeCells.Select(cell => cell.Source.Split('\n').Length)];
        foreach (var (i, count) in lines.Index())
            if (count > MostLines) yield return $"cell {i + 1}: {count} lines, {MostLines} at most: part it.";
        if (!solutions && lines.Count > 0 && (lines.Order().ElementAt((lines.Count - 1) / 2) + lines.Order().ElementAt(lines.Count / 2)) / 2.0 is > MostInTheMiddle and var median)
            yield return $"half of its cells of code have {median:0.#} lines or more; {MostInTheMiddle} at most are wanted: part the long ones.";
    }

    private static IEnumerable<string> Stored(Notebook notebook, bool solutions)
    {
        var unseen = 0;
        foreach (var (i, cell) in notebook.CodeCells.Index())
        {
            if (cell.ExecutionCount != i + 1) yield return $"cell {i + 1}: run as number {cell.ExecutionCount?.ToString() ?? "none"}: outputs are stored from one run of all cells, in order.";
            foreach (var output in cell.Outputs)
            {
                if ((string?)output!["output_type"] == "error") yield return $"cell {i + 1}: an error is stored.";
                if ((string?)output["name"] == "stderr") yield return $"cell {i + 1}: a warning is stored.";
                if (Place().Match(output.ToJsonString()) is { Success: true } place) yield return $"cell {i + 1}: a place on a machine is stored, {place.Value}…";
            }
            if (cell.Outputs.ToJsonString().Length is > MostBytes and var bytes) yield return $"cell {i + 1}: {bytes:N0} bytes of outputs, {MostBytes:N0} at most: show fewer points.";
            unseen = cell.Outputs.Any(o => o!["data"]?["text/html"] is not null) ? 0 : unseen + 1;
            if (!solutions && unseen == Unseen + 1) yield return $"cell {i + 1}: the third in a row without a table or a chart.";
        }
    }

    private static IEnumerable<string> Links(string path, string text) =>
        Link().Matches(text).Select(match => match.Groups[1].Value).Where(link => !link.Contains("://") && !File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, link)))
            .Select(link => $"a link leads to {link}, which is not there.");

    private static IEnumerable<string> Spelling(JsonNode json) =>
        from cell in json["cells"]!.AsArray().Index()
        let prose = cell.Item!["source"] is JsonArray lines ? string.Concat(lines.Select(l => (string?)l)) : (string?)cell.Item["source"] ?? ""
        where (string?)cell.Item["cell_type"] == "markdown"
        from word in Words
        where Quoted().Replace(prose, "").Contains(word.Wrong, StringComparison.OrdinalIgnoreCase)
        select $"part {cell.Index + 1}: '{word.Wrong}' is '{word.Right}' in this course.";

    private static IEnumerable<(int, JsonNode)> Code(JsonNode json) =>
        json["cells"]!.AsArray().Where(cell => (string?)cell!["cell_type"] == "code").Select((cell, i) => (i + 1, cell!));

    [GeneratedRegex(@"(?<![\w.:/])/(home|root|work|tmp|usr|Users|workspaces)/")]
    private static partial Regex Place();

    // Code between backquotes has words of its own.
    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\]\(([^)#\s]+)\)")]
    private static partial Regex Link();
}
