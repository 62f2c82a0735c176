using System.Buffers.Binary;

namespace Unlearn;

/// <summary>
/// Where everything lies in a file of converted images: the header, padded with spaces to a length that is known before a picture is
/// decoded, then labels and annotations, int64 [N] each, by name, then images, uint8 [N, 3, Size, Size].
/// </summary>
/// <param name="Entries">The tensors, in the order of their bytes.</param>
/// <param name="HeaderLength">Bytes of the JSON.</param>
internal sealed record ImageFileLayout(IReadOnlyList<TensorEntry> Entries, int HeaderLength)
{
    public const string Images = "images";
    public const string Labels = "labels";

    /// <summary>Where the tensors begin.</summary>
    public long Begin => sizeof(ulong) + HeaderLength;

    /// <summary>Where the images begin.</summary>
    public long ImagesBegin => Begin + Entries[^1].Begin;

    /// <summary>Bytes of the whole file.</summary>
    public long Length => Begin + Entries[^1].End;

    /// <summary>The layout of <paramref name="count"/> images, with room for the longest hash and normalization.</summary>
    public static ImageFileLayout Of(int count, int size, IEnumerable<string> annotations, ImageFileInfo info)
    {
        var (entries, end) = (new List<TensorEntry>(), 0L);
        foreach (var name in annotations.Append(Labels).Order(StringComparer.Ordinal))
            entries.Add(new(name, ScalarType.Int64, [count], end, end += 8L * count));
        entries.Add(new(Images, ScalarType.Byte, [count, 3, size, size], end, end + (3L * size * size * count)));
        float[] longest = [-1.23456789e-38f, -1.23456789e-38f, -1.23456789e-38f];
        var header = SafeTensorsHeader.Write(entries, (info with { Hash = new('0', 64), Normalization = new(longest, longest) }).Write());
        return new(entries, (((header.Length + sizeof(ulong) + 4095) / 4096) * 4096) - sizeof(ulong));
    }

    /// <summary>The first bytes of the file, up to <see cref="Begin"/>.</summary>
    public byte[] Header(ImageFileInfo info)
    {
        var json = SafeTensorsHeader.Write(Entries, info.Write());
        var header = new byte[Begin];
        header.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)HeaderLength);
        json.CopyTo(header, sizeof(ulong));
        return header;
    }
}
