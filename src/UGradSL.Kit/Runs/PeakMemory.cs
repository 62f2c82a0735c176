using System.Globalization;

namespace Unlearn;

/// <summary>
/// The largest memory that this process held since a moment of one's choice, from Linux's accounts. What other threads do meanwhile is in it,
/// and so is what was held before; a card's memory is not.
/// </summary>
public static class PeakMemory
{
    private const string Forget = "/proc/self/clear_refs", Status = "/proc/self/status";

    /// <summary>Begins anew; false where the system does not let it, and then <see cref="Read"/> would tell of an earlier time.</summary>
    public static bool Reset()
    {
        try
        {
            File.WriteAllText(Forget, "5"); // proc(5): sets the high-water mark to what is held now
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Bytes; null where the system does not tell.</summary>
    public static long? Read()
    {
        if (!File.Exists(Status)) return null;
        var line = File.ReadLines(Status).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? null : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
