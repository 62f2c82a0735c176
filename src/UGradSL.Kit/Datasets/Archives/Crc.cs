namespace Unlearn;

/// <summary>The CRC32 of gzip (RFC 1952), over all bytes that are added.</summary>
internal sealed class Crc
{
    private static readonly uint[] table =
        [.. Enumerable.Range(0, 256).Select(i => Enumerable.Range(0, 8).Aggregate((uint)i, (value, _) => (value >> 1) ^ ((value & 1) * 0xEDB88320)))];

    private uint state = uint.MaxValue;

    public uint Value => ~state;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            state = table[(byte)state ^ value] ^ (state >> 8);
    }
}
