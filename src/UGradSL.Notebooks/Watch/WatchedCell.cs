using System.Diagnostics;

namespace Unlearn.Notebooks;

/// <summary>Where a cell of a watched notebook stands.</summary>
internal enum CellState
{
    /// <summary>Not run since it, or one before it, was changed.</summary>
    Waiting,

    /// <summary>Running now.</summary>
    Running,

    /// <summary>Run to its end.</summary>
    Done,

    /// <summary>It did not compile, or threw.</summary>
    Failed,

    /// <summary>Stopped by the reader.</summary>
    Stopped,
}

/// <summary>A code cell of a watched notebook: what of it ran last, and what that put out.</summary>
/// <param name="id">Its id in the file.</param>
/// <param name="source">The code, as it stands in the file.</param>
internal sealed class WatchedCell(string id, string source)
{
    private const int Patience = 8;

    private readonly Stopwatch since = new();
    private string said = "", html = "";
    private TimeSpan cost;

    /// <summary>It may change though the cell is the same: front ends number cells that have none.</summary>
    public string Id { get; set; } = id;

    public string Source => source;

    public CellState State { get; set; }

    /// <summary>Of its last run; null if it never ran.</summary>
    public CellOutputs? Outputs { get; set; }

    /// <summary>The cell as a section of the page; rendered only if it put out something new, and the less often the longer it takes.</summary>
    public string Html(int number, LocalPaths paths)
    {
        if (State == CellState.Running && said.StartsWith($"{Id} {number} {State} ", StringComparison.Ordinal) && since.Elapsed < Patience * cost) return html;
        since.Restart();
        html = Rendered(number, paths);
        cost = since.Elapsed;
        return html;
    }

    private string Rendered(int number, LocalPaths paths)
    {
        var now = Outputs?.ToJson(number, paths);
        var (text, key) = (now?.ToJsonString() ?? "", $"{Id} {number} {State} ");
        if (said == key + text) return html;
        said = key + text;
        return NotebookPage.Code(Id, source, number, string.Concat(now?.Select(output => NotebookPage.Output(output!.AsObject())) ?? []), State.ToString().ToLowerInvariant());
    }
}
