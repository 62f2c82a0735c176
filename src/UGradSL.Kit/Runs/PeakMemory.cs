using System.Diagnostics;
using System.Globalization;

namespace Unlearn;

/// <summary>The most resident memory that this process has had: all of it, data set and libtorch included.</summary>
public static class PeakMemory
{
    /// <summary>Begins anew, where the system can: Linux; elsewhere the peak is that of the process's whole life.</summary>
    public static void Reset()
    {
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }

    /// <summary>Bytes.</summary>
    public static long Bytes
    {
        get
        {
            if (!File.Exists("/proc/self/status")) return Process.GetCurrentProcess().PeakWorkingSet64;
            var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return long.Parse(line.AsSpan()["VmHWM:".Length..^"kB".Length], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
        }
    }
}
