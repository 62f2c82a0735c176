using System.Globalization;
using System.Text;

namespace Unlearn;

/// <summary>
/// Splits a text into words as BERT-uncased does before it looks for word pieces (BasicTokenizer of
/// https://github.com/google-research/bert/blob/master/tokenization.py): control characters go, Chinese characters stand alone, words are
/// lower case without accents, and each punctuation mark is a word.
/// </summary>
/// <remarks>
/// Microsoft.ML.Tokenizers 2.0.1 has such a step too, and it departs from those rules: it drops line ends and tabs as control characters, so
/// that the last word of a line and the first of the next become one, keeps format characters such as the soft hyphen, drops spacing marks,
/// knows [CLS] and the like inside a text, and leaves accents on where .NET has no ICU (<c>InvariantGlobalization</c>). So the kit brings
/// its own. Where it departs itself: half a surrogate pair is dropped, where Python, which can hold one, makes its word [UNK].
/// </remarks>
internal static class BertWords
{
    /// <summary>The words from the beginning of <paramref name="text"/> on; whoever needs only the first pays for no more.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var token = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsDropped(rune))
                continue;
            var alone = IsChinese(rune.Value);
            if (alone || IsSpace(rune))
            {
                foreach (var word in Split(token))
                    yield return word;
                token.Clear();
            }
            if (alone)
                yield return BertFold.Fold(rune.ToString());
            else if (!IsSpace(rune))
                token.Append(rune.ToString());
        }
        foreach (var word in Split(token))
            yield return word;
    }

    private static IEnumerable<string> Split(StringBuilder token)
    {
        if (token.Length == 0)
            yield break;
        var (folded, start, at) = (BertFold.Fold(token.ToString()), 0, 0);
        foreach (var rune in folded.EnumerateRunes())
        {
            if (IsPunctuation(rune))
            {
                if (at > start)
                    yield return folded[start..at];
                yield return rune.ToString();
                start = at + rune.Utf16SequenceLength;
            }
            at += rune.Utf16SequenceLength;
        }
        if (at > start)
            yield return folded[start..at];
    }

    // U+FFFD is also what EnumerateRunes gives for half a surrogate pair.
    private static bool IsDropped(Rune c) => c.Value == 0xFFFD
        || (Rune.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format && c.Value is not ('\t' or '\n' or '\r'));

    // The line and paragraph separators are no spaces by BERT's rules; Python's split(), which follows them, takes them for such.
    private static bool IsSpace(Rune c) => c.Value is '\t' or '\n' or '\r' || Rune.GetUnicodeCategory(c)
        is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsPunctuation(Rune c) => c.IsAscii
        ? c.Value is > ' ' and < 0x7F && !Rune.IsLetterOrDigit(c)
        : Rune.GetUnicodeCategory(c) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    private static bool IsChinese(int c) => c is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
