using System.Buffers.Binary;
using System.IO.Compression;

namespace Unlearn;

/// <summary>
/// Reads idx, the format of MNIST and its kin, plain or gzipped: the magic 00 00 08 d (unsigned bytes, d dimensions), each dimension as a
/// big-endian u32, then the bytes, last dimension fastest (http://yann.lecun.com/exdb/mnist). The content is counted before an array is
/// made for it, so that a header that lies costs no memory; whatever is wrong is an <see cref="InvalidDataException"/> that names the file
/// and the byte of its decoded content.
/// </summary>
public static class Idx
{
    /// <summary>The images of an idx file of three dimensions: pixels [Count, Height, Width], row by row.</summary>
    /// <exception cref="InvalidDataException">The file is cut short, too long, corrupt, or not an idx file of images.</exception>
    public static (byte[] Pixels, int Count, int Height, int Width) ReadImages(string path)
    {
        using var file = File.OpenRead(path);
        return ReadImages(file, path);
    }

    /// <summary>The images of an idx file of three dimensions, from a stream that can seek; it is left open.</summary>
    /// <param name="stream">The whole file, read from its beginning.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">The content is cut short, too long, corrupt, or not an idx file of images.</exception>
    public static (byte[] Pixels, int Count, int Height, int Width) ReadImages(Stream stream, string name)
    {
        var (pixels, shape) = Read(stream, name, 3);
        return (pixels, shape[0], shape[1], shape[2]);
    }

    /// <summary>The labels of an idx file of one dimension: one byte each.</summary>
    /// <exception cref="InvalidDataException">The file is cut short, too long, corrupt, or not an idx file of labels.</exception>
    public static byte[] ReadLabels(string path)
    {
        using var file = File.OpenRead(path);
        return ReadLabels(file, path);
    }

    /// <summary>The labels of an idx file of one dimension, from a stream that can seek; it is left open.</summary>
    /// <param name="stream">The whole file, read from its beginning.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">The content is cut short, too long, corrupt, or not an idx file of labels.</exception>
    public static byte[] ReadLabels(Stream stream, string name) => Read(stream, name, 1).Bytes;

    private static (byte[] Bytes, int[] Shape) Read(Stream stream, string name, int dimensions)
    {
        if (!stream.CanSeek)
            throw new ArgumentException($"{name} cannot seek, and an idx file is read twice: copy it to a file or into memory first.", nameof(stream));
        var header = new byte[4 + (4 * dimensions)];
        int[] shape;
        long size;
        using (var counting = new Content(stream, name))
        {
            var got = counting.Fill(header);
            CheckMagic(header.AsSpan(0, Math.Min(got, 4)), dimensions, counting);
            if (got < header.Length)
                throw counting.Fault($"the file ends inside its header of {header.Length} bytes; fetch it again");
            (shape, size) = Shape(header, counting);
            counting.Expect(size);
        }
        using var content = new Content(stream, name);
        var bytes = new byte[size];
        if (content.Fill(header) < header.Length || content.Fill(bytes) < size)
            throw content.Fault("the file changed while it was read; read it again");
        return (bytes, shape);
    }

    private static void CheckMagic(ReadOnlySpan<byte> magic, int dimensions, Content content)
    {
        if (magic.SequenceEqual((ReadOnlySpan<byte>)[0, 0, 8, (byte)dimensions]))
            return;
        var kind = dimensions == 1 ? "labels" : "images";
        throw content.Fault(magic.Length < 4 ? "the file ends inside its magic number of 4 bytes; fetch it again"
            : magic is [0, 0, 8, 1 or 3] ? $"it holds {(magic[3] == 1 ? "labels" : "images")} where {kind} are wanted; swap the two files"
            : $"it starts with {Convert.ToHexString(magic)}, an idx file of {kind} with 0000080{dimensions}; give an idx file, plain or gzipped");
    }

    private static (int[] Shape, long Size) Shape(ReadOnlySpan<byte> header, Content content)
    {
        var shape = new int[(header.Length / 4) - 1];
        UInt128 size = 1;
        for (var i = 0; i < shape.Length; i++)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(header[(4 * (i + 1))..]);
            size *= length;
            if (length == 0 || length > Array.MaxLength || size > (UInt128)Array.MaxLength)
                throw content.Fault(
                    $"dimension {i + 1} is declared as {length}; 1 to {Array.MaxLength} bytes in all can be read; fetch the file again");
            shape[i] = (int)length;
        }
        return (shape, (long)size);
    }

    /// <summary>The decoded bytes of a file from its beginning, and where in them the reader is.</summary>
    private sealed class Content : IDisposable
    {
        private readonly Stream raw;
        private readonly GZipStream? gzip;
        private readonly string name;
        private long at;

        public Content(Stream stream, string name)
        {
            (raw, this.name) = (stream, name);
            Span<byte> start = stackalloc byte[2];
            raw.Position = 0;
            var zipped = raw.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start is [0x1f, 0x8b];
            raw.Position = 0;
            gzip = zipped ? new GZipStream(raw, CompressionMode.Decompress, leaveOpen: true) : null;
        }

        public int Fill(Span<byte> buffer)
        {
            try
            {
                var got = (gzip ?? raw).ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
                at += got;
                return got;
            }
            catch (InvalidDataException e)
            {
                throw Fault("the gzip data from here on is corrupt; fetch it again", e);
            }
        }

        /// <summary>Reads exactly <paramref name="size"/> more bytes and then the end, a piece at a time, keeping none.</summary>
        public void Expect(long size)
        {
            var (piece, end) = (new byte[1 << 16], at + size);
            int got;
            while ((got = Fill(piece.AsSpan(0, (int)Math.Min(piece.Length, end - at + 1)))) > 0 && at <= end)
                continue;
            if (at < end)
                throw Fault($"the file ends here, {end - at} bytes before the {size} its header declares; fetch it again");
            if (at > end || (gzip is not null && Trailer() != (uint)at))
                throw Fault($"bytes follow the {size} that the header declares, or the gzip data is cut short; fetch it again");
        }

        public InvalidDataException Fault(string what, Exception? cause = null) => new($"{name}, byte {at}: {what}.", cause);

        public void Dispose() => gzip?.Dispose();

        // GZipStream passes over a missing trailer and over bytes after it; the file's last four bytes must be the content's length.
        private uint Trailer()
        {
            Span<byte> last = stackalloc byte[4];
            raw.Position = raw.Length - last.Length;
            raw.ReadExactly(last);
            return BinaryPrimitives.ReadUInt32LittleEndian(last);
        }
    }
}
