using System.Text;

namespace Unlearn.Tests.Datasets.Texts;

public class BertVocabularyTests
{
    private static int Size => SmallNews.Pieces.Length;

    [Fact]
    public void Pieces_are_the_lines_with_either_line_end()
    {
        Assert.Equal(SmallNews.Pieces, Read(SmallNews.Vocabulary));
        Assert.Equal(SmallNews.Pieces, Read(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(SmallNews.Vocabulary).Replace("\n", "\r\n"))));
    }

    [Fact]
    public void A_vocabulary_cut_anywhere_is_refused() =>
        Assert.All(Enumerable.Range(0, SmallNews.Vocabulary.Length), end => Assert.Matches("^vocab.txt(, line| ends after line) [0-9]+", Refusal(SmallNews.Vocabulary[..end])));

    [Theory]
    [InlineData("[PAD]\n[UNK]\nx\n[CLS]\nx\n[SEP]\n", "vocab.txt, line 5: 'x' stands already in line 3; fetch the file again.")]
    [InlineData("[PAD]\n[UNK]\n\n[CLS]\n[SEP]\ny\n", "vocab.txt, line 3: the line is empty")]
    [InlineData("[PAD]\n[UNK]\na b\n[CLS]\n[SEP]\ny\n", "vocab.txt, line 3: the line is empty or holds a space")]
    [InlineData("[PAD]\n[UNK]\n[CLS]\n[SEP]\nx\ny\nz\n", "vocab.txt, line 7: the vocabulary goes on after the 6 lines")]
    [InlineData("[PAD]\n[UNK]\n[CLS]\nx\ny\nz\n", "vocab.txt: none of its 6 lines is [SEP]")]
    [InlineData("[PAD]\n[UNK]\n[CLS]\n", "vocab.txt ends after line 3; the vocabulary has 6")]
    [InlineData("[PAD]\n[UNK]\n[CLS]\n[SEP]\nx\ny", "vocab.txt, line 6: the file ends inside this line")]
    public void A_wrong_vocabulary_is_refused_by_its_line(string text, string message) =>
        Assert.StartsWith(message, Refusal(Encoding.UTF8.GetBytes(text), 6));

    [Fact]
    public void Spoiled_vocabularies_are_refused_or_read_as_they_now_are() => Assert.All(Faults.Of(SmallNews.Vocabulary, 100), file =>
    {
        try
        {
            Assert.Equal(file, Encoding.UTF8.GetBytes(string.Concat(Read(file).Select(piece => piece + "\n"))));
        }
        catch (InvalidDataException e)
        {
            Assert.StartsWith("vocab.txt", e.Message);
        }
    });

    private static string Refusal(byte[] file, int? size = null) =>
        Assert.Throws<InvalidDataException>(() => BertVocabulary.Read(file, "vocab.txt", size ?? Size)).Message;

    private static IReadOnlyList<string> Read(byte[] file) => BertVocabulary.Read(file, "vocab.txt", Size).Pieces;
}
