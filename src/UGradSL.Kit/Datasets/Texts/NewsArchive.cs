using System.Formats.Tar;

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
        using var content = Unpacked.Open(file, name, MostBytes);
        using var guard = new TarGuard(content, new(NewsArticles.MostBytes, MostBytes));
        using var tar = new TarReader(guard, leaveOpen: true);
        while (content.Trying(() => tar.GetNextEntry()) is { } entry)
        {
            if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes)
                continue;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                throw content.Fault($"it is a {entry.EntryType}, and the archive holds files and folders only; fetch it again");
            if (entry.Length > NewsArticles.MostBytes)
                throw content.Fault($"it declares {entry.Length} bytes; an article has at most {NewsArticles.MostBytes}: fetch the archive again");
            if (content.Trying(() => NewsArticles.Parse(entry.Name)) is not var (part, group, number))
                continue;
            var bytes = new byte[entry.Length];
            content.Trying(() => { entry.DataStream?.ReadExactly(bytes); return true; });
            yield return (part, new(group, number, bytes));
        }
        if (!guard.Ended)
            throw content.Fault("the archive ends without the empty block that ends a tar archive; fetch it again");
        content.Drain();
    }
}
