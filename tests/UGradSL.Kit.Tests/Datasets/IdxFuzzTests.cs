using System.Buffers.Binary;

namespace Unlearn.Tests.Datasets;

public class IdxFuzzTests
{
    private static readonly byte[] images = [0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 4, 0, 0, 0, 3, .. Enumerable.Range(0, 60).Select(i => (byte)(i * 7))];

    private static readonly byte[] labels = [0, 0, 8, 1, 0, 0, 0, 30, .. Enumerable.Range(0, 30).Select(i => (byte)(i % 10))];

    [Fact]
    public void Spoiled_images_are_refused_or_read_as_they_now_are() =>
        Assert.All(Faults.Of(images, 16), file => Assert.Equal(Naive(file, 3), Read(file, 3)));

    [Fact]
    public void Spoiled_labels_are_refused_or_read_as_they_now_are() =>
        Assert.All(Faults.Of(labels, 8), file => Assert.Equal(Naive(file, 1), Read(file, 1)));

    [Fact]
    public void Spoiled_files_behave_the_same_in_gzip() =>
        Assert.All(Faults.Of(images, 16), file => Assert.Equal(Naive(file, 3), Read(Packed.Gzip(file), 3)));

    [Fact]
    public void Spoiled_gzip_is_refused_or_gives_what_was_packed() =>
        Assert.All(Faults.Of(Packed.Gzip(images), 12), file => Assert.Contains(Read(file, 3), new[] { null, Naive(images, 3) }));

    [Fact]
    public void Some_spoiled_files_can_still_be_read() => Assert.True(Faults.Of(images, 16).Count(f => Read(f, 3) is not null) > 50);

    /// <summary>The shape and the bytes, as text; null where the format's description allows no reading.</summary>
    private static string? Naive(byte[] file, int dimensions)
    {
        var head = 4 + (4 * dimensions);
        if (file.Length < head || !file.AsSpan(0, 4).SequenceEqual((byte[])[0, 0, 8, (byte)dimensions]))
            return null;
        var shape = Enumerable.Range(0, dimensions).Select(i => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(4 + (4 * i)))).ToArray();
        var size = shape.Aggregate(1.0, (product, n) => product * n);
        return size > 0 && size == file.Length - head ? Text([.. shape.Select(n => (int)n)], file[head..]) : null;
    }

    private static string? Read(byte[] file, int dimensions)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            if (dimensions == 1)
                return IdxTests.ReadLabels(file) is var read ? Text([read.Length], read) : null;
            var (pixels, count, height, width) = IdxTests.ReadImages(file);
            return Text([count, height, width], pixels);
        }
        catch (InvalidDataException e)
        {
            Assert.StartsWith("made.idx, byte ", e.Message);
            return null;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    private static string Text(int[] shape, byte[] bytes) => $"{string.Join('×', shape)} {Convert.ToHexString(bytes)}";
}
