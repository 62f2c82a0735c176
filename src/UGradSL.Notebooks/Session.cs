using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.Formatting;

namespace Unlearn.Notebooks;

/// <summary>
/// Evaluates one cell after another as the C# kernel does (its CSharpKernel.cs is the model): the same usings, references and language
/// version, variables kept from cell to cell. While it lives the process stands in its folder, <see cref="Screen.Show"/> shows in it, and who has it may set <see cref="StopRequest"/>.
/// </summary>
internal sealed class Session : IDisposable
{
    /// <summary>Whether a cell ends in an expression to be shown. Roslyn keeps it to itself; the kernel asks it the same way.</summary>
    private static readonly MethodInfo HasReturnValue = typeof(Script).GetMethod("HasReturnValue", BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new MissingMethodException($"{typeof(Script).Assembly.FullName} has no Script.HasReturnValue any more: the runner cannot tell which cells show a value.");

    private static readonly SemaphoreSlim OneAtATime = new(1, 1);
    private static Session? running;

    private readonly string folderBefore = Directory.GetCurrentDirectory();
    private readonly Func<object, Action<object>> showBefore;
    private readonly CancellationToken stopBefore;
    private readonly HostReferences references;
    private readonly ScriptOptions options;
    private ScriptState<object>? state;
    private int cell;

    /// <summary>Waits until no other session lives.</summary>
    /// <param name="folder">Where the notebook lies.</param>
    /// <param name="giveUp">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public Session(string folder, CancellationToken giveUp = default)
    {
        OneAtATime.Wait(giveUp);
        references = new(folder);
        options = CellScript.Options(references);
        (showBefore, stopBefore, running) = (Screen.Show, StopRequest.Asked, this);
        Screen.Show = value =>
        {
            var shown = Kernel.display(value);
            return now =>
            {
                StopRequest.Check();
                shown.Update(now);
            };
        };
        Directory.SetCurrentDirectory(folder);
    }

    /// <summary>The session whose cell runs.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static Session Running => running ?? throw new InvalidOperationException("display works in the cells of a running notebook only; print with Console.WriteLine.");

    /// <summary>Where the running cell puts out.</summary>
    public CellOutputs Outputs { get; private set; } = new();

    /// <summary>Runs a cell; null if it came to its end. After a failure, what it had set until then stays set.</summary>
    /// <param name="source">The code.</param>
    /// <param name="outputs">What it puts out goes there.</param>
    /// <param name="number">Its place in the notebook; the one after the last cell's if left out.</param>
    public CellFailure? Execute(string source, CellOutputs outputs, int? number = null)
    {
        (Outputs, cell) = (outputs, number ?? cell + 1);
        var (console, error, context) = (Console.Out, Console.Error, SynchronizationContext.Current);
        Console.SetOut(new CellWriter(outputs, "stdout"));
        Console.SetError(new CellWriter(outputs, "stderr"));
        SynchronizationContext.SetSynchronizationContext(null); // an await in a cell must not come back to the thread that waits for it
        try
        {
            return Execute(source, []);
        }
        finally
        {
            Console.SetOut(console);
            Console.SetError(error);
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    public void Dispose()
    {
        Directory.SetCurrentDirectory(folderBefore);
        (Screen.Show, StopRequest.Asked, running) = (showBefore, stopBefore, null);
        OneAtATime.Release();
    }

    /// <param name="source">The code, of the cell or of a file that it imports.</param>
    /// <param name="importing">The files that led here.</param>
    private CellFailure? Execute(string source, IReadOnlyList<string> importing)
    {
        var plan = Directives.Read(source, references, cell);
        if (plan.Refused is { } refused) return Failed(refused, []);
        var clock = Stopwatch.StartNew();
        var failure = plan.Parts.Select(part => part.Kind switch
        {
            CellPartKind.Import => Import(Path.GetFullPath(part.Text), importing),
            CellPartKind.Markdown => Shown(MarkdownHtml.Of(part.Text)),
            _ => plan.Parts.Count > 1 && part.Text.Trim().Length == 0 ? null : Evaluate(part.Text),
        }).FirstOrDefault(failed => failed is not null);
        if (plan.Timed) Outputs.Show(new Verbatim($"Wall time: {clock.Elapsed.TotalMilliseconds:0.####}ms"), ["text/plain"]);
        return failure;
    }

    /// <summary>Runs another notebook's cells, or a file of C#, as if they stood here.</summary>
    private CellFailure? Import(string path, IReadOnlyList<string> importing)
    {
        try
        {
            if (importing.Contains(path)) throw new InvalidDataException($"#!import of {path}, which imports this: they would run for ever");
            string[] sources = Path.GetExtension(path).Equals(".ipynb", StringComparison.OrdinalIgnoreCase) ? [.. Notebook.Read(path).CodeCells.Select(c => c.Source)] : [File.ReadAllText(path)];
            return sources.Select(source => Execute(source, [.. importing, path])).FirstOrDefault(failed => failed is not null);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Failed(new(cell, 1, e.Message), []);
        }
    }

    private CellFailure? Shown(string html)
    {
        Outputs.Show(new Verbatim(html), ["text/html"]);
        return null;
    }

    private CellFailure? Evaluate(string code)
    {
        var named = options.WithFilePath(FileName);
        var script = state is null ? CSharpScript.Create<object>(code, named) : state.Script.ContinueWith<object>(code, named);
        var diagnostics = script.Compile();
        if (diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } wrong)
        {
            CellScript.Report(diagnostics, Outputs);
            Outputs.Error("compilation error", []);
            return new(cell, CellScript.Position(wrong).Line, $"{wrong.Id}: {wrong.GetMessage()}");
        }
        try
        {
            state = (state is null ? script.RunAsync(catchException: _ => true) : script.RunFromAsync(state, _ => true)).GetAwaiter().GetResult();
            CellScript.Report(diagnostics, Outputs);
            if (state.Exception is { } thrown) return Failed(thrown);
            if ((bool)HasReturnValue.Invoke(script, null)! && state.ReturnValue is not DisplayedValue) Outputs.Result(state.ReturnValue);
            return null;
        }
        catch (Exception e) // from formatting the value: a lazy sequence runs only now
        {
            return Failed(e);
        }
    }

    private string FileName => $"cell {cell}";

    private CellFailure Failed(Exception thrown)
    {
        var trace = CellTrace.Of(thrown, FileName);
        return Failed(new(cell, trace.Line, trace.Message), trace.Lines);
    }

    private CellFailure Failed(CellFailure failure, IEnumerable<string> traceback)
    {
        Outputs.Error(failure.Message, traceback);
        return failure;
    }
}
