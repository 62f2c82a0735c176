using System.Text;

namespace Unlearn;

/// <summary>
/// The bytes of a tar archive on their way to <see cref="System.Formats.Tar.TarReader"/>, which takes memory for what a long name or an
/// extended header declares, up to 2 GB, before it reads it. Here each header is looked at first: its checksum, and that it declares nothing
/// beyond the bounds. Headers have 512 bytes, the size in octal at byte 124, the sum of all bytes in octal at 148, the kind at 156
/// (POSIX.1-1988, ustar); data is padded to 512.
/// </summary>
/// <param name="content">The archive, unpacked; it is left open, and makes the errors.</param>
/// <param name="bounds">What a header may declare.</param>
/// <param name="skips">Whether the reader passes over data by seeking, which the content must be able to, and not by reading.</param>
internal sealed class TarGuard(Unpacked content, TarBounds bounds, bool skips = false) : ReadOnlyStream
{
    private const int Block = 512;
    private readonly byte[] header = new byte[Block];
    private int ready, given; // of the header's bytes
    private long at, next;    // of what is handed on; of the next header

    /// <summary>Whether the empty block has come that ends an archive.</summary>
    public bool Ended { get; private set; }

    public override bool CanSeek => skips;
    public override long Length => skips ? content.Length : throw new NotSupportedException();

    public override long Position
    {
        get => at;
        set
        {
            if (!skips) throw new NotSupportedException();
            // What an extended header says of the length counts for the reader, and hid the next header from here.
            if (value < at || value > next) throw content.Fault("the length in its extended header is not that in its header");
            content.Position = at = value;
        }
    }

    /// <summary>Whether these bytes begin a tar: a header whose sum is right.</summary>
    public static bool Fits(ReadOnlySpan<byte> start) => start.Length >= Block && Octal(start[148..156]) is { } sum && sum == Sum(start[..Block]);

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (at == next && !Ended) ReadHeader();
        int got;
        if (given < ready)
        {
            got = Math.Min(buffer.Length, ready - given);
            header.AsSpan(given, got).CopyTo(buffer);
            given += got;
        }
        else got = Ended || at < next ? content.Read(Ended ? buffer : buffer[..(int)Math.Min(buffer.Length, next - at)]) : 0;
        at += got;
        return got;
    }

    private void ReadHeader()
    {
        (ready, given) = (content.ReadAtLeast(header, Block, throwOnEndOfStream: false), 0);
        if (ready == 0) return;
        if (ready < Block) throw Fault("the archive ends inside the header of an entry; fetch it again");
        Ended = !header.AsSpan().ContainsAnyExcept((byte)0);
        if (Ended) return;
        content.Entry = Unpacked.Shown(Encoding.UTF8.GetString(header.AsSpan(0, 100)).Split('\0')[0]);
        if (!Fits(header)) throw Fault("the checksum of its header is wrong: this is no tar archive, or it is corrupt; fetch it again");
        var kind = (char)header[156];
        if (bounds.Kinds?.Contains(kind) == false) throw Fault($"'{content.Entry}' is {Word(kind)}, which is not unpacked");
        if (Octal(header.AsSpan(124, 12)) is not { } size || size > bounds.Entry)
            throw Fault($"it declares a length that is no number up to {bounds.Entry}; fetch the archive again");
        if (kind is 'x' or 'g' or 'L' or 'K' && size > TarBounds.Name) throw Fault($"it declares a name of {size:N0} bytes; {TarBounds.Name:N0} are allowed");
        next = at + Block + (kind == '5' ? 0 : (size + Block - 1) / Block * Block);
        if (next > bounds.Whole - Block) throw Fault($"with it the archive is longer than the {bounds.Whole} bytes that it may have");
    }

    private InvalidDataException Fault(string what) => content.Fault(what, where: at);

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
}
