using System.Security.Cryptography;
using System.Text;

namespace Unlearn;

/// <summary>
/// 20 Newsgroups, sorted by date: 18,846 articles of 1993 from twenty newsgroups, those of the last weeks for testing
/// (http://qwone.com/~jason/20Newsgroups; collected by Lang 1995). A text is an article's BERT token ids.
/// </summary>
public static class NewsGroups
{
    /// <summary>Its files and their home.</summary>
    public static Source Source => Sources.NewsGroups;

    /// <summary>The published training articles.</summary>
    public const int TrainCount = 11_314;

    /// <summary>The published test articles.</summary>
    public const int TestCount = 7_532;

    /// <summary>
    /// The set from a folder that holds 20news-bydate-train and 20news-bydate-test unpacked, or else the archive 20news-bydate.tar, .tar.gz or
    /// .tar.xz, which is read as it is; and BERT's vocabulary as vocab.txt, in bert/ or in bert/ beside it. Inputs are int64 [N, 2, L]: the ids,
    /// then their mask. Articles are ordered by group, then number; a group's label is its place among the sorted names.
    /// </summary>
    /// <param name="settings">What is taken out of the articles, and how they are tokenised; null for the defaults.</param>
    /// <param name="folder">Where the files are; null for the set's folder in the <see cref="DataCache"/>.</param>
    /// <returns>The caller disposes it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting outside its range.</exception>
    /// <exception cref="FileNotFoundException">The articles or the vocabulary are not there.</exception>
    /// <exception cref="InvalidDataException">A file is corrupt or cut short, or articles are missing.</exception>
    public static Dataset Load(NewsGroupsSettings? settings = null, string? folder = null)
    {
        settings ??= new();
        settings.Check();
        folder = Path.GetFullPath(folder ?? DataCache.Folder(Source));
        var source = NewsSource.Find(folder);
        var vocabulary = BertVocabulary.Find(folder, settings.VocabularySize);
        var cache = Path.Combine(folder, $"{Source.Name}-{Key(settings, vocabulary, source)}.safetensors");
        if (settings.Cache && TextCache.Open(cache, Source.Title) is { } cached)
            return cached;

        var articles = source.Read();
        if (settings.Whole && (articles.Train.Count, articles.Test.Count) != (TrainCount, TestCount))
            throw new InvalidDataException($"{source.Path} holds {articles.Train.Count} training and {articles.Test.Count} test articles; the published set has "
                + $"{TrainCount} and {TestCount}: fetch it again, or load with Whole: false.");
        var pieces = new WordPieces(vocabulary, settings.LongestWord);
        var data = new Dataset(Source.Title, Part(articles.Train, articles.Groups, settings, pieces), Part(articles.Test, articles.Groups, settings, pieces));
        if (settings.Cache)
            Keep(cache, data);
        return data;
    }

    /// <summary>16 hexadecimal digits of a SHA-256 over what the ids depend on.</summary>
    private static string Key(NewsGroupsSettings settings, BertVocabulary vocabulary, NewsSource source) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"1 {settings.Remove} {settings.Length} {settings.LongestWord} {settings.Whole} {vocabulary.Hash} {source.Hash()}")))[..16];

    private static LabeledData Part(IReadOnlyList<NewsArticle> articles, IReadOnlyList<string> groups, NewsGroupsSettings settings, WordPieces pieces)
    {
        var length = settings.Length;
        var rows = new long[articles.Count * 2 * length];
        Parallel.For(0, articles.Count, i =>
        {
            var text = NewsGroupsText.Strip(Encoding.Latin1.GetString(articles[i].Bytes), settings.Remove);
            pieces.Encode(text, rows.AsSpan(i * 2 * length, length), rows.AsSpan(((i * 2) + 1) * length, length));
        });
        var labelOf = groups.Index().ToDictionary(g => g.Item, g => (long)g.Index);
        using var scope = NewDisposeScope();
        var inputs = tensor(rows, [articles.Count, 2, length]);                      // [N, 2, L]
        var labels = tensor(articles.Select(a => labelOf[a.Group]).ToArray());       // [N]
        return new(inputs.DetachFromDisposeScope(), labels.DetachFromDisposeScope(), groups);
    }

    private static void Keep(string path, Dataset data)
    {
        try
        {
            TextCache.Write(path, data);
        }
        // A folder that one may only read, or a full disk: the set is there all the same.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
