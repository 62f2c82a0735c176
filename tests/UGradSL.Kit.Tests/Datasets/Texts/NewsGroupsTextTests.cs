using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Unlearn.Tests.Datasets.Texts;

public partial class NewsGroupsTextTests
{
    [Fact]
    public void Made_up_articles_are_stripped_as_scikit_learn_strips_them() => Assert.All(SmallNews.Fixture<StrippingFixture[]>("stripping.json"),
        made => Assert.Equal(made.Stripped, Enumerable.Range(0, 8).Select(remove => NewsGroupsText.Strip(made.Text, (NewsGroupsParts)remove))));

    [Fact]
    public void Spoiled_articles_are_stripped_as_the_rules_say_word_for_word()
    {
        var article = Encoding.Latin1.GetBytes("From: a@b\nSubject: x\n\nIn article <1> c wrote:\n> é\n| quoted\nText.\r\n \x1c\nMore text says: no\n\n--\nsig\n---\n\n");
        Assert.All(Faults.Of(article, 40).Select(Encoding.Latin1.GetString), text =>
            Assert.All(Enumerable.Range(0, 8), remove => Assert.Equal(Naive(text, remove), NewsGroupsText.Strip(text, (NewsGroupsParts)remove))));
    }

    // The hashes that make_text_fixtures.py prints over scikit-learn's own functions.
    [Theory]
    [InlineData(0, "a04a495d65e46dc0495e14445cbe1854217dca71c52e4c27e943eb4a48076062")]
    [InlineData(1, "bcf614164969a78794480620e4626cf6ff991af742bc8b1d39c8ea6a8a8046a3")]
    [InlineData(2, "1d308989704f2d463bd4de95d164e88a7af72b863714e6509f84ea020b68867b")]
    [InlineData(3, "c905a8995bdc9175842fadccd93d1491a61f9fe83b2440c6136848dc285c9ce0")]
    [InlineData(4, "d87a8a222dd0b422c92595adf6aaaf90527965bf27fc86617baabe229b84753f")]
    [InlineData(5, "77c7ce3d5375cbf7b5082cab73df96ff6ca96c792082790cafd21f12f8e58b9e")]
    [InlineData(6, "89346344ede6ee8c770c454527e7f04e8e9d37e3bcae1bba656e0bf1e3433de4")]
    [InlineData(7, "2d015575405d9823d010044265f03b95f80abba4a462c825cb686cea880e6c23")]
    public void All_real_articles_are_stripped_as_scikit_learn_strips_them(int remove, string hash)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = new byte[4];
        foreach (var article in real.Value.Train.Concat(real.Value.Test))
        {
            var stripped = Encoding.Latin1.GetBytes(NewsGroupsText.Strip(Encoding.Latin1.GetString(article.Bytes), (NewsGroupsParts)remove));
            BinaryPrimitives.WriteInt32LittleEndian(length, stripped.Length);
            sha.AppendData(length);
            sha.AppendData(stripped);
        }
        Assert.Equal(hash, Convert.ToHexStringLower(sha.GetHashAndReset()));
    }

    private static readonly Lazy<NewsArticles> real = new(() => new NewsSource(TestData.PathOf(), false).Read());

    /// <summary>scikit-learn's functions, line by line.</summary>
    private static string Naive(string text, int remove)
    {
        var spaces = Enumerable.Range(0, 256).Select(c => (char)c).Where(c => char.IsWhiteSpace(c) || "\x1c\x1d\x1e\x1f".Contains(c)).ToArray();
        if ((remove & 1) != 0)
            text = text.Split("\n\n", 2) is [_, var after] ? after : "";
        if ((remove & 2) != 0)
        {
            var lines = text.Trim(spaces).Split('\n');
            var at = lines.Length - 1;
            while (at > 0 && lines[at].Trim(spaces).Trim('-').Length > 0)
                at--;
            text = at > 0 ? string.Join('\n', lines[..at]) : text;
        }
        return (remove & 4) == 0 ? text : string.Join('\n', text.Split('\n').Where(line => !Quote().IsMatch(line)));
    }

    [GeneratedRegex(@"(writes in|writes:|wrote:|says:|said:|^In article|^Quoted from|^\||^>)", RegexOptions.CultureInvariant)]
    private static partial Regex Quote();

    private sealed record StrippingFixture(string Text, string[] Stripped);
}
