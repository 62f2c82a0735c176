namespace Unlearn.Tests.Datasets;

public class UnpackedTests
{
    private static readonly byte[] content = Place.Noise(2_000), gzip = Packed.Gzip(content);

    [Fact]
    public void A_gzip_file_cut_anywhere_is_refused() =>
        Assert.All(Enumerable.Range(2, gzip.Length - 2), end => Assert.StartsWith("made, byte ", Assert.Throws<InvalidDataException>(() => Read(gzip[..end])).Message));

    [Fact]
    public void A_gzip_file_with_another_checksum_length_or_end_is_refused() => Assert.All(
        (byte[][])[[.. gzip[..^8], (byte)~gzip[^8], .. gzip[^7..]], [.. gzip[..^1], (byte)~gzip[^1]], [.. gzip, 1], [.. gzip, .. new byte[512]]],
        file => Assert.StartsWith("made, byte ", Assert.Throws<InvalidDataException>(() => Read(file)).Message));

    [Fact]
    public void What_is_not_packed_comes_as_it_is()
    {
        Assert.Equal(content, Read(gzip));
        Assert.Equal(content, Read(content));
        Assert.Equal([], Read([]));
    }

    [Fact]
    public void More_than_may_come_is_refused() =>
        Assert.Equal("made, byte 2000: it unpacks to more than 1,999 bytes, the most that its contents can have.", Assert.Throws<InvalidDataException>(() => Read(gzip, 1_999)).Message);

    private static byte[] Read(byte[] file, long most = 2_000)
    {
        using var unpacked = Unpacked.Open(new MemoryStream(file), "made", most);
        using var copy = new MemoryStream();
        unpacked.CopyTo(copy);
        return copy.ToArray();
    }
}
