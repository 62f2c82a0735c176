using System.Security.Cryptography;
using System.Text;

namespace Unlearn.Tests.Datasets.Texts;

public class BertWordsTests
{
    [Fact]
    public void Words_are_those_of_the_published_rules() =>
        Assert.All(SmallNews.Fixture<WordFixture[]>("words.json"), made => Assert.Equal(made.Words, BertWords.Of(made.Text)));

    [Fact]
    public void Every_character_of_Unicode_14_does_what_the_published_rules_say()
    {
        var fixture = SmallNews.Fixture<CharacterFixture>("characters.json");
        Assert.All(fixture.Blocks, block =>
        {
            var characters = block.Value.Assigned.SelectMany(range => Enumerable.Range(range[0], range[1] - range[0] + 1)).Select(char.ConvertFromUtf32);
            var text = string.Join('\n', characters.Select(c => string.Join(' ', BertWords.Of($"a{c}b {c}Σ {c}{c}"))));
            Assert.True(block.Value.Sha256 == Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), $"the 1,024 characters from U+{block.Key} on differ");
        });
        Assert.Equal(144_762, fixture.Blocks.Values.Sum(b => b.Assigned.Sum(range => range[1] - range[0] + 1)));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_dropped() => Assert.Equal(["ab"], BertWords.Of("a\ud800b\udfff"));

    [Fact]
    public void Only_as_much_is_read_as_is_asked_for()
    {
        var text = string.Concat(Enumerable.Repeat("word ", 1 << 20));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(3, BertWords.Of(text).Take(3).Count());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
    }

    private sealed record WordFixture(string Text, string[] Words);

    private sealed record CharacterFixture(string Unicode, Dictionary<string, CharacterBlock> Blocks);

    private sealed record CharacterBlock(int[][] Assigned, string Sha256);
}
