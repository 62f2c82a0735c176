using System.Buffers.Binary;
using System.IO.Compression;

namespace Unlearn;

/// <summary>The bytes of one element of a MAT-file, unpacked where it is compressed, read from its beginning; and where in them the reader is.</summary>
internal sealed class MatContent : IDisposable
{
    private readonly string name;
    private readonly long start;
    private readonly bool bigEndian;
    private readonly StreamPart part;
    private readonly ZLibStream? zlib;
    private long at;

    /// <param name="stream">The whole file; it stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="start">Where in the file the element's bytes begin.</param>
    /// <param name="length">How many they are there.</param>
    /// <param name="compressed">Whether they are zlib's.</param>
    /// <param name="bigEndian">The order of the bytes in numbers.</param>
    /// <exception cref="InvalidDataException">zlib data that needs a dictionary, at which .NET's reader breaks off with an error of its own.</exception>
    public MatContent(Stream stream, string name, long start, long length, bool compressed, bool bigEndian)
    {
        (this.name, this.start, this.bigEndian) = (name, start, bigEndian);
        if (compressed && length >= 2)
        {
            stream.Position = start + 1;
            if ((stream.ReadByte() & 0x20) != 0) throw Fault("the compressed data asks for a dictionary, which no MAT-file has; fetch the file again");
        }
        part = new StreamPart(stream, start, length);
        zlib = compressed ? new ZLibStream(part, CompressionMode.Decompress, leaveOpen: true) : null;
    }

    /// <summary>Bytes read so far.</summary>
    public long At => at;

    /// <summary>Fills <paramref name="buffer"/>.</summary>
    /// <exception cref="InvalidDataException">The content ends before.</exception>
    public void Fill(Span<byte> buffer)
    {
        var got = TryFill(buffer);
        if (got < buffer.Length) throw Fault($"the file ends here, {buffer.Length - got} bytes early; fetch it again");
    }

    /// <summary>Reads over <paramref name="count"/> bytes, a piece at a time, keeping none: so a length that lies costs no memory.</summary>
    /// <exception cref="InvalidDataException">The content ends before.</exception>
    public void Skip(long count)
    {
        var piece = new byte[(int)Math.Min(1 << 16, count)];
        for (; count > 0; count -= piece.Length)
            Fill(piece.AsSpan(0, (int)Math.Min(piece.Length, count)));
    }

    /// <summary>Whether nothing is left.</summary>
    public bool AtEnd() => TryFill(stackalloc byte[1]) == 0;

    /// <summary>
    /// The type of the next element within this one and the length of its data, which follows at once: eight bytes, or four of a small
    /// element, whose data fills the other four.
    /// </summary>
    /// <returns>Also how many bytes the data, if there is any, fills a multiple of.</returns>
    /// <exception cref="InvalidDataException">A small element of more than four bytes.</exception>
    public (int Type, long Length, int Room) Tag()
    {
        var first = Number();
        var (type, small) = (first & 0xffff, first >> 16);
        if (small > 4) throw Fault($"a small element of {small} bytes is declared; it can have 1 to 4; fetch the file again");
        return small == 0 ? ((int)type, Number(), 8) : ((int)type, small, 4);
    }

    /// <summary>An unsigned number of four bytes.</summary>
    public uint Number()
    {
        Span<byte> bytes = stackalloc byte[4];
        Fill(bytes);
        return bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>The error, with the file and the byte; of compressed content that is where it begins in the file, and the byte when unpacked.</summary>
    public InvalidDataException Fault(string what, Exception? cause = null) =>
        new(zlib is null ? $"{name}, byte {start + at}: {what}." : $"{name}, byte {start}, unpacked byte {at}: {what}.", cause);

    public void Dispose()
    {
        zlib?.Dispose();
        part.Dispose();
    }

    private int TryFill(Span<byte> buffer)
    {
        try
        {
            var got = (zlib ?? (Stream)part).ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            at += got;
            return got;
        }
        catch (InvalidDataException e)
        {
            throw Fault("the compressed data from here on is corrupt; fetch the file again", e);
        }
    }
}
