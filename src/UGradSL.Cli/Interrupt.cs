using System.Runtime.InteropServices;

namespace Unlearn.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks the running work to stop at its next step, the second ends the process.</summary>
internal sealed class Interrupt : IDisposable
{
    private static volatile bool asked;
    private readonly PosixSignalRegistration[] registrations;

    public Interrupt() => registrations = [.. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM]).Select(signal => PosixSignalRegistration.Create(signal, Ask))];

    /// <summary>Stops the caller if somebody asked for it.</summary>
    /// <exception cref="OperationCanceledException">With <paramref name="howToGoOn"/> as its message.</exception>
    public static void ThrowIfAsked(Func<string> howToGoOn)
    {
        if (asked) throw new OperationCanceledException(howToGoOn());
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
    }

    private static void Ask(PosixSignalContext context)
    {
        context.Cancel = !asked;
        asked = true;
    }
}
