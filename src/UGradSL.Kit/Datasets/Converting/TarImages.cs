using System.Formats.Tar;

namespace Unlearn;

/// <summary>
/// Pictures in a tar file that is not compressed, or in the tar files inside it, as ImageNet is published. The archive is walked once for the
/// places of its entries; nothing is unpacked, and each picture is read at its place when it is its turn.
/// </summary>
internal static class TarImages
{
    /// <summary>Pictures directly in the archive, in the ordinal order of their names.</summary>
    /// <exception cref="InvalidDataException">The archive is cut short or corrupt.</exception>
    public static IReadOnlyList<(string Name, long Offset, long Length)> Flat(string tar)
    {
        using var file = File.OpenRead(tar);
        return [.. Walk(tar, file, 0, tar, PictureFiles.IsPicture).OrderBy(e => e.Name, StringComparer.Ordinal)];
    }

    /// <summary>Pictures in the archives inside it: the class is the inner archive's name without ".tar". In the ordinal order of class and name.</summary>
    /// <exception cref="InvalidDataException">An archive is cut short or corrupt.</exception>
    public static IReadOnlyList<(string Class, string Name, long Offset, long Length)> Nested(string tar)
    {
        using var file = File.OpenRead(tar);
        var found = new List<(string, string, long, long)>();
        foreach (var (inner, offset, length) in Walk(tar, file, 0, tar, name => name.EndsWith(".tar", StringComparison.Ordinal)))
        {
            using var part = new Section(file, offset, length);
            found.AddRange(Walk(tar, part, offset, $"{tar}/{inner}", PictureFiles.IsPicture)
                .Select(e => (Path.GetFileNameWithoutExtension(inner), e.Name, e.Offset, e.Length)));
        }
        return [.. found.OrderBy(e => e.Item1, StringComparer.Ordinal).ThenBy(e => e.Item2, StringComparer.Ordinal)];
    }

    /// <summary>A picture of the archive.</summary>
    public static RawImage Image(string tar, string name, long offset, long length, int label, ImagePart part) =>
        new($"{Path.GetFileName(tar)}/{name}", label, part, length, () =>
        {
            using var file = new FileStream(tar, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            file.Position = offset;
            return PictureFiles.Read(file, length, $"{tar}/{name}");
        });

    private static List<(string Name, long Offset, long Length)> Walk(string tar, Stream stream, long begin, string place, Func<string, bool> wanted)
    {
        var (found, end) = (new List<(string, long, long)>(), 0L);
        try
        {
            using var reader = new TarReader(stream, leaveOpen: true);
            while (reader.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
                end = entry.DataOffset + entry.Length;
                if (end > stream.Length) throw new EndOfStreamException();
                if (wanted(entry.Name)) found.Add((entry.Name, begin + entry.DataOffset, entry.Length));
            }
        }
        // What TarReader throws at a header that is wrong; the last two at sizes beyond 64 bits and below 0.
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException or NotSupportedException or ArithmeticException or ArgumentException)
        {
            throw new InvalidDataException($"{place} is cut short or corrupt after byte {begin + end} of {tar}: compare its checksum, and copy it again.", e);
        }
        return found;
    }

    /// <summary>Part of a file, as a stream of its own.</summary>
    private sealed class Section(FileStream file, long begin, long length) : Stream
    {
        private long at;

        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get => at; set => at = value; }

        public override int Read(Span<byte> buffer)
        {
            file.Position = begin + at;
            var read = file.Read(buffer[..(int)Math.Clamp(length - at, 0, buffer.Length)]);
            at += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) =>
            at = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? at : length);

        public override void Flush() { }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
