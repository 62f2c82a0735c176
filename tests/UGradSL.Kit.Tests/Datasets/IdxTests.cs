
namespace Unlearn.Tests.Datasets;

public class IdxTests
{
    // Two images of 2×3 and two labels, byte by byte as the format's description has them.
    internal static readonly byte[] Images =
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 250, 251, 252, 253, 254, 255];

    internal static readonly byte[] TwoLabels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 9];

    [Fact]
    public void Images_come_with_their_shape()
    {
        var (pixels, count, height, width) = ReadImages(Images);
        Assert.Equal((2, 2, 3), (count, height, width));
        Assert.Equal(Images[16..], pixels);
    }

    [Fact]
    public void Gzip_changes_nothing()
    {
        Assert.Equal(Images[16..], ReadImages(Packed.Gzip(Images)).Pixels);
        Assert.Equal([7, 9], ReadLabels(Packed.Gzip(TwoLabels)));
    }

    [Fact]
    public void Labels_are_one_byte_each() => Assert.Equal([7, 9], ReadLabels(TwoLabels));

    [Fact]
    public void A_file_reads_as_its_bytes_do()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, Packed.Gzip(TwoLabels));
        Assert.Equal([7, 9], Idx.ReadLabels(path));
        File.Delete(path);
    }

    [Theory]
    [InlineData(new byte[0], "made.idx, byte 0: the file ends inside its magic number of 4 bytes")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0 }, "made.idx, byte 6: the file ends inside its header of 16 bytes")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 2 }, "it holds labels where images are wanted; swap the two files")]
    [InlineData(new byte[] { 80, 75, 3, 4, 0 }, "it starts with 504B0304, an idx file of images with 00000803")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 2 }, "dimension 1 is declared as 0")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 1, 255, 255, 255, 255, 0, 0, 0, 2 }, "dimension 2 is declared as 4294967295")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 9 }, "byte 17: the file ends here, 1 bytes before the 2")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9, 9 }, "byte 18: bytes follow the 1 that the header declares")]
    public void What_is_wrong_is_said_with_its_place(byte[] content, string message)
    {
        foreach (var bytes in new[] { content, Packed.Gzip(content) })
            Assert.Contains(message, Assert.Throws<InvalidDataException>(() => ReadImages(bytes)).Message);
    }

    [Fact]
    public void Images_are_refused_as_labels() =>
        Assert.Contains("it holds images where labels are wanted", Assert.Throws<InvalidDataException>(() => ReadLabels(Images)).Message);

    [Fact]
    public void Corrupt_gzip_is_refused_for_its_checksum()
    {
        var zipped = Packed.Gzip(Images);
        zipped[^6] ^= 1;
        Assert.Contains("byte 16: the gzip data from here on is corrupt", Assert.Throws<InvalidDataException>(() => ReadImages(zipped)).Message);
    }

    [Fact]
    public void Gzip_without_its_end_or_with_bytes_after_it_is_refused()
    {
        var zipped = Packed.Gzip(Images);
        Assert.Throws<InvalidDataException>(() => ReadImages(zipped[..^1]));
        Assert.Throws<InvalidDataException>(() => ReadImages([.. zipped, 1]));
    }

    [Fact]
    public void A_lie_about_the_size_costs_no_memory()
    {
        // 32 MiB of zeros in a small gzip file, declared as nearly 2 GiB.
        var liar = Packed.Gzip([0, 0, 8, 1, 0x7f, 0xff, 0xff, 0x00, .. new byte[32 << 20]]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("bytes before the 2147483392", Assert.Throws<InvalidDataException>(() => ReadLabels(liar)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    internal static (byte[] Pixels, int Count, int Height, int Width) ReadImages(byte[] file) => Idx.ReadImages(new MemoryStream(file), "made.idx");

    internal static byte[] ReadLabels(byte[] file) => Idx.ReadLabels(new MemoryStream(file), "made.idx");
}
