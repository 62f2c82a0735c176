using System.Text;

namespace Unlearn;

/// <summary>
/// The bytes of a tar archive on their way to <see cref="System.Formats.Tar.TarReader"/>, which makes room for whatever length the header of
/// a long name declares before it looks whether so much is there. Here each header is checked first: its checksum, and that no entry, nor
/// the whole, is longer than it may be. Whatever is wrong is an <see cref="InvalidDataException"/> with the file, the byte and the entry.
/// </summary>
/// <param name="inner">The archive, unpacked from gzip or xz; it is left open.</param>
/// <param name="name">What messages call the archive.</param>
/// <param name="mostOfEntry">The longest entry, in bytes.</param>
/// <param name="most">The longest archive, in bytes.</param>
internal sealed class TarGuard(Stream inner, string name, long mostOfEntry, long most) : ReadOnlyStream
{
    private const int Block = 512;

    private readonly byte[] header = new byte[Block];
    private int served = Block;
    private long at, nextHeader;
    private string entry = "";

    /// <summary>Whether the empty block has come that ends an archive.</summary>
    public bool Ended { get; private set; }

    /// <summary>The fault that was made last, by which it is told from those of a reader of these bytes.</summary>
    public InvalidDataException? LastFault { get; private set; }

    /// <summary>What is wrong here: the file, the byte of its unpacked content, the entry.</summary>
    public InvalidDataException Fault(string what, Exception? cause = null) =>
        LastFault = new($"{name}, byte {at}{(entry.Length > 0 ? $", entry '{entry}'" : "")}: {what}.", cause);

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (at == nextHeader && !Ended && !buffer.IsEmpty)
            ReadHeader();
        int got;
        if (served < Block)
        {
            got = Math.Min(buffer.Length, Block - served);
            header.AsSpan(served, got).CopyTo(buffer);
            served += got;
        }
        else
        {
            got = Fill(buffer[..(int)Math.Min(buffer.Length, (Ended ? most : nextHeader) - at)]);
        }
        at += got;
        return got;
    }

    /// <summary>Reads what follows the end of the archive, so that gzip and xz come to their checksums.</summary>
    public void Drain()
    {
        var piece = new byte[1 << 16];
        while (Read(piece) > 0)
            continue;
        if (at == most)
            throw Fault($"the archive is longer than the {most} bytes that it may have");
    }

    private void ReadHeader()
    {
        var got = Fill(header);
        if (got == 0)
            return;
        if (got < Block)
            throw Fault("the archive ends inside the header of an entry; fetch it again");
        served = 0;
        Ended = !header.AsSpan().ContainsAnyExcept((byte)0);
        if (Ended)
            return;
        entry = Encoding.Latin1.GetString(header.AsSpan(0, 100)).Split('\0')[0];
        if (Octal(header.AsSpan(148, 8)) is not { } sum || sum != Sum())
            throw Fault("the checksum of its header is wrong: this is no tar archive, or it is corrupt; fetch it again");
        if (Octal(header.AsSpan(124, 12)) is not { } size || size > mostOfEntry)
            throw Fault($"it declares a length that is no number up to {mostOfEntry}; fetch the archive again");
        nextHeader = at + Block + ((size + Block - 1) / Block * Block);
        if (nextHeader > most - Block)
            throw Fault($"with it the archive is longer than the {most} bytes that it may have");
    }

    private int Sum()
    {
        var sum = 8 * ' ';
        for (var i = 0; i < Block; i++)
            sum += i is >= 148 and < 156 ? 0 : header[i];
        return sum;
    }

    private static long? Octal(ReadOnlySpan<byte> field)
    {
        var value = 0L;
        foreach (var digit in field.Trim(" \0"u8))
        {
            // GNU writes lengths beyond 8 GiB in another way; no entry may be as long.
            if (digit is < (byte)'0' or > (byte)'7')
                return null;
            value = (value * 8) + digit - '0';
        }
        return value;
    }

    private int Fill(Span<byte> buffer)
    {
        try
        {
            return inner.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        // SharpCompress throws whatever comes up in its decoder, an index out of range too.
        catch (Exception e) when (e is not (IOException or OutOfMemoryException) || e is EndOfStreamException)
        {
            throw Fault("the compressed data from here on is corrupt or cut short; fetch the archive again", e);
        }
    }
}
