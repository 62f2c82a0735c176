using System.Diagnostics;
using Spectre.Console;

namespace Unlearn.Cli;

/// <summary>
/// What runs at the moment, on standard error: one line that is written over on a terminal, a plain line every few seconds elsewhere.
/// </summary>
internal sealed class ProgressLine
{
    private const string Anew = "\r\e[2K"; // to the line's start, and wipe it

    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(100), Elsewhere = TimeSpan.FromSeconds(5);
    private readonly IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly Stopwatch sinceShown = new();

    private bool IsTerminal => console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi;

    /// <summary>Shows <paramref name="progress"/>, at most ten times a second.</summary>
    public void Show<T>(T progress) where T : struct
    {
        if (sinceShown.IsRunning && sinceShown.Elapsed < (IsTerminal ? OnTerminal : Elsewhere)) return;
        sinceShown.Restart();
        if (!IsTerminal)
        {
            Console.Error.WriteLine(progress);
            return;
        }
        Console.Error.Write(Anew); // not by Spectre: to it the bracket opens a style
        console.Markup($"[grey]{Markup.Escape(Fit(progress.ToString()!))}[/]");
    }

    /// <summary>A line that stays.</summary>
    public void Say(string line)
    {
        if (IsTerminal) Console.Error.Write(Anew);
        Console.Error.WriteLine(line);
    }

    private string Fit(string line) => line.Length < console.Profile.Width ? line : line[..(console.Profile.Width - 1)];
}
