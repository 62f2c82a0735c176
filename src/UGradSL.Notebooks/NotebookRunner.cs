using System.Diagnostics;

namespace Unlearn.Notebooks;

/// <summary>Runs a C# notebook from the first code cell to the last, as the .NET Interactive kernel would, without any kernel.</summary>
public static class NotebookRunner
{
    /// <summary>
    /// Runs the code cells in order, in the notebook's folder, until one fails. One notebook runs at a time in a process, since the
    /// console and the working directory are the process's: a second call waits.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no readable C# notebook.</exception>
    /// <exception cref="IOException">The file was to be written and could not be; it is as it was.</exception>
    public static NotebookRun Run(string path, RunOptions? options = null)
    {
        options ??= new();
        var notebook = Notebook.Read(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var watch = Stopwatch.StartNew();
        List<CellOutputs> outputs = [];
        CellFailure? failure = null;
        using (var session = new Session(folder))
        {
            StopRequest.Asked = options.Stop;
            foreach (var cell in notebook.CodeCells)
            {
                options.OnCell?.Invoke(outputs.Count + 1, notebook.CodeCells.Count);
                outputs.Add(new());
                failure = cell.KernelName is null or "csharp"
                    ? session.Execute(cell.Source, outputs[^1])
                    : new(outputs.Count, 1, $"the cell is for the kernel \"{cell.KernelName}\", and this runs C# only");
                if (failure is not null) break;
            }
        }

        // Only now: a later cell may have updated what an earlier one showed.
        var paths = new LocalPaths(folder);
        foreach (var (index, output) in outputs.Index()) notebook.CodeCells[index].Store(index + 1, output.ToJson(index + 1, paths));
        if (failure is null && options.Write) notebook.Save();
        return new(notebook, outputs.Count - (failure is null ? 0 : 1), failure, watch.Elapsed.TotalSeconds);
    }
}
