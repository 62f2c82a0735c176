namespace Unlearn.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>The work could not be done; standard error says why and what to try.</summary>
    public const int Failed = 1;

    /// <summary>Nothing could be begun: wrong arguments, or a file that is missing or unreadable.</summary>
    public const int BadUsage = 2;

    /// <summary>Stopped by Ctrl-C, as shells count it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
