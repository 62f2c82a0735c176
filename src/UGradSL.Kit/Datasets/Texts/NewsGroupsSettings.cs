namespace Unlearn;

/// <summary>The parts of a news article that give its group away without its subject. They combine: <c>Headers | Quotes</c>.</summary>
[Flags]
public enum NewsGroupsParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>All before the first empty line, with sender, subject and organisation.</summary>
    Headers = 1,

    /// <summary>What follows the last empty or dashed line: mostly a signature.</summary>
    Footers = 2,

    /// <summary>Lines that quote another article or introduce a quotation.</summary>
    Quotes = 4,

    /// <summary>All three.</summary>
    All = Headers | Footers | Quotes,
}

/// <summary>How the articles of 20 Newsgroups become token ids.</summary>
/// <param name="Remove">What is taken out first; nothing, as scikit-learn's <c>fetch_20newsgroups</c>, unless it is asked for.</param>
/// <param name="Length">L, the ids of a text with [CLS] and [SEP]: longer texts are cut, shorter ones padded.</param>
/// <param name="LongestWord">A word of more characters is [UNK]. 100 as in Hugging Face's transformers; Google's own code has 200.</param>
/// <param name="VocabularySize">The lines that vocab.txt must have; those of BERT-base-uncased.</param>
/// <param name="Whole">Whether to refuse a set that has not exactly the 11,314 and 7,532 published documents.</param>
/// <param name="Cache">
/// Whether to keep the ids in the data set's folder and to open them from there the next time. In a folder that cannot be written the set
/// loads all the same, and is tokenised anew each time.
/// </param>
public sealed record NewsGroupsSettings(NewsGroupsParts Remove = NewsGroupsParts.None, int Length = 128, int LongestWord = 100,
    int VocabularySize = 30_522, bool Whole = true, bool Cache = true)
{
    /// <summary>The longest text that BERT has positions for.</summary>
    public const int MostTokens = 512;

    internal void Check()
    {
        if (Length is < 2 or > MostTokens)
            throw new ArgumentOutOfRangeException(nameof(Length), $"a text of {Length} tokens: BERT takes 2 ([CLS] and [SEP]) to {MostTokens}; try 128.");
        if (LongestWord < 1)
            throw new ArgumentOutOfRangeException(nameof(LongestWord), $"words of at most {LongestWord} characters leave only [UNK]; try 100.");
        if (VocabularySize < 4)
            throw new ArgumentOutOfRangeException(nameof(VocabularySize), $"a vocabulary of {VocabularySize} lines has no room for [PAD], [UNK], [CLS] and [SEP]; BERT's has 30522.");
        if ((Remove & ~NewsGroupsParts.All) != 0)
            throw new ArgumentOutOfRangeException(nameof(Remove), $"{Remove} are not parts of an article: combine Headers, Footers and Quotes.");
    }
}
