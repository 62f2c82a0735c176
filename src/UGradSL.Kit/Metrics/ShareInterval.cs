namespace Unlearn;

/// <summary>Where a share lies of which k of n were counted.</summary>
public static class ShareInterval
{
    /// <summary>Wilson's score interval (1927): good for small n, and for 0 and n of n, where the usual ± is 0.</summary>
    /// <param name="count">k, 0 to n.</param>
    /// <param name="of">n, at least 1.</param>
    /// <exception cref="ArgumentException">No n, or a k outside it.</exception>
    public static Interval Wilson(int count, int of)
    {
        if (of < 1 || count < 0 || count > of) throw new ArgumentException($"{count} of {of}: a count within at least 1 is needed.");
        const double z = 1.959963984540054;
        var (share, spread) = (count / (double)of, z * z / of);
        var half = z * Math.Sqrt(share * (1 - share) / of + spread / of / 4);
        return new(Math.Max(0, (share + spread / 2 - half) / (1 + spread)), Math.Min(1, (share + spread / 2 + half) / (1 + spread)), 0.95, "Wilson");
    }
}
