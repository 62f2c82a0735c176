using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Unlearn.Tests.Datasets;

public class MatFileFuzzTests
{
    [Theory]
    [InlineData("plain.mat")]
    [InlineData("compressed.mat")]
    [InlineData("big-endian.mat")]
    public void Spoiled_files_are_refused_or_read_as_they_now_are(string name) =>
        Assert.All(Faults.Of(Fixture(name), 256), file => Assert.Equal(Naive(file), Read(file)));

    [Fact]
    public void Some_spoiled_files_can_still_be_read() => Assert.True(Faults.Of(Fixture("plain.mat"), 256).Count(f => Read(f) is not null) > 50);

    [Fact]
    public void A_lie_about_the_size_costs_no_memory()
    {
        // 32 MiB of zeros packed in 32 KiB, declared as 2 GB of one array.
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var n in (uint[])[14, 56 + 2_000_000_000, 6, 8, 9, 0, 5, 8, 2_000_000_000, 1, (1 << 16) | 1, 'X', 2, 2_000_000_000])
                zlib.Write(BitConverter.GetBytes(n));
            zlib.Write(new byte[32 << 20]);
        }
        byte[] liar = [.. Fixture("plain.mat")[..128], 15, 0, 0, 0, .. BitConverter.GetBytes((uint)packed.Length), .. packed.ToArray()];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("the file ends here", Assert.Throws<InvalidDataException>(() => new MatFile(new MemoryStream(liar), "liar.mat")).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Datasets", "mat", name));

    private static string? Read(byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var mat = new MatFile(new MemoryStream(file), "made.mat");
            return string.Join('\n', mat.Variables.Select(v =>
            {
                var bytes = new byte[v.Count * v.Width];
                mat.Read(v, bytes);
                return Text(v.Name, v.Shape, (int)v.Stored, bytes);
            }));
        }
        catch (InvalidDataException e)
        {
            Assert.StartsWith("made.mat, byte ", e.Message);
            return null;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    /// <summary>All numeric arrays, as text; null where the format's description allows no reading. Whole slices in memory, one after the other.</summary>
    private static string? Naive(byte[] file)
    {
        if (file.Length < 128) return null;
        var end = Convert.ToHexString(file[124..128]);
        if (end is not ("0001494D" or "01004D49")) return null;
        var big = end == "01004D49";
        try
        {
            List<string> found = [];
            for (var at = 128; at < file.Length;)
            {
                var (type, length) = (Number(file, at), Number(file, at + 4));
                var content = file[(at + 8)..checked(at + 8 + (int)length)];
                at += 8 + (int)length;
                if (type == 15)
                {
                    var unpacked = new MemoryStream();
                    new ZLibStream(new MemoryStream(content), CompressionMode.Decompress).CopyTo(unpacked);
                    content = unpacked.ToArray();
                    Need(Number(content, 0) == 14 && Number(content, 4) == content.Length - 8);
                    content = content[8..];
                }
                else Need(type == 14);
                if (Numbers(content) is { } array) found.Add(array);
            }
            return string.Join('\n', found);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or InvalidDataException or IOException)
        {
            return null;
        }

        static void Need(bool sound) => _ = sound ? 0 : throw new InvalidDataException();

        uint Number(byte[] bytes, int at) =>
            big ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at, 4)) : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at, 4));

        // The array's parts in order, each cut off the front of what is left.
        string? Numbers(byte[] left)
        {
            Need(Number(left, 0) == 6 && Number(left, 4) == 8);
            var flags = Number(left, 8);
            left = left[16..];
            if ((flags & 255) is < 6 or > 15) return null;
            Need((flags & 0x800) == 0);
            var (type, bytes) = Part(padded: true);
            Need(type == 5 && bytes.Length % 4 == 0 && bytes.Length is >= 8 and <= 128);
            var shape = Enumerable.Range(0, bytes.Length / 4).Select(i => Number(bytes, 4 * i)).ToArray();
            Need(shape.All(n => n <= Array.MaxLength) && shape.Aggregate(1.0, (product, n) => product * n) <= Array.MaxLength);
            var (nameType, name) = Part(padded: true);
            Need(nameType == 1 && name.Length <= 1024);
            var (stored, data) = Part(padded: false);
            var width = stored switch { 1 or 2 => 1, 3 or 4 => 2, 5 or 6 or 7 => 4, 9 or 12 or 13 => 8, _ => 0 };
            Need(width > 0 && left.Length < 8 && data.Length == width * shape.Aggregate(1L, (product, n) => product * n));
            if (big) data = [.. data.Chunk(width).SelectMany(number => number.Reverse())];
            return Text(Encoding.Latin1.GetString(name), [.. shape.Select(n => (int)n)], stored, data);

            (int Type, byte[] Data) Part(bool padded)
            {
                var first = Number(left, 0);
                var (type, length, start) = first < 65536 ? ((int)first, checked((int)Number(left, 4)), 8) : ((int)(first & 65535), (int)(first >> 16), 4);
                Need(start == 8 || length <= 4);
                var data = left[start..checked(start + length)];
                left = left[(start + length + (padded ? (8 - ((start + length) % 8)) % 8 : 0))..];
                return (type, data);
            }
        }
    }

    private static string Text(string name, IReadOnlyList<int> shape, int stored, byte[] bytes) => $"{name} {string.Join('×', shape)} {stored} {Convert.ToHexString(bytes)}";
}
