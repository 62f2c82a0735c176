using System.Runtime.InteropServices;

namespace Unlearn.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks the running work to stop at its next step, the second ends the process.</summary>
internal sealed class Interrupt : IDisposable
{
    private static readonly CancellationTokenSource Source = new();
    private readonly PosixSignalRegistration[] registrations;

    public Interrupt() => registrations = [.. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM]).Select(signal => PosixSignalRegistration.Create(signal, Ask))];

    /// <summary>Cancelled once somebody asked, for work that looks by itself.</summary>
    public static CancellationToken Asked => Source.Token;

    /// <summary>Stops the caller if somebody asked for it.</summary>
    /// <exception cref="OperationCanceledException">With <paramref name="howToGoOn"/> as its message.</exception>
    public static void ThrowIfAsked(Func<string> howToGoOn)
    {
        if (Source.IsCancellationRequested) throw new OperationCanceledException(howToGoOn());
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
    }

    private static void Ask(PosixSignalContext context)
    {
        context.Cancel = !Source.IsCancellationRequested;
        Source.Cancel();
    }
}
