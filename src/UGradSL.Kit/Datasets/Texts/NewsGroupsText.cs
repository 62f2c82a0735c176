namespace Unlearn;

/// <summary>
/// Takes the parts out of a news article that scikit-learn's <c>fetch_20newsgroups(remove=…)</c> takes out, by the same rules
/// (<c>sklearn/datasets/_twenty_newsgroups.py</c>, version 1.2.1): equal to the letter, whatever the text.
/// </summary>
public static class NewsGroupsText
{
    private static readonly string[] quoting = ["writes in", "writes:", "wrote:", "says:", "said:"];
    private static readonly string[] quotingStarts = ["In article", "Quoted from", "|", ">"];

    // What Python's str.strip() takes for a space, and char.IsWhiteSpace does not.
    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    /// <summary>The article without <paramref name="remove"/>: headers first, then footers, then quotes, as scikit-learn orders them.</summary>
    public static string Strip(string article, NewsGroupsParts remove)
    {
        if (remove.HasFlag(NewsGroupsParts.Headers)) article = WithoutHeaders(article);
        if (remove.HasFlag(NewsGroupsParts.Footers)) article = WithoutFooter(article);
        if (remove.HasFlag(NewsGroupsParts.Quotes)) article = WithoutQuotes(article);
        return article;
    }

    /// <summary>What follows the first empty line; nothing where there is none.</summary>
    private static string WithoutHeaders(string article) =>
        article.IndexOf("\n\n", StringComparison.Ordinal) is var end and >= 0 ? article[(end + 2)..] : "";

    /// <summary>
    /// The lines before the last one that is empty or all hyphens, of the article without the spaces around it; the article as it came
    /// where only its first line is like that, or none.
    /// </summary>
    private static string WithoutFooter(string article)
    {
        var (start, end) = Trim(article, 0, article.Length);
        var lineEnd = end;
        while (true)
        {
            var lineStart = lineEnd > start ? article.LastIndexOf('\n', lineEnd - 1, lineEnd - start) + 1 : start;
            if (lineStart <= start)
                return article;
            var (from, to) = Trim(article, lineStart, lineEnd);
            if (!article.AsSpan(from, to - from).ContainsAnyExcept('-'))
                return article[start..(lineStart - 1)];
            lineEnd = lineStart - 1;
        }
    }

    /// <summary>The lines that neither start as a quoted line does nor hold the words that introduce one.</summary>
    private static string WithoutQuotes(string article) => string.Join('\n', article.Split('\n').Where(line =>
        !quoting.Any(words => line.Contains(words, StringComparison.Ordinal)) && !quotingStarts.Any(words => line.StartsWith(words, StringComparison.Ordinal))));

    private static (int Start, int End) Trim(string text, int start, int end)
    {
        while (start < end && IsSpace(text[start])) start++;
        while (end > start && IsSpace(text[end - 1])) end--;
        return (start, end);
    }
}
