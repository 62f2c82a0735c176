using System.Text;
using Microsoft.ML.Tokenizers;

namespace Unlearn;

/// <summary>
/// Texts as BERT reads them: [CLS], the pieces of the words, [SEP], then [PAD]. Words are split by <see cref="BertWords"/>, and each is
/// taken apart by Microsoft.ML.Tokenizers: the longest piece that the vocabulary has, then the longest of the rest; [UNK] where that fails.
/// </summary>
/// <remarks>It may be used from several threads at once.</remarks>
internal sealed class WordPieces
{
    private readonly WordPieceTokenizer tokenizer;
    private readonly long padding, start, end;

    /// <param name="vocabulary">The pieces.</param>
    /// <param name="longestWord">A word of more characters is [UNK].</param>
    public WordPieces(BertVocabulary vocabulary, int longestWord)
    {
        using var lines = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', vocabulary.Pieces)));
        tokenizer = WordPieceTokenizer.Create(lines, new() { MaxInputCharsPerWord = longestWord });
        long Id(string piece) => vocabulary.Pieces.TakeWhile(p => p != piece).Count();
        (padding, start, end) = (Id("[PAD]"), Id("[CLS]"), Id("[SEP]"));
    }

    /// <summary>Writes a text's ids and its mask, 1 where a token is and 0 where padding is.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="ids">[L], L ≥ 2.</param>
    /// <param name="mask">[L].</param>
    public void Encode(string text, Span<long> ids, Span<long> mask)
    {
        var room = ids.Length - 2;
        // Each word has at least one piece: no more than this many can be seen.
        var words = string.Join(' ', BertWords.Of(text).Take(room));
        var pieces = words.Length == 0 ? [] : tokenizer.EncodeToIds(words, considerPreTokenization: true, considerNormalization: false);
        var count = Math.Min(room, pieces.Count);
        ids[0] = start;
        for (var i = 0; i < count; i++)
            ids[i + 1] = pieces[i];
        ids[count + 1] = end;
        ids[(count + 2)..].Fill(padding);
        mask[..(count + 2)].Fill(1);
        mask[(count + 2)..].Clear();
    }
}
