using System.Globalization;

namespace Unlearn;

/// <summary>One article as it lies in its file.</summary>
/// <param name="Group">Its newsgroup: the name of its folder.</param>
/// <param name="Number">Its number: the name of its file.</param>
/// <param name="Bytes">Its text in latin-1.</param>
internal sealed record NewsArticle(string Group, int Number, byte[] Bytes);

/// <summary>All articles, each part ordered by group (ordinal), then number.</summary>
/// <param name="Groups">The 20 groups in that order; an article's label is its group's place.</param>
/// <param name="Train">The articles of 20news-bydate-train.</param>
/// <param name="Test">The articles of 20news-bydate-test.</param>
internal sealed record NewsArticles(IReadOnlyList<string> Groups, IReadOnlyList<NewsArticle> Train, IReadOnlyList<NewsArticle> Test)
{
    public const string TrainFolder = "20news-bydate-train";
    public const string TestFolder = "20news-bydate-test";

    /// <summary>The longest article that is read, in bytes; the longest of the published ones has 160,616.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Orders what was found.</summary>
    /// <param name="found">The articles with the folder of their part.</param>
    /// <param name="name">What messages call their source.</param>
    /// <exception cref="InvalidDataException">A part is empty, the parts have different groups, or a number comes twice in a group.</exception>
    public static NewsArticles Of(IEnumerable<(string Part, NewsArticle Article)> found, string name)
    {
        var parts = found.OrderBy(f => f.Article.Group, StringComparer.Ordinal).ThenBy(f => f.Article.Number).ToLookup(f => f.Part, f => f.Article);
        NewsArticle[] train = [.. parts[TrainFolder]], test = [.. parts[TestFolder]];
        string[] groups = [.. train.Select(a => a.Group).Distinct()], tested = [.. test.Select(a => a.Group).Distinct()];
        if (groups.Length == 0 || !groups.SequenceEqual(tested))
            throw new InvalidDataException(
                $"{name}: {TrainFolder} has articles of {groups.Length} groups and {TestFolder} of {tested.Length}{Odd(groups, tested)}; both need the same: unpack it or fetch it again.");
        foreach (var part in new[] { train, test })
            for (var i = 1; i < part.Length; i++)
                if ((part[i].Group, part[i].Number) == (part[i - 1].Group, part[i - 1].Number))
                    throw new InvalidDataException($"{name}: article {part[i].Number} of {part[i].Group} is there twice; unpack it or fetch it again.");
        return new(groups, train, test);
    }

    /// <summary>The part, group and number that a path ends in; null for a hidden file, such as some systems strew about.</summary>
    /// <exception cref="FormatException">The path is that of no article.</exception>
    public static (string Part, string Group, int Number)? Parse(string path)
    {
        var names = path.Split('/');
        if (names[^1].StartsWith('.'))
            return null;
        if (names is [.., TrainFolder or TestFolder, { Length: > 0 } group, _] && !group.StartsWith('.')
            && int.TryParse(names[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return (names[^3], group, number);
        throw new FormatException($"'{path}' is no article: those are {TrainFolder} or {TestFolder}, then a group, then a number");
    }

    private static string Odd(string[] groups, string[] tested) =>
        groups.Except(tested).Concat(tested.Except(groups)).FirstOrDefault() is { } odd ? $", and '{odd}' is in one of them only" : "";
}
