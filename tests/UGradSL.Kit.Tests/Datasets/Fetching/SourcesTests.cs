using System.Security.Cryptography;

namespace Unlearn.Tests.Datasets;

public class SourcesTests
{
    private const string Debian = "/usr/share/datasets/fashion-mnist";

    [Fact]
    public void Every_data_set_has_a_name_of_its_own_that_finds_it()
    {
        Assert.Equal(["cifar10", "cifar100", "svhn", "celeba", "imagenet", "20newsgroups", "fashion-mnist", "optdigits"], Sources.All.Select(s => s.Name));
        Assert.All(Sources.All, source => Assert.Same(source, Sources.Named(source.Name.ToUpperInvariant())));
    }

    [Fact]
    public void A_name_with_a_slip_is_answered_with_the_nearest() => Assert.Equal(
        "There is no data set 'cifar-10'; did you mean cifar10? Known are cifar10, cifar100, svhn, celeba, imagenet, 20newsgroups, fashion-mnist, optdigits.",
        Assert.Throws<ArgumentException>(() => Sources.Named("cifar-10")).Message);

    [Theory]
    [InlineData("md5:900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void Checksums_are_those_of_the_standards(string abc) => Assert.Equal(abc, Checksum.Of(new MemoryStream("abc"u8.ToArray()), abc));

    [Fact]
    public void Addresses_and_checksums_are_well_formed() => Assert.All(Sources.All.SelectMany(s => s.Files), file =>
    {
        Assert.All([.. file.Mirrors, file.Address ?? "http://none"], address => Assert.StartsWith("http", new Uri(address).Scheme));
        Assert.All([file.Checksum, file.Decoded, .. file.Contents.Select(c => c.Checksum)],
            checksum => Assert.Matches("^(md5:[0-9a-f]{32}|sha256:[0-9a-f]{64})$", checksum ?? $"md5:{new string('0', 32)}"));
    });

    [Fact]
    public void Every_file_can_be_proved() => Assert.All(Sources.All.SelectMany(s => s.Files), file =>
        Assert.True(file.Checksum is not null || file.Contents.All(c => c.Checksum is not null || c.Count is not null || c.Optional)));

    [Fact]
    public void Every_data_set_has_a_script_of_its_own() => Assert.All(Sources.All, source =>
        Assert.Contains($"FetchCommand.Script(\"{source.Name}\", args)", File.ReadAllText(Repository.PathOf($"data-scripts/{source.Name}.cs"))));

    [Theory] // when the published files were packed, in seconds since 1970: the one thing that Debian's do not tell
    [InlineData("train-images-idx3-ubyte", 1504176606)]
    [InlineData("train-labels-idx1-ubyte", 1504176606)]
    [InlineData("t10k-images-idx3-ubyte", 1504176627)]
    [InlineData("t10k-labels-idx1-ubyte", 1504176627)]
    public void The_published_checksums_of_Fashion_MNIST_are_of_the_content_that_Debian_packs_anew(string name, int packed)
    {
        Assert.SkipUnless(Directory.Exists(Debian), "Debian's package dataset-fashion-mnist is not installed.");
        var file = Sources.FashionMnist.Files.Single(f => f.Name == $"{name}.gz");
        var debian = File.ReadAllBytes(Path.Combine(Debian, file.Name));
        byte[] header = [0x1f, 0x8b, 8, 8, .. BitConverter.GetBytes(packed), 0, 3, .. System.Text.Encoding.ASCII.GetBytes(name), 0];
        byte[] published = [.. header, .. debian[10..]];
        Assert.Equal(file.Size, published.Length);
        Assert.Equal(file.Checksum, Place.Md5(published));
        using var content = new System.IO.Compression.GZipStream(new MemoryStream(debian), System.IO.Compression.CompressionMode.Decompress);
        Assert.Equal(file.Decoded, $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}");
    }
}
