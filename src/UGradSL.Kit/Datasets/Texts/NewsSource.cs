using System.Security.Cryptography;
using System.Text;

namespace Unlearn;

/// <summary>Where the articles lie: two unpacked folders, or an archive.</summary>
/// <param name="Path">The folder that holds both parts, or the archive.</param>
/// <param name="Archive">Which of the two.</param>
internal sealed record NewsSource(string Path, bool Archive)
{
    private static readonly string[] archives = ["20news-bydate.tar", "20news-bydate.tar.gz", "20news-bydate.tar.xz"];

    /// <summary>The articles of a data set's folder; the unpacked ones where both are there.</summary>
    /// <exception cref="FileNotFoundException">Neither is there.</exception>
    public static NewsSource Find(string folder)
    {
        string Within(string name) => System.IO.Path.Combine(folder, name);
        if (Directory.Exists(Within(NewsArticles.TrainFolder)) && Directory.Exists(Within(NewsArticles.TestFolder)))
            return new(folder, false);
        return archives.Select(Within).FirstOrDefault(File.Exists) is { } archive ? new(archive, true) : throw new FileNotFoundException(
            $"{folder} has neither {NewsArticles.TrainFolder} and {NewsArticles.TestFolder} nor one of {string.Join(", ", archives)}: run `ugradsl fetch {NewsGroups.Source.Name}`, "
            + $"put 20news-bydate.tar.gz from {NewsGroups.Source.Home} there, or give the folder that has it.", Within(archives[1]));
    }

    /// <summary>
    /// SHA-256 of the archive; of unpacked articles, of their paths, lengths and times of last change, since reading 18,846 files to open a
    /// cached set would take longer than all else.
    /// </summary>
    public string Hash()
    {
        if (Archive) return FileHash.Of(Path);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (part, group, file) in Files().OrderBy(f => f.File.FullName, StringComparer.Ordinal))
            sha.AppendData(Encoding.UTF8.GetBytes($"{part}/{group}/{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}\n"));
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>Reads every article.</summary>
    /// <exception cref="InvalidDataException">A file is no article, or the archive is corrupt.</exception>
    public NewsArticles Read()
    {
        if (!Archive)
            return NewsArticles.Of(Files().Select(Read).OfType<(string, NewsArticle)>(), Path);
        using var file = File.OpenRead(Path);
        return NewsArticles.Of(NewsArchive.Read(file, Path), Path);
    }

    private IEnumerable<(string Part, string Group, FileInfo File)> Files() =>
        from part in new[] { NewsArticles.TrainFolder, NewsArticles.TestFolder }
        from @group in new DirectoryInfo(System.IO.Path.Combine(Path, part)).EnumerateDirectories()
        from file in @group.EnumerateFiles()
        select (part, @group.Name, file);

    private static (string, NewsArticle)? Read((string Part, string Group, FileInfo File) found)
    {
        try
        {
            if (NewsArticles.Parse($"{found.Part}/{found.Group}/{found.File.Name}") is not var (part, group, number))
                return null;
            return found.File.Length <= NewsArticles.MostBytes ? (part, new(group, number, File.ReadAllBytes(found.File.FullName)))
                : throw new FormatException($"it is {found.File.Length} bytes long, and an article has at most {NewsArticles.MostBytes}");
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{found.File.FullName}: {e.Message}; take the file away, or unpack the archive again.", e);
        }
    }
}
