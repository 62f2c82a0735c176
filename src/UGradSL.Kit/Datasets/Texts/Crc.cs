namespace Unlearn;

/// <summary>A cyclic checksum of gzip and xz, lowest bit first, from all ones to its complement.</summary>
internal sealed class Crc
{
    private readonly ulong[] table;
    private readonly ulong ones;
    private ulong state;

    /// <param name="polynomial">The reversed polynomial.</param>
    /// <param name="ones">As many ones as the checksum has bits.</param>
    private Crc(ulong polynomial, ulong ones)
    {
        (this.ones, state) = (ones, ones);
        table = [.. Enumerable.Range(0, 256).Select(i => Enumerable.Range(0, 8).Aggregate((ulong)i, (value, _) => (value >> 1) ^ ((value & 1) * polynomial)))];
    }

    /// <summary>Of gzip, and of xz where it is asked for.</summary>
    public static Crc Of32() => new(0xEDB88320, uint.MaxValue);

    /// <summary>Of xz.</summary>
    public static Crc Of64() => new(0xC96C5795D7870F42, ulong.MaxValue);

    /// <summary>The checksum of all bytes since the last <see cref="Reset"/>.</summary>
    public ulong Value => state ^ ones;

    public void Reset() => state = ones;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            state = table[(byte)state ^ value] ^ (state >> 8);
    }
}
