using System.Diagnostics;

namespace Unlearn.Notebooks;

/// <summary>
/// A notebook that runs while it is edited elsewhere: when the file is saved, the first cell that changed and those after it run again in
/// the session that is there. One thread runs cells; any thread may ask how they stand.
/// </summary>
internal sealed class WatchedNotebook : IDisposable
{
    private const int Pause = 150;

    private readonly Lock gate = new();
    private readonly string path;
    private readonly LocalPaths paths;
    private readonly Thread runner;
    private readonly ManualResetEventSlim changed = new(), begun = new();
    private readonly Stopwatch clock = new();
    private readonly Timer poll;
    private Notebook notebook;
    private List<WatchedCell> cells;
    private readonly CancellationTokenSource closed = new();
    private CancellationTokenSource stop = new();
    private (DateTime At, long Length) seen;
    private int structure, running = -1;
    private bool held;
    private volatile bool ended;
    private string? unreadable;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no readable C# notebook.</exception>
    public WatchedNotebook(string path)
    {
        this.path = Path.GetFullPath(path);
        (seen, notebook) = (Stamp(), Notebook.Read(this.path));
        cells = [.. notebook.CodeCells.Select(cell => new WatchedCell(cell.Id, cell.Source))];
        paths = new(Path.GetDirectoryName(this.path)!);
        runner = new(Work) { IsBackground = true, Name = "notebook" };
        runner.Start();
        poll = new(_ => Look(), null, Pause, Pause);
    }

    /// <summary>How everything stands now.</summary>
    public WatchSnapshot Snapshot()
    {
        lock (gate)
        {
            var (html, code) = (new List<(string Id, string Html)>(), new Dictionary<string, string>());
            foreach (var (i, cell) in cells.Index()) html.Add((cell.Id, code[cell.Id] = cell.Html(i + 1, paths)));
            var page = new NotebookPage(notebook, Path.GetFileNameWithoutExtension(path));
            return new(structure, page.Title, () => page.Body(cell => code.GetValueOrDefault(cell.Id, "")), html, Said(), running >= 0, cells.Count(cell => cell.State == CellState.Done), cells.Count);
        }
    }

    /// <summary>Asks the running cell to end at its next step, and the cells after it to wait.</summary>
    public void Stop()
    {
        lock (gate) held = true;
        stop.Cancel();
    }

    /// <summary>Goes on with the first cell that is not done; with the first of all where all are.</summary>
    public void Run()
    {
        lock (gate)
        {
            if (running >= 0) return;
            if (cells.TrueForAll(cell => cell.State == CellState.Done)) cells.ForEach(cell => cell.State = CellState.Waiting);
            Begin();
        }
    }

    public void Dispose()
    {
        ended = true;
        poll.Dispose();
        stop.Cancel();
        changed.Set();
        closed.Cancel();
        begun.Wait();                         // a session that is being made must find its folder
        runner.Join(TimeSpan.FromSeconds(5)); // a cell that never takes a step ends with the process
    }

    private string Said()
    {
        if (unreadable is not null) return unreadable;
        if (running >= 0) return $"cell {running + 1} of {cells.Count} · {clock.Elapsed.TotalSeconds:0.0} s{(stop.IsCancellationRequested ? " · stops at its next step" : "")}";
        var (failed, stopped) = (cells.FindIndex(cell => cell.State == CellState.Failed), cells.FindIndex(cell => cell.State == CellState.Stopped));
        return failed >= 0 ? $"cell {failed + 1} failed: mend it and save" : stopped >= 0 ? $"stopped in cell {stopped + 1}" : "waits for the file to be saved";
    }

    private void Work()
    {
        using var session = Begun();
        while (!ended)
        {
            if (Next() is not { } next)
            {
                changed.Wait();
                changed.Reset();
                continue;
            }
            var outputs = new CellOutputs();
            lock (gate)
            {
                (next.Cell.Outputs, next.Cell.State) = (outputs, CellState.Running);
                clock.Restart();
            }
            StopRequest.Asked = next.Stop;
            var failure = session!.Execute(next.Cell.Source, outputs, next.Number);
            lock (gate)
            {
                running = -1;
                next.Cell.State = failure is null ? CellState.Done : next.Stop.IsCancellationRequested ? CellState.Stopped : CellState.Failed;
                if (failure is not null && cells.Contains(next.Cell)) held = true;
            }
        }
    }

    /// <summary>A session; null if the page was closed while it waited for another to end.</summary>
    private Session? Begun()
    {
        try
        {
            return new(Path.GetDirectoryName(path)!, closed.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            begun.Set();
        }
    }

    private (WatchedCell Cell, int Number, CancellationToken Stop)? Next()
    {
        lock (gate)
        {
            running = held || ended ? -1 : cells.FindIndex(cell => cell.State != CellState.Done);
            return running < 0 ? null : (cells[running], running + 1, stop.Token);
        }
    }

    /// <summary>Takes the file anew where it was saved. A cell keeps what it has while it and all before it are as they were.</summary>
    private void Look()
    {
        lock (gate)
        {
            if (Stamp() is var now && now == seen || ended) return;
            try
            {
                var read = Notebook.Read(path);
                (seen, unreadable) = (now, null);
                Take(read);
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                unreadable = e.Message; // it may be half written: looked at again
            }
        }
    }

    private void Take(Notebook read)
    {
        List<WatchedCell> next = [.. read.CodeCells.Select(cell => new WatchedCell(cell.Id, cell.Source))];
        var same = next.Zip(cells).TakeWhile(pair => pair.First.Source == pair.Second.Source).Count();
        foreach (var cell in next.Skip(same)) cell.Outputs = cells.Find(old => old.Id == cell.Id)?.Outputs; // shown, faint, until it has run again
        foreach (var (now, old) in next.Zip(cells).Take(same)) old.Id = now.Id;
        (notebook, structure) = (read, structure + 1);
        if (same == next.Count && same == cells.Count) return; // only words changed
        var obsolete = running >= same;
        cells = [.. cells.Take(same), .. next.Skip(same)];
        if (obsolete) stop.Cancel();
        Begin();
    }

    private void Begin()
    {
        if (stop.IsCancellationRequested) stop = new();
        held = false;
        changed.Set();
    }

    private (DateTime At, long Length) Stamp() => new FileInfo(path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;
}
