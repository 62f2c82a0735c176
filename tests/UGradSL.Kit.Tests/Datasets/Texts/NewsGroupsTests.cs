using System.Security.Cryptography;
using System.Text;

namespace Unlearn.Tests.Datasets.Texts;

public sealed class NewsGroupsTests : IDisposable
{
    private static readonly NewsGroupsSettings small = new(Length: 32, VocabularySize: SmallNews.Pieces.Length, Whole: false);

    private readonly TemporaryFolder made = new();
    private readonly long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    private string folder => made.Path;

    public void Dispose()
    {
        made.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Articles_come_by_group_and_then_by_number()
    {
        SmallNews.Unpack(folder);
        using var data = NewsGroups.Load(small, folder);
        Assert.Equal("20 Newsgroups: 4 texts [2, 32] of 2 classes; 4 texts [2, 32] of 2 classes", $"{data.Name}: {data.Train}; {data.Test}");
        Assert.Equal(["alt.a", "rec.b"], data.ClassNames);
        Assert.Equal([0L, 0, 1, 1], data.Train.Labels.data<long>().ToArray());
        var articles = new NewsSource(folder, false).Read();
        Assert.Equal([("alt.a", 9), ("alt.a", 10), ("rec.b", 9), ("rec.b", 10)], articles.Test.Select(a => (a.Group, a.Number)));
        var pieces = new WordPieces(BertVocabulary.Find(folder, SmallNews.Pieces.Length), 100);
        var rows = new long[2 * 32];
        pieces.Encode(Encoding.Latin1.GetString(articles.Test[2].Bytes), rows.AsSpan(0, 32), rows.AsSpan(32));
        using var scope = NewDisposeScope();
        Assert.Equal(rows, data.Test.Inputs.Gather(tensor(2L).view(1)).data<long>().ToArray());
    }

    [Theory]
    [InlineData("20news-bydate.tar")]
    [InlineData("20news-bydate.tar.gz")]
    [InlineData("20news-bydate.tar.xz")]
    public void An_archive_gives_what_its_unpacked_files_give(string name)
    {
        SmallNews.Unpack(folder);
        using var unpacked = NewsGroups.Load(small with { Remove = NewsGroupsParts.All }, folder);
        Directory.Delete(Path.Combine(folder, "20news-bydate-train"), recursive: true);
        File.WriteAllBytes(Path.Combine(folder, name), name.EndsWith("gz") ? SmallNews.Gzip : name.EndsWith("xz") ? SmallNews.Xz : SmallNews.Tar);
        using var packed = NewsGroups.Load(small with { Remove = NewsGroupsParts.All }, folder);
        Assert.Equal((unpacked.Train.Hash, unpacked.Test.Hash), (packed.Train.Hash, packed.Test.Hash));
    }

    [Fact]
    public void What_is_missing_is_named_with_where_to_get_it()
    {
        Assert.Contains("20news-bydate.tar.gz from http://qwone.com", Assert.Throws<FileNotFoundException>(() => NewsGroups.Load(small, folder)).Message);
        SmallNews.Unpack(folder);
        Assert.Contains("4 training and 4 test articles; the published set has 11314 and 7532", Refusal(small with { Whole = true }));
        File.WriteAllText(Path.Combine(folder, "20news-bydate-train/alt.a/readme"), "");
        Assert.Contains("'20news-bydate-train/alt.a/readme' is no article", Refusal(small));
        File.Delete(Path.Combine(folder, "20news-bydate-train/alt.a/readme"));
        Directory.Delete(Path.Combine(folder, "20news-bydate-train/alt.a"), recursive: true);
        Assert.Contains("20news-bydate-train has articles of 1 groups and 20news-bydate-test of 2, and 'alt.a' is in one of them only", Refusal(small));
        File.Delete(Path.Combine(folder, "vocab.txt"));
        Assert.Contains("Put vocab.txt of BERT-base-uncased", Assert.Throws<FileNotFoundException>(() => NewsGroups.Load(small, folder)).Message);
    }

    [Fact]
    public void Settings_outside_their_range_are_refused()
    {
        string Refused(NewsGroupsSettings wrong) => Assert.Throws<ArgumentOutOfRangeException>(() => NewsGroups.Load(wrong, folder)).Message;
        Assert.StartsWith("a text of 1 tokens: BERT takes 2", Refused(small with { Length = 1 }));
        Assert.StartsWith("a text of 513 tokens", Refused(small with { Length = 513 }));
        Assert.StartsWith("words of at most 0 characters", Refused(small with { LongestWord = 0 }));
        Assert.StartsWith("a vocabulary of 3 lines", Refused(small with { VocabularySize = 3 }));
        Assert.StartsWith("8 are not parts", Refused(small with { Remove = (NewsGroupsParts)8 }));
    }

    // Printed by make_text_fixtures.py: ids and masks of every real article, by the published rules and scikit-learn's stripping.
    [Theory]
    [InlineData(0, 128, "14a618f6e2796c10fcb4a27cff2e576be211b1a3865267555d883c3579cd8bdc")]
    [InlineData(7, 512, "45dabf370ba4557b0bb65ac6f3253f2ca946b63a5d68edaf2189edf3f14d7a7d")]
    public void The_real_set_is_tokenised_by_the_published_rules(int remove, int length, string hash)
    {
        using var data = NewsGroups.Load(new((NewsGroupsParts)remove, length, Cache: false), TestData.PathOf());
        using var scope = NewDisposeScope();
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(data.Train.Inputs.All(CPU).bytes);
        sha.AppendData(data.Test.Inputs.All(CPU).bytes);
        Assert.Equal(hash, Convert.ToHexStringLower(sha.GetHashAndReset()));
        Assert.Equal((11_314, 7_532, 20), (data.Train.Count, data.Test.Count, data.Train.Classes));
        Assert.Equal([480L, 584, 591, 590, 578, 593, 585, 594, 598, 597, 600, 595, 591, 594, 593, 599, 546, 564, 465, 377], bincount(data.Train.Labels).data<long>().ToArray());
    }

    [Fact]
    public void The_real_archive_gives_what_its_unpacked_files_give()
    {
        static string Hash(NewsArticles read) => Convert.ToHexString(SHA256.HashData([.. read.Train.Concat(read.Test).SelectMany(a => SHA256.HashData([.. Encoding.UTF8.GetBytes($"{a.Group} {a.Number} "), .. a.Bytes]))]));
        Assert.Equal(Hash(new NewsSource(TestData.PathOf(), false).Read()), Hash(new NewsSource(Archive, true).Read()));
    }

    private static string Archive => TestData.PathOf("20newsgroups", "20news-bydate.tar.xz");

    private string Refusal(NewsGroupsSettings settings) => Assert.Throws<InvalidDataException>(() => NewsGroups.Load(settings, folder)).Message;
}
