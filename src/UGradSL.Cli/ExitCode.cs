namespace Unlearn.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>The work is done.</summary>
    public const int Done = 0;

    /// <summary>The work could not be done; standard error says why and what to try.</summary>
    public const int Failed = 1;

    /// <summary>Nothing could be begun: wrong arguments, or a file that is missing or unreadable.</summary>
    public const int BadUsage = 2;

    /// <summary>Stopped by Ctrl-C, as shells count it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Each with its meaning, for the help.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Done, "done"),
        (Failed, "failed; standard error says why and what to try"),
        (BadUsage, "wrong arguments or an unreadable file"),
        (Interrupted, "stopped by Ctrl-C; the same command goes on"),
    ];
}
