using System.Buffers.Binary;
using SharpCompress.Compressors.Xz;

namespace Unlearn;

/// <summary>
/// What an xz file holds (https://tukaani.org/xz/xz-file-format.txt). SharpCompress unpacks it, but neither compares the blocks' checksums
/// nor bounds the memory that a block asks for: both are done here, from the index at the file's end, before and while it reads.
/// </summary>
internal sealed class XzContent : ReadOnlyStream
{
    /// <summary>The byte for a dictionary of 64 MiB, the one of xz's highest level.</summary>
    private const int LargestDictionary = 28;

    private readonly Stream file;
    private readonly string name;
    private readonly XZStream unpacked;
    private readonly Queue<(long CheckAt, long Length)> blocks = [];
    private readonly Crc crc;
    private readonly int checkSize;
    private long left;

    /// <param name="file">The whole file; it must be able to seek.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">Its frame is not that of an xz file, or asks for more memory than 64 MiB.</exception>
    public XzContent(Stream file, string name)
    {
        (this.file, this.name) = (file, name);
        (checkSize, crc) = Bytes(7, 1)[0] switch
        {
            1 => (4, Crc.Of32()),
            4 => (8, Crc.Of64()),
            var other => throw Fault(7, $"it has checksums of kind {other}; CRC32 (1) and CRC64 (4) can be read: pack it again with xz"),
        };
        ReadIndex();
        file.Position = 0;
        unpacked = new XZStream(file);
        Next();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (left == 0 || buffer.IsEmpty)
            return 0;
        var got = unpacked.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        if (got == 0)
            throw Fault(file.Position, $"its data ends {left} bytes before the length that the index declares");
        crc.Add(buffer[..got]);
        left -= got;
        if (left == 0)
            CheckBlock();
        return got;
    }

    private void CheckBlock()
    {
        // SharpCompress reads on from where it was.
        var (at, back) = (blocks.Dequeue().CheckAt, file.Position);
        Span<byte> stored = stackalloc byte[8];
        stored.Clear();
        Bytes(at, checkSize).CopyTo(stored);
        if (BinaryPrimitives.ReadUInt64LittleEndian(stored) != crc.Value)
            throw Fault(at, "the data before it is not what was packed: its checksum is wrong; fetch it again");
        file.Position = back;
        Next();
    }

    private void Next()
    {
        crc.Reset();
        left = blocks.TryPeek(out var block) ? block.Length : 0;
        if (left == 0 && blocks.Count > 0)
            CheckBlock();
    }

    private void ReadIndex()
    {
        var footer = file.Length - 12;
        var tail = Bytes(footer, 12);
        if (tail is not [.., (byte)'Y', (byte)'Z'])
            throw Fault(footer, "it does not end as an xz file does; fetch it again");
        var size = (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(4)) + 1L) * 4;
        if (size > 1 << 16)
            throw Fault(footer, $"its index is declared as {size} bytes; {1 << 16} are the most: fetch it again");
        var (start, at, end) = (12L, 1, footer - size);
        var index = Bytes(end, (int)size);
        for (var count = Number(index, ref at, end); count > 0; count--)
        {
            var (unpadded, length) = (Number(index, ref at, end), Number(index, ref at, end));
            if (unpadded < 8 + checkSize || unpadded > end - start || length > 1L << 40)
                throw Fault(end, "its index does not fit the file; fetch it again");
            CheckDictionary(start);
            start += (unpadded + 3) / 4 * 4;
            blocks.Enqueue((start - checkSize, length));
        }
        if (start != end)
            throw Fault(end, $"the blocks of its index end at byte {start}, the file's at {end}; fetch it again");
    }

    /// <summary>Only LZMA2, and no larger a dictionary than may be.</summary>
    private void CheckDictionary(long at)
    {
        var header = Bytes(at, (Bytes(at, 1)[0] + 1) * 4);
        var place = 2;
        for (var given = header[1] >> 6; given > 0; given &= given - 1)
            Number(header, ref place, at);
        if ((header[1] & 0x3F) != 0 || place + 3 > header.Length || header[place] != 0x21 || header[place + 1] != 1)
            throw Fault(at, "the block is packed by other filters than LZMA2 alone; pack it again with xz");
        if (header[place + 2] > LargestDictionary)
            throw Fault(at, "the block asks for a dictionary of more than 64 MiB; pack it again with xz -9 or less");
    }

    private long Number(byte[] bytes, ref int at, long start)
    {
        var number = 0L;
        for (var shift = 0; shift < 63 && at < bytes.Length; shift += 7)
        {
            number |= (bytes[at] & 0x7FL) << shift;
            if (bytes[at++] < 0x80)
                return number;
        }
        throw Fault(start, "a number there has no end; fetch it again");
    }

    private byte[] Bytes(long at, int count)
    {
        if (at < 0 || at + count > file.Length)
            throw Fault(Math.Max(at, 0), $"it is {file.Length} bytes long and should go on here; fetch it again");
        var bytes = new byte[count];
        file.Position = at;
        file.ReadExactly(bytes);
        return bytes;
    }

    private InvalidDataException Fault(long at, string what) => new($"{name}, byte {at} of the xz file: {what}.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            unpacked.Dispose();
        base.Dispose(disposing);
    }
}
