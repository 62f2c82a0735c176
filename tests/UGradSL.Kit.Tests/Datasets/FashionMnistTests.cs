using System.Security.Cryptography;

namespace Unlearn.Tests.Datasets;

public class FashionMnistTests
{
    [Fact]
    public void The_carried_images_are_the_ones_we_know()
    {
        var (train, test) = FashionMnist.ReadEmbedded();
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var bytes in new[] { train.Pixels, train.Labels, test.Pixels, test.Labels })
            sha.AppendData(bytes);
        Assert.Equal("0065ed5f9f2d2f512ebf7a3d6bebdcb96656db1de81926291197401d8592a015", Convert.ToHexStringLower(sha.GetHashAndReset()));
    }

    [Fact]
    public void The_carried_classes_are_balanced()
    {
        var (train, test) = FashionMnist.ReadEmbedded();
        Assert.Equal((12_000, 28, 28), (train.Count, train.Height, train.Width));
        Assert.Equal((2_000, 28, 28), (test.Count, test.Height, test.Width));
        Assert.Equal(Enumerable.Repeat(1_200, 10), train.Labels.CountBy(y => y).OrderBy(c => c.Key).Select(c => c.Value));
        Assert.Equal(Enumerable.Repeat(200, 10), test.Labels.CountBy(y => y).OrderBy(c => c.Key).Select(c => c.Value));
        Assert.Equal(10, FashionMnist.ClassNames.Count);
    }

    [Fact]
    public void The_mean_and_deviation_are_those_of_the_carried_training_pixels()
    {
        var pixels = FashionMnist.ReadEmbedded().Train.Pixels;
        var mean = pixels.Average(p => p / 255.0);
        Assert.Equal(FashionMnist.Mean, mean, 5e-5);
        Assert.Equal(FashionMnist.Std, Math.Sqrt(pixels.Average(p => Math.Pow((p / 255.0) - mean, 2))), 5e-5);
    }

    [Fact]
    public void The_licence_travels_with_the_images()
    {
        using var text = new StreamReader(typeof(FashionMnist).Assembly.GetManifestResourceStream("FashionMnist/LICENSE")!);
        Assert.Contains("Zalando SE", text.ReadToEnd());
    }

    [Fact]
    public void A_folder_is_read_plain_and_gzipped()
    {
        using var folder = new IdxFolder();
        var (train, test) = FashionMnist.ReadFolder(folder.Path);
        Assert.Equal([3, 4], train.Labels);
        Assert.Equal(2, test.Count);
        Assert.Equal(IdxFolder.Images[16..], test.Pixels);
    }

    [Fact]
    public void The_whole_set_begins_as_the_carried_one_does()
    {
        const string Folder = "/usr/share/datasets/fashion-mnist";
        Assert.SkipUnless(Directory.Exists(Folder), "Debian's package dataset-fashion-mnist is not installed.");
        var (train, test) = FashionMnist.ReadFolder(Folder);
        Assert.Equal((60_000, 10_000), (train.Count, test.Count));
        // No class has had its share among the first 1,000 images, so none of these is left out.
        Assert.Equal(train.Pixels[..784_000], FashionMnist.ReadEmbedded().Train.Pixels[..784_000]);
    }

    [Fact]
    public void A_missing_file_is_named_with_what_to_do()
    {
        using var folder = new IdxFolder();
        File.Delete(Path.Combine(folder.Path, "t10k-labels-idx1-ubyte"));
        var message = Assert.Throws<FileNotFoundException>(() => FashionMnist.ReadFolder(folder.Path)).Message;
        Assert.StartsWith(Path.Combine(folder.Path, "t10k-labels-idx1-ubyte") + " is missing, with and without .gz.", message);
        Assert.Contains("dataset-fashion-mnist", message);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 3 }, "holds 2 images and", "1 labels; take both from one source")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 3, 10 }, "byte 9: the label is 10", "0 to 9")]
    public void Labels_that_do_not_fit_are_refused(byte[] labels, params string[] parts)
    {
        using var folder = new IdxFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "t10k-labels-idx1-ubyte"), labels);
        var message = Assert.Throws<InvalidDataException>(() => FashionMnist.ReadFolder(folder.Path)).Message;
        Assert.All(parts, part => Assert.Contains(part, message));
    }

    [Fact]
    public void Images_of_another_size_are_refused()
    {
        using var folder = new IdxFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "t10k-images-idx3-ubyte"), IdxTests.Images);
        Assert.Contains("2×3 pixels; those of Fashion-MNIST are 28×28",
            Assert.Throws<InvalidDataException>(() => FashionMnist.ReadFolder(folder.Path)).Message);
    }

    /// <summary>Two training images, gzipped, and two test images, plain, under the usual names.</summary>
    private sealed class IdxFolder : IDisposable
    {
        public static readonly byte[] Images =
            [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28, .. Enumerable.Range(0, 2 * 784).Select(i => (byte)i)];

        private readonly TemporaryFolder folder = new();

        public IdxFolder()
        {
            byte[] labels = [0, 0, 8, 1, 0, 0, 0, 2, 3, 4];
            folder.Write("train-images-idx3-ubyte.gz", Packed.Gzip(Images));
            folder.Write("train-labels-idx1-ubyte.gz", Packed.Gzip(labels));
            folder.Write("t10k-images-idx3-ubyte", Images);
            folder.Write("t10k-labels-idx1-ubyte", labels);
        }

        public string Path => folder.Path;

        public void Dispose() => folder.Dispose();
    }
}
