using System.Formats.Tar;
using SharpCompress.Compressors.Xz;

namespace Unlearn;

/// <summary>Reads the articles of 20news-bydate.tar, plain or in gzip or xz, as it is: nothing is written to the disk.</summary>
internal static class NewsArchive
{
    /// <summary>The longest archive that is read, unpacked; the published one is 50 MB.</summary>
    private const long MostBytes = 256 << 20;

    /// <summary>The articles in the order of the archive, each with the folder of its part.</summary>
    /// <param name="file">The archive from its beginning; it must be able to seek, and is closed at the end.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">It is corrupt, cut short, or holds something else than articles.</exception>
    public static IEnumerable<(string Part, NewsArticle Article)> Read(Stream file, string name)
    {
        using var content = Unpacked(file, name);
        using var guard = new TarGuard(content, name, NewsArticles.MostBytes, MostBytes);
        using var tar = new TarReader(guard, leaveOpen: true);
        while (Trying(guard, () => tar.GetNextEntry()) is { } entry)
        {
            if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes)
                continue;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                throw guard.Fault($"it is a {entry.EntryType}, and the archive holds files and folders only; fetch it again");
            if (entry.Length > NewsArticles.MostBytes)
                throw guard.Fault($"it declares {entry.Length} bytes; an article has at most {NewsArticles.MostBytes}: fetch the archive again");
            if (Trying(guard, () => NewsArticles.Parse(entry.Name)) is not var (part, group, number))
                continue;
            var bytes = new byte[entry.Length];
            Trying(guard, () => { entry.DataStream?.ReadExactly(bytes); return true; });
            yield return (part, new(group, number, bytes));
        }
        if (!guard.Ended)
            throw guard.Fault("the archive ends without the empty block that ends a tar archive; fetch it again");
        guard.Drain();
    }

    private static T Trying<T>(TarGuard guard, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (EndOfStreamException e)
        {
            throw guard.Fault("the archive ends here; fetch it again", e);
        }
        // What TarReader says of fields that are no numbers, no dates or no names.
        catch (Exception e) when (e != guard.LastFault && e is InvalidDataException or FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw guard.Fault($"{e.Message.TrimEnd('.')}; fetch the archive again", e);
        }
    }

    private static Stream Unpacked(Stream file, string name)
    {
        var start = new byte[6];
        file.Position = 0;
        var got = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return start.AsSpan(0, got) switch
        {
            [0x1f, 0x8b, ..] => new GzipContent(file, name),
            [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0] => new XZStream(file),
            _ => file,
        };
    }
}
