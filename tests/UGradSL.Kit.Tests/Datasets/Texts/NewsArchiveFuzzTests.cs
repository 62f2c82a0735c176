using System.Text;

namespace Unlearn.Tests.Datasets.Texts;

public class NewsArchiveFuzzTests
{
    private static readonly string[] whole = SmallNews.Read(SmallNews.Tar);

    [Fact]
    public void Spoiled_archives_are_refused_or_read_as_they_now_are()
    {
        var read = 0;
        Assert.All(Faults.Of(Trimmed, 1536), file =>
        {
            if (Read(file) is not { } articles)
                return;
            Assert.Equal(Naive(file), articles);
            read++;
        });
        Assert.True(read > 50, $"{read} could be read");
    }

    [Fact]
    public void Spoiled_archives_are_refused_or_read_the_same_in_gzip() =>
        Assert.All(Faults.Of(Trimmed, 1536), file => Assert.Equal(Read(file), Read(Packed.Gzip(file))));

    [Fact]
    public void Spoiled_headers_with_right_checksums_are_refused_or_read()
    {
        var read = 0;
        Assert.All(Faults.Of(Trimmed, 2048), file =>
        {
            // The headers of the part, of its first group and of its first article, each in its place if the fault moved nothing.
            for (var at = 0; at < Math.Min(2048, file.Length - 511); at += 512)
                if (file[at] == (byte)'2')
                    Packed.Sum(file.AsSpan(at, 512));
            read += Read(file) is null ? 0 : 1;
        });
        Assert.True(read > 100, $"{read} could be read");
    }

    [Fact]
    public void Spoiled_gzip_is_refused_or_gives_what_was_packed() => Assert.All(Faults.Of(SmallNews.Gzip, 12), IsRefusedOrRight);

    [Fact]
    public void Spoiled_xz_is_refused_or_gives_what_was_packed() => Assert.All(Faults.Of(SmallNews.Xz, 24), IsRefusedOrRight);

    // The padding to 10 KiB that tar puts at the end would take half of all faults.
    private static byte[] Trimmed => SmallNews.Tar[..(SmallNews.Tar.AsSpan().TrimEnd((byte)0).Length / 512 * 512 + 1536)];

    private static void IsRefusedOrRight(byte[] file)
    {
        if (Read(file) is { } articles)
            Assert.Equal(whole, articles);
    }

    private static string[]? Read(byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return SmallNews.Read(file);
        }
        catch (InvalidDataException e)
        {
            Assert.Matches("^made.tar, byte [0-9]+", e.Message);
            return null;
        }
        finally
        {
            // One of 20,100 spoiled xz files makes SharpCompress allocate 13 MB; nothing else comes near.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        }
    }

    /// <summary>The articles of an archive whose headers are sound, block by block.</summary>
    private static IEnumerable<string> Naive(byte[] file)
    {
        for (var at = 0; file[at] != 0;)
        {
            var name = Encoding.Latin1.GetString(file, at, 100).Split('\0')[0];
            var size = Convert.ToInt32(Encoding.Latin1.GetString(file, at + 124, 11), 8);
            if (file[at + 156] == '0' && !name.Split('/')[^1].StartsWith('.'))
                yield return $"{name} {Convert.ToHexString(file, at + 512, size)}";
            at += 512 + ((size + 511) / 512 * 512);
        }
    }
}
