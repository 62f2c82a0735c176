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
        return [.. Walk(tar, file, 0, file.Length, tar, PictureFiles.IsPicture).OrderBy(e => e.Name, StringComparer.Ordinal)];
    }

    /// <summary>Pictures in the archives inside it: the class is the inner archive's name without ".tar". In the ordinal order of class and name.</summary>
    /// <exception cref="InvalidDataException">An archive is cut short or corrupt.</exception>
    public static IReadOnlyList<(string Class, string Name, long Offset, long Length)> Nested(string tar)
    {
        using var file = File.OpenRead(tar);
        var found = new List<(string, string, long, long)>();
        foreach (var (inner, offset, length) in Walk(tar, file, 0, file.Length, tar, name => name.EndsWith(".tar", StringComparison.Ordinal)))
            found.AddRange(Walk(tar, file, offset, length, $"{tar}/{inner}", PictureFiles.IsPicture)
                .Select(e => (Path.GetFileNameWithoutExtension(inner), e.Name, e.Offset, e.Length)));
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

    private static List<(string Name, long Offset, long Length)> Walk(string tar, FileStream file, long begin, long length, string place, Func<string, bool> wanted)
    {
        var (found, end) = (new List<(string, long, long)>(), 0L);
        using var content = new Unpacked(new StreamPart(file, begin, length), place, length);
        try
        {
            using var guard = new TarGuard(content, new(), skips: true);
            using var reader = new TarReader(guard, leaveOpen: true);
            while (reader.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
                end = entry.DataOffset + entry.Length;
                if (end > length) throw new EndOfStreamException();
                if (wanted(entry.Name)) found.Add((entry.Name, begin + entry.DataOffset, entry.Length));
            }
            if (!guard.Ended) throw new EndOfStreamException();
        }
        catch (Exception e) when (Unpacked.IsCorruption(e))
        {
            throw new InvalidDataException($"{place} is cut short or corrupt after byte {begin + end} of {tar}: compare its checksum, and copy it again.", e);
        }
        return found;
    }
}
