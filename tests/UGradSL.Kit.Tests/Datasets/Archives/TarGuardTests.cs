using System.Formats.Tar;
using Unlearn.Tests.Datasets.Texts;

namespace Unlearn.Tests.Datasets;

public class TarGuardTests
{
    [Fact]
    public void An_archive_longer_than_it_may_be_is_refused()
    {
        using var guard = new TarGuard(new Unpacked(new MemoryStream(SmallNews.Tar), "made.tar", long.MaxValue), new(1 << 20, 4096));
        var message = Assert.Throws<InvalidDataException>(() => guard.CopyTo(Stream.Null)).Message;
        Assert.Matches("^made.tar, byte 3072, entry '.*': with it the archive is longer than the 4096 bytes that it may have", message);
    }

    [Fact]
    public void A_reader_that_seeks_finds_what_one_that_reads_finds_and_reads_no_data()
    {
        var tar = Packed.Tar(TarEntryFormat.Pax, ("a", new byte[100_000]), ("b/", null), (new string('c', 200), new byte[700]), ("d", []));
        var (seeking, reading) = (Entries(tar, skips: true, out var few), Entries(tar, skips: false, out var all));
        Assert.Equal(reading, seeking);
        Assert.Equal(4, reading.Length);
        Assert.Equal(tar.Length, all);
        Assert.InRange(few, 4 * 512, tar.Length - 100_000);
    }

    [Fact]
    public void A_length_that_an_extended_header_gives_does_not_hide_an_entry_from_one_that_seeks()
    {
        var attributes = "15 size=100000\n"u8.ToArray();
        var tar = (byte[])[.. SmallNews.With("PaxHeaders/7", 'x', Convert.ToString(attributes.Length, 8), attributes)[..1024], .. SmallNews.With("7", '0', "1", new byte[100_000])];
        Assert.Contains("the length in its extended header is not that in its header", Assert.Throws<InvalidDataException>(() => Entries(tar, skips: true, out _)).Message);
    }

    private static string[] Entries(byte[] tar, bool skips, out long read)
    {
        using var counted = new Counted(tar);
        using var guard = new TarGuard(new Unpacked(counted, "made.tar", tar.Length), new(), skips);
        using var reader = new TarReader(guard, leaveOpen: true);
        var found = new List<string>();
        while (reader.GetNextEntry() is { } entry) found.Add($"{entry.Name} {entry.EntryType} {entry.Length}");
        Assert.True(guard.Ended);
        if (!skips) guard.CopyTo(Stream.Null);
        read = counted.BytesRead;
        return [.. found];
    }

    private sealed class Counted(byte[] bytes) : MemoryStream(bytes)
    {
        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var got = base.Read(buffer);
            BytesRead += got;
            return got;
        }
    }
}
