using System.CommandLine;
using Unlearn.Notebooks;

namespace Unlearn.Cli;

/// <summary><c>ugradsl notebook run</c>: runs notebooks without any kernel, and stores what they put out.</summary>
internal static class NotebookCommand
{
    private static readonly Argument<string[]> Files = new("file") { Description = "Notebooks (.ipynb), run one after another.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<bool> Write = new("--write") { Description = "Replace each file by the executed notebook once all its cells have succeeded." };

    /// <summary>The command <c>notebook</c> with its one subcommand. Exit codes: 0; 1 where a cell failed; 2 where a file is missing,
    /// unreadable or cannot be written; the worst of all files. Everything it says goes to standard error.</summary>
    public static Command Create()
    {
        var run = new Command("run", "Run every code cell in order; stop at the first that fails.") { Files, Write };
        run.SetAction(arguments => arguments.GetValue(Files)!.Max(file => Run(file, arguments.GetValue(Write), arguments.InvocationConfiguration.Error)));
        return new("notebook", "Run the course's notebooks.") { run };
    }

    private static int Run(string file, bool write, TextWriter talk)
    {
        try
        {
            var run = NotebookRunner.Run(file, new(write, (cell, of) =>
            {
                Interrupt.ThrowIfAsked(() => $"Stopped before cell {cell} of {of} of {file}; the file is as it was.");
                talk.WriteLine($"{file}: cell {cell} of {of}");
            }));
            talk.WriteLine(run.Failure is { } failure ? $"{file}, {failure}" : $"{file}: {run.CellsRun} cells in {run.Seconds:0.0} s");
            return run.Failure is null ? 0 : ExitCode.Failed;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            talk.WriteLine(e.Message);
            return ExitCode.BadUsage;
        }
    }
}
