namespace Unlearn;

/// <summary>How long a download waits for a server, in seconds.</summary>
/// <param name="Attempts">Failures in a row, without one new byte, after which it gives up.</param>
/// <param name="FirstWait">Before the second attempt; it doubles with each failure in a row.</param>
/// <param name="LongestWait">Never more than this.</param>
/// <param name="Stall">A connection that brings nothing for so long counts as broken.</param>
public sealed record Patience(int Attempts = 6, double FirstWait = 1, double LongestWait = 30, double Stall = 30)
{
    /// <summary>Seconds before the next attempt: FirstWait · 2^(failures−1), or what the server asks for, but no more than <see cref="LongestWait"/>.</summary>
    public double Wait(int failures, double? asked = null) => Math.Min(LongestWait, asked ?? FirstWait * Math.Pow(2, failures - 1));
}
