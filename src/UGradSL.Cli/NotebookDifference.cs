using System.CommandLine;
using Unlearn.Notebooks;

namespace Unlearn.Cli;

/// <summary><c>ugradsl notebook diff</c>: two notebooks cell by cell.</summary>
internal static class NotebookDifference
{
    private static readonly Argument<string> A = new("a") { Description = "A notebook." };
    private static readonly Argument<string> B = new("b") { Description = "Another, or the same at another time." };
    private static readonly Option<OutputComparison> Outputs = new("--outputs")
    {
        Description = "Exact: every character. Shape: which outputs in which forms, not what they say. None: the sources alone.",
        DefaultValueFactory = _ => OutputComparison.Exact,
    };

    /// <summary>Exit codes as diff has them: 0 no difference, 1 differences, 2 a file that cannot be read.</summary>
    public static Command Create()
    {
        var diff = new Command("diff", "Say where two notebooks differ, cell by cell; the exit code is that of diff.") { A, B, Outputs };
        diff.SetAction(arguments => NotebookCommand.Told(arguments.InvocationConfiguration.Error, () =>
        {
            var (a, b) = (arguments.GetValue(A)!, arguments.GetValue(B)!);
            var found = NotebookDiff.Of(Notebook.Read(a), Notebook.Read(b), arguments.GetValue(Outputs));
            if (found.Count == 0) return 0;
            arguments.InvocationConfiguration.Output.WriteLine($"--- {a}\n+++ {b}");
            foreach (var line in found) arguments.InvocationConfiguration.Output.WriteLine(line);
            return ExitCode.Failed;
        }));
        return diff;
    }
}
