using System.Buffers.Binary;
using System.Formats.Tar;
using System.Text;

namespace Unlearn.Tests.Datasets.Texts;

public class NewsArchiveTests
{
    [Fact]
    public void Plain_gzipped_and_xz_archives_give_the_same_articles()
    {
        var articles = SmallNews.Read(SmallNews.Tar);
        Assert.Equal(8, articles.Length);
        Assert.Equal("20news-bydate-test/rec.b/10 " + Convert.ToHexString(Encoding.Latin1.GetBytes("From: test\nSubject: rec.b\n\nText 10 é.\n> quoted\n\n--\nsig 10\n")), articles[0]);
        Assert.Equal(articles, SmallNews.Read(SmallNews.Gzip));
        Assert.Equal(articles, SmallNews.Read(SmallNews.Xz));
    }

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Every_kind_of_tar_is_read(TarEntryFormat format)
    {
        using var packed = new MemoryStream();
        using (var writer = new TarWriter(packed, format, leaveOpen: true))
        {
            using var reader = new TarReader(new MemoryStream(SmallNews.Tar));
            while (reader.GetNextEntry() is { } entry)
                writer.WriteEntry(entry);
        }
        Assert.Equal(SmallNews.Read(SmallNews.Tar), SmallNews.Read(packed.ToArray()));
    }

    [Fact]
    public void Hidden_files_are_passed_over() =>
        Assert.Equal(SmallNews.Read(SmallNews.Tar), SmallNews.Read(SmallNews.With("20news-bydate-train/alt.a/._9", '0', "1", "x"u8.ToArray())));

    [Fact]
    public void A_length_that_lies_costs_no_memory()
    {
        // The long name of a GNU archive and the attributes of a pax one, which TarReader makes room for before it reads them.
        foreach (var type in "Lxg0")
        {
            var file = SmallNews.With("20news-bydate-train/alt.a/7", type, "17777777777", []);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.StartsWith("made.tar, byte 0, entry '20news-bydate-train/alt.a/7': it declares a length that is no number up to 1048576", Refusal(file));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Theory]
    [InlineData("x7777777777")]
    [InlineData("7777777 777")]
    [InlineData("77777777778")]
    public void A_length_that_is_no_number_is_refused(string size) =>
        Assert.Contains("it declares a length that is no number", Refusal(SmallNews.With("20news-bydate-train/alt.a/7", '0', size, [])));

    [Fact]
    public void A_length_in_attributes_that_lies_is_refused()
    {
        var attributes = "20 size=99999999999\n"u8.ToArray();
        var file = (byte[])[.. SmallNews.With("PaxHeaders/7", 'x', Convert.ToString(attributes.Length, 8), attributes)[..1024], .. SmallNews.With("20news-bydate-train/alt.a/7", '0', "1", "x"u8.ToArray())];
        Assert.Matches("^made.tar, byte [0-9]+, entry '20news-bydate-train/alt.a/7': it declares 99999999999 bytes; an article has at most 1048576", Refusal(file));
    }

    [Theory]
    [InlineData('2', "SymbolicLink")]
    [InlineData('1', "HardLink")]
    [InlineData('6', "Fifo")]
    public void Links_and_devices_are_refused(char type, string kind) =>
        Assert.Contains($"'20news-bydate-train/alt.a/7': it is a {kind}", Refusal(SmallNews.With("20news-bydate-train/alt.a/7", type, "0", [])));

    [Theory]
    [InlineData("20news-bydate-train/alt.a/seven")]
    [InlineData("20news-bydate-train/../7")]
    [InlineData("elsewhere/alt.a/7")]
    [InlineData("/etc/passwd")]
    public void Other_files_are_refused(string name) =>
        Assert.Contains($"'{name}' is no article", Refusal(SmallNews.With(name, '0', "1", "x"u8.ToArray())));

    [Theory]
    [InlineData(34)]
    [InlineData(37)]
    [InlineData(40)]
    public void A_dictionary_of_gigabytes_costs_no_memory(byte size)
    {
        var file = (byte[])SmallNews.Xz.Clone();
        // The header of the first block: LZMA2, one byte of properties, and that byte; then padding and a CRC32.
        var header = file.AsSpan(12, (file[12] + 1) * 4);
        header[header.IndexOf("!\u0001"u8) + 2] = size;
        var crc = new Crc();
        crc.Add(header[..^4]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[^4..], crc.Value);
        var before = GC.GetAllocatedBytesForCurrentThread();
        if (size == 40)
            Assert.StartsWith("made.tar, byte 0: the compressed data from here on is corrupt", Refusal(file));
        else
            Assert.Equal(SmallNews.Read(SmallNews.Tar), SmallNews.Read(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void A_checksum_of_xz_is_compared()
    {
        var file = (byte[])SmallNews.Xz.Clone();
        // The 8 bytes before the index, whose length stands in the footer of 12 bytes.
        var index = file.Length - 12 - (((int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(file.Length - 8)) + 1) * 4);
        file[index - 3] ^= 4;
        Assert.Contains("the compressed data from here on is corrupt", Refusal(file));
    }

    private static string Refusal(byte[] file) => Assert.Throws<InvalidDataException>(() => SmallNews.Read(file)).Message;
}
