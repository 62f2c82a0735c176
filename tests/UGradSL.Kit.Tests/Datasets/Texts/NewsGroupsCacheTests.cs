using System.Buffers.Binary;
using System.Text;

namespace Unlearn.Tests.Datasets.Texts;

/// <summary>The tokenised set that is kept beside the articles.</summary>
public sealed class NewsGroupsCacheTests : IDisposable
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
    public void The_second_opening_takes_the_cache()
    {
        SmallNews.Unpack(folder);
        using var first = NewsGroups.Load(small, folder);
        var written = File.GetLastWriteTimeUtc(Cached());
        // The article's length and time stay, so that only reading it again would show.
        var article = new FileInfo(Path.Combine(folder, "20news-bydate-train/alt.a/9"));
        var time = article.LastWriteTimeUtc;
        File.WriteAllBytes(article.FullName, new byte[article.Length]);
        article.LastWriteTimeUtc = time;
        using var second = NewsGroups.Load(small, folder);
        Assert.Equal((first.Train.Hash, first.Test.Hash, written), (second.Train.Hash, second.Test.Hash, File.GetLastWriteTimeUtc(Cached())));
        Assert.Equal(first.ClassNames, second.ClassNames);
        using var uncached = NewsGroups.Load(small with { Cache = false }, folder);
        Assert.NotEqual(first.Train.Hash, uncached.Train.Hash);
    }

    [Fact]
    public void Other_settings_another_vocabulary_and_other_articles_are_other_caches()
    {
        SmallNews.Unpack(folder);
        void Load(NewsGroupsSettings settings) => NewsGroups.Load(settings, folder).Dispose();
        Load(small);
        Load(small with { Length = 33 });
        Load(small with { Remove = NewsGroupsParts.Quotes });
        Load(small with { LongestWord = 4 });
        Assert.Equal(4, Caches().Length);
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), Encoding.UTF8.GetString(SmallNews.Vocabulary).Replace("hello", "hallo"));
        Load(small);
        Assert.Equal(5, Caches().Length);
        File.AppendAllText(Path.Combine(folder, "20news-bydate-test/rec.b/10"), "!");
        Load(small);
        Assert.Equal(6, Caches().Length);
    }

    [Fact]
    public void A_spoiled_cache_is_made_anew()
    {
        SmallNews.Unpack(folder);
        string hash;
        using (var first = NewsGroups.Load(small with { Length = 4 }, folder))
            hash = first.Train.Hash + first.Test.Hash;
        var whole = File.ReadAllBytes(Cached());
        Assert.All(Faults.Of(whole, 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(whole)), file =>
        {
            File.WriteAllBytes(Cached(), file);
            using var data = TextCache.Open(Cached(), "20 Newsgroups");
            if (data is not null)
                Assert.Equal(hash + "alt.arec.b", data.Train.Hash + data.Test.Hash + string.Concat(data.ClassNames));
        });
        whole[^1] ^= 1;
        File.WriteAllBytes(Cached(), whole);
        using var again = NewsGroups.Load(small with { Length = 4 }, folder);
        Assert.Equal(hash, again.Train.Hash + again.Test.Hash);
        whole[^1] ^= 1;
        Assert.Equal(whole, File.ReadAllBytes(Cached()));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_keeps_nobody_from_the_data()
    {
        SmallNews.Unpack(folder);
        NewsGroups.Load(small, folder).Dispose();
        var cached = Cached();
        File.Delete(cached);
        Directory.CreateDirectory(Path.Combine(cached, "in the way"));
        using var data = NewsGroups.Load(small, folder);
        Assert.Equal(4, data.Train.Count);
        Assert.Empty(Directory.GetFiles(folder, "*.tmp"));
    }

    private string[] Caches() => Directory.GetFiles(folder, "20newsgroups-*.safetensors");

    private string Cached() => Assert.Single(Caches());
}
