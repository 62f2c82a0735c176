using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Unlearn;

/// <summary>
/// Lower case, decomposed (NFD), without nonspacing marks (category Mn): what "uncased" means. The table is Unicode 14's, since .NET
/// decomposes nothing in its invariant mode, and what it decomposes otherwise depends on the ICU at hand.
/// </summary>
/// <remarks>
/// Marks that remain (spacing ones) keep the order that they came in, where NFD may turn two of them round. BERT's vocabulary knows none of
/// those that would turn, so that their word is [UNK] in either order.
/// </remarks>
internal static class BertFold
{
    private static readonly FrozenDictionary<int, string> table = Read();

    public static string Fold(string token)
    {
        if (Ascii.IsValid(token))
            return token.ToLowerInvariant();
        var folded = new StringBuilder(token.Length);
        var at = 0;
        foreach (var rune in token.EnumerateRunes())
        {
            if (rune.Value == 'Σ')
                folded.Append(EndsWord(token, at) ? 'ς' : 'σ');
            else if (table.TryGetValue(rune.Value, out var becomes))
                folded.Append(becomes);
            else if (rune.Value is >= 0xAC00 and <= 0xD7A3)
                Decompose(rune.Value - 0xAC00, folded);
            else
                folded.Append(rune.ToString());
            at += rune.Utf16SequenceLength;
        }
        return folded.ToString();
    }

    /// <summary>The letters of a Hangul syllable (Unicode 3.12): 19 initials, 21 vowels, 27 finals or none.</summary>
    private static void Decompose(int syllable, StringBuilder folded)
    {
        folded.Append((char)(0x1100 + (syllable / (21 * 28)))).Append((char)(0x1161 + (syllable / 28 % 21)));
        if (syllable % 28 > 0)
            folded.Append((char)(0x11A7 + (syllable % 28)));
    }

    /// <summary>Unicode's Final_Sigma (SpecialCasing.txt): a cased letter before it and none after, past what casing ignores.</summary>
    private static bool EndsWord(string token, int at) =>
        token[..at].EnumerateRunes().Reverse().SkipWhile(IsIgnorable).Take(1).Any(IsCased)
        && !token[(at + 1)..].EnumerateRunes().SkipWhile(IsIgnorable).Take(1).Any(IsCased);

    private static bool IsIgnorable(Rune c) => Rune.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
        || c.Value is '\'' or '.' or ':' or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2018 or 0x2019 or 0x2024 or 0x2027
            or 0xFE13 or 0xFE52 or 0xFE55 or 0xFF07 or 0xFF0E or 0xFF1A;

    // Besides letters that have case: ª, º, Roman numerals, and letters in circles and squares.
    private static bool IsCased(Rune c) => Rune.GetUnicodeCategory(c) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter
        || c.Value is 0xAA or 0xBA or (>= 0x2160 and <= 0x217F) or (>= 0x24B6 and <= 0x24E9)
            or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);

    private static FrozenDictionary<int, string> Read()
    {
        using var lines = new StreamReader(typeof(BertFold).Assembly.GetManifestResourceStream("bert-fold.txt")!);
        return lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ').Select(code => int.Parse(code, NumberStyles.HexNumber)).ToArray())
            .ToFrozenDictionary(codes => codes[0], codes => string.Concat(codes.Skip(1).Select(char.ConvertFromUtf32)));
    }
}
