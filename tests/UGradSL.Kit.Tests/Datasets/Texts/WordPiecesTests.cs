using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Unlearn.Tests.Datasets.Texts;

public class WordPiecesTests
{
    [Fact]
    public void Ids_are_those_of_the_published_rules()
    {
        var fixture = SmallNews.Fixture<PieceFixtures>("pieces.json");
        var vocabulary = BertVocabulary.Read(SmallNews.Vocabulary, "vocab.txt", fixture.Vocabulary.Length);
        Assert.All(fixture.Cases.GroupBy(c => c.Longest), cases =>
        {
            var pieces = new WordPieces(vocabulary, cases.Key);
            Assert.All(cases, made => Assert.Equal(made.Ids, Encode(pieces, made.Text, made.Length).Ids));
        });
    }

    [Fact]
    public void The_mask_is_one_up_to_the_end_mark()
    {
        var pieces = new WordPieces(BertVocabulary.Read(SmallNews.Vocabulary, "vocab.txt", SmallNews.Pieces.Length), 100);
        Assert.Equal([1, 1, 1, 0, 0, 0], Encode(pieces, "hello", 6).Mask);
        Assert.Equal([1, 1, 1], Encode(pieces, "hello world", 3).Mask);
        Assert.Equal([1, 1, 0], Encode(pieces, "", 3).Mask);
    }

    // Printed by make_text_fixtures.py: the ids of its made-up texts with BERT's own vocabulary.
    [Fact]
    public void Ids_of_nasty_texts_with_the_real_vocabulary_are_those_of_the_published_rules()
    {
        var pieces = new WordPieces(BertVocabulary.Find(TestData.PathOf(), 30_522), 100);
        var bytes = SmallNews.Fixture<PieceFixtures>("pieces.json").Cases.SelectMany(made => MemoryMarshal.AsBytes(Encode(pieces, made.Text, 64).Ids.AsSpan()).ToArray());
        Assert.Equal("6f1f3aba2ae892505abbdcfe4dca94614321e61bc87b6cbc764827348abf540d", Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())));
    }

    private static (long[] Ids, long[] Mask) Encode(WordPieces pieces, string text, int length)
    {
        var (ids, mask) = (new long[length], new long[length]);
        ids.AsSpan().Fill(-1);
        mask.AsSpan().Fill(-1);
        pieces.Encode(text, ids, mask);
        return (ids, mask);
    }
}
