using System.Buffers.Binary;
using System.IO.Compression;

namespace Unlearn;

/// <summary>
/// What a gzip file of one member holds. <see cref="GZipStream"/> compares the checksum only where it comes to it, and takes a file that
/// ends before for a short one: here the file's last eight bytes, checksum and length, must be those of what was read.
/// </summary>
/// <param name="file">The whole file; it must be able to seek.</param>
/// <param name="name">What messages call it.</param>
internal sealed class GzipContent(Stream file, string name) : ReadOnlyStream
{
    private readonly GZipStream unpacked = new(file, CompressionMode.Decompress);
    private readonly Crc crc = new();
    private uint length;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var got = unpacked.Read(buffer);
        crc.Add(buffer[..got]);
        length += (uint)got;
        if (got == 0 && !buffer.IsEmpty)
            CheckTrailer();
        return got;
    }

    private void CheckTrailer()
    {
        Span<byte> trailer = stackalloc byte[8];
        var at = Math.Max(0, file.Length - trailer.Length);
        file.Position = at;
        if (file.ReadAtLeast(trailer, trailer.Length, throwOnEndOfStream: false) < trailer.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer) != crc.Value || BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != length)
            throw new InvalidDataException($"{name}, byte {at} of the gzip file: checksum and length there are not those of what was unpacked");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            unpacked.Dispose();
        base.Dispose(disposing);
    }
}
