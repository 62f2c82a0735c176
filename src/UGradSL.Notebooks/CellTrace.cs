using System.Diagnostics;
using System.Reflection;

namespace Unlearn.Notebooks;

/// <summary>What a reader of a notebook wants to know of an exception.</summary>
/// <param name="Line">The line of the cell that led to it; 1 if no frame of the cell is left.</param>
/// <param name="Message">Its message, or that of its cause where it only wraps one.</param>
/// <param name="Lines">Its text and stack, down to the cell and without the runner's own frames below it.</param>
internal sealed record CellTrace(int Line, string Message, IReadOnlyList<string> Lines)
{
    public static CellTrace Of(Exception thrown, string cell)
    {
        while (thrown is TypeInitializationException or TargetInvocationException && thrown.InnerException is { } cause) thrown = cause;
        var line = Causes(thrown)
            .SelectMany(e => new StackTrace(e, fNeedFileInfo: true).GetFrames())
            .FirstOrDefault(frame => frame.GetFileName() == cell)?.GetFileLineNumber() ?? 1;
        string[] lines = [.. thrown.ToString().Split('\n').Select(text => text.TrimEnd('\r')).Where(text => !IsRunner(text))];
        return new(line, thrown.Message, lines);
    }

    private static IEnumerable<Exception> Causes(Exception thrown)
    {
        for (var e = thrown; e is not null; e = e.InnerException) yield return e;
    }

    private static bool IsRunner(string line) =>
        line.StartsWith("   at Microsoft.CodeAnalysis.Scripting.", StringComparison.Ordinal)
        || line.StartsWith("   at Unlearn.Notebooks.", StringComparison.Ordinal)
        || line.StartsWith("--- End of stack trace", StringComparison.Ordinal);
}
