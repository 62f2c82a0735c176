using System.CommandLine;
using Unlearn.Notebooks;

namespace Unlearn.Cli;

/// <summary><c>ugradsl notebook</c>: runs notebooks without any kernel and stores what they put out, watches, checks, exports, compares or clears them.</summary>
internal static class NotebookCommand
{
    internal static readonly Argument<string[]> Files = new("file") { Description = "Notebooks (.ipynb), one after another.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<bool> Write = new("--write") { Description = "Replace each file by the executed notebook once all its cells have succeeded." };

    /// <summary>The command <c>notebook</c> with its subcommands. Exit codes: 0; 1 where a cell failed or something is found; 2 where a file is
    /// missing, unreadable or cannot be written; the worst of all files. Everything it says goes to standard error.</summary>
    public static Command Create()
    {
        var run = new Command("run", "Run every code cell in order; stop at the first that fails.") { Files, Write };
        run.SetAction(arguments => arguments.GetValue(Files)!.Max(file => Run(file, arguments.GetValue(Write), arguments.InvocationConfiguration.Error)));
        var lint = new Command("lint", "Check what a notebook of the course has to be besides running: form, length, stored outputs, links, words. Changes nothing.") { Files };
        lint.SetAction(arguments => arguments.GetValue(Files)!.Max(file => Lint(file, arguments.InvocationConfiguration.Error)));
        var clear = new Command("clear", "Take the stored outputs out of notebooks.") { Files };
        clear.SetAction(arguments => arguments.GetValue(Files)!.Max(file => Clear(file, arguments.InvocationConfiguration.Error)));
        return new("notebook", "Run, watch, check, export, compare or clear the course's notebooks.") { run, lint, clear, NotebookExport.Create(), NotebookDifference.Create(), NotebookWatch.Create() };
    }

    private static int Run(string file, bool write, TextWriter talk) => Told(talk, () =>
    {
        var last = "";
        var run = NotebookRunner.Run(file, new(write, (cell, of) =>
        {
            Interrupt.ThrowIfAsked(() => $"Stopped before cell {cell} of {of} of {file}; the file is as it was.");
            talk.WriteLine($"{file}: {last = $"cell {cell} of {of}"}");
        })
        { Stop = Interrupt.Asked });
        Interrupt.ThrowIfAsked(() => $"Stopped in {last} of {file}; the file is as it was.");
        talk.WriteLine(run.Failure is { } failure ? $"{file}, {failure}" : $"{file}: {run.CellsRun} cells in {run.Seconds:0.0} s");
        return run.Failure is null ? 0 : ExitCode.Failed;
    });

    private static int Lint(string file, TextWriter talk) => Told(talk, () =>
    {
        var found = NotebookLint.Of(file);
        foreach (var finding in found) talk.WriteLine($"{file}: {finding}");
        if (found.Count == 0) talk.WriteLine($"{file}: nothing to mend");
        return found.Count == 0 ? 0 : ExitCode.Failed;
    });

    private static int Clear(string file, TextWriter talk) => Told(talk, () =>
    {
        var notebook = Notebook.Read(file);
        notebook.Clear();
        notebook.Save();
        talk.WriteLine($"{file}: {notebook.CodeCells.Count} cells without outputs");
        return 0;
    });

    internal static int Told(TextWriter talk, Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            talk.WriteLine(e.Message);
            return ExitCode.BadUsage;
        }
    }
}
