using System.Text;

namespace Unlearn;

/// <summary>
/// Stands between a decoder and <see cref="System.Formats.Tar.TarReader"/> and looks at each header before the reader does: the reader
/// takes memory for what a long name or an extended header declares, up to 2 GB, before it reads it. Headers have 512 bytes, the size in
/// octal at byte 124, the sum of all bytes in octal at 148, the kind at 156 (POSIX.1-1988, ustar); data is padded to 512.
/// </summary>
internal sealed class TarHeaders(Decoded content) : Stream
{
    private const int Block = 512;
    private const long LongestName = 1 << 16; // of a long name or an extended header
    private readonly byte[] header = new byte[Block];
    private int ready, given; // of the header's bytes
    private long data;        // bytes that follow it, with padding
    private long at;          // of the last header

    /// <summary>Where the last header began.</summary>
    public long At => at;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Whether these bytes begin a tar: a header whose sum is right.</summary>
    public static bool Fits(ReadOnlySpan<byte> start) => start.Length >= Block && Octal(start[148..156]) is { } sum && sum == Sum(start[..Block]);

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (given == ready && data == 0) Next();
        if (given < ready)
        {
            var taken = Math.Min(buffer.Length, ready - given);
            header.AsSpan(given, taken).CopyTo(buffer);
            given += taken;
            return taken;
        }
        var got = content.Read(buffer[..(int)Math.Min(buffer.Length, data)]);
        data -= got;
        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    private void Next()
    {
        at = content.Position;
        (ready, given) = (content.ReadAtLeast(header, Block, throwOnEndOfStream: false), 0);
        if (ready == 0 || !header.AsSpan(0, ready).ContainsAnyExcept((byte)0)) return; // blocks of zeros end a tar
        if (!Fits(header.AsSpan(0, ready))) throw Fault(ready < Block ? "it ends inside a header" : "its header is corrupt");
        var kind = (char)header[156];
        if (kind is not ('\0' or '0' or '5' or '7' or 'x' or 'g' or 'L' or 'K')) throw Fault($"'{Name()}' is {Word(kind)}, which is not unpacked");
        var size = Octal(header.AsSpan(124, 12)) ?? throw Fault("the size in its header is no number");
        if (kind is 'x' or 'g' or 'L' or 'K' && size > LongestName) throw Fault($"it declares a name of {size:N0} bytes; {LongestName:N0} are allowed");
        data = kind == '5' ? 0 : checked((size + Block - 1) / Block * Block);
    }

    private InvalidDataException Fault(string what) => content.Fault(what, place: at);

    private string Name() => Entries.Shown(Encoding.UTF8.GetString(header.AsSpan(0, 100)).Split('\0')[0]);

    private static string Word(char kind) => kind switch { '1' or '2' => "a link", '3' or '4' => "a device", '6' => "a pipe", _ => $"of kind 0x{(int)kind:x2}" };

    private static long Sum(ReadOnlySpan<byte> block)
    {
        long sum = 8 * ' '; // the field of the sum itself counts as blanks
        for (var i = 0; i < Block; i++) sum += i is >= 148 and < 156 ? 0 : block[i];
        return sum;
    }

    /// <summary>An octal number between blanks and zeros; null if it is none, or written as binary, as sizes above 8 GB are.</summary>
    private static long? Octal(ReadOnlySpan<byte> field)
    {
        long value = 0;
        foreach (var digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7') return null;
            value = (value * 8) + digit - '0';
        }
        return value;
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
