using System.Security.Cryptography;
using System.Text;

namespace Unlearn.Tests.Datasets;

/// <summary>The readers on the files as published. SHA-256 of pixels and labels were computed by NumPy and SciPy from the same files.</summary>
public class OriginalFilesTests
{
    [Theory]
    [InlineData("cifar-10-batches-bin/data_batch_1.bin", "5dd7e06a14cb22eb9f671a540d1b7c25")]
    [InlineData("cifar-10-batches-bin/data_batch_2.bin", "5ea93a67294ea407fff1d09f752e9692")]
    [InlineData("cifar-10-batches-bin/data_batch_3.bin", "942cd6a4bcdd0dd3c604fbe906cb4421")]
    [InlineData("cifar-10-batches-bin/data_batch_4.bin", "ae636b3ba5c66a11e91e8cb52e771fcb")]
    [InlineData("cifar-10-batches-bin/data_batch_5.bin", "53f37980c15c3d472c316c40844f3f0d")]
    [InlineData("cifar-10-batches-bin/test_batch.bin", "803d5f7f4d78ea53de84dbe85f74fb6d")]
    [InlineData("cifar-100-binary/train.bin", "6172c7755cfe09b2fe270c85cebc1b15")]
    [InlineData("cifar-100-binary/test.bin", "4499cfba6c016c1be1438163640a0898")]
    [InlineData("optdigits/optdigits.tra", "268ce7771f3f15afbc54402478b1d454")]
    [InlineData("optdigits/optdigits.tes", "a0339c30a8a5312a1b6f9e5c719dcce5")]
    public void The_files_are_the_published_ones(string path, string md5)
    {
        using var file = File.OpenRead(TestData.PathOf(path));
#pragma warning disable CA5351 // the sums that are published are MD5
        Assert.Equal(md5, Convert.ToHexStringLower(MD5.HashData(file)));
#pragma warning restore CA5351
    }

    [Fact]
    public void CIFAR_10_is_whole()
    {
        using var data = Cifar10.Load(TestData.PathOf());
        Check(data.Train, "9d5c2eddadb0deff02c14c350c0385aab7b1d5ff1edfeb4997c8dc8644960111", "2b7cd2f24487317614016b72ffd53071c3062f592f0eb300c18a770d41ae1253", 10, 5_000);
        Check(data.Test, "177777c33ba79825320efa646ad04a94bdc3c80e4ebe3bd21724f8cdfd4b9d56", "cec8a24a1e92aa2ecaa0bbd3dbfa86bf6cd8759fbd209a832824c8cf0afca9d5", 10, 1_000);
        Assert.Equal(["frog", "automobile", "cat", "horse"], Ends(data));
        Assert.Equal(Cifar10.ClassNames, data.ClassNames);
        Assert.Equal(Cifar10.ClassNames, File.ReadLines(TestData.PathOf("cifar-10-batches-bin", "batches.meta.txt")).Where(line => line.Length > 0));
        Near(Cifar10.Normalization, Normalization.Of(data.Train), 1e-3);
    }

    [Fact]
    public void CIFAR_100_is_whole()
    {
        using var data = Cifar100.Load(folder: TestData.PathOf());
        Check(data.Train, "de64658905c6b161606e3649ddafce7cf86c7634a0cf9116d518e64ef46a33c5", "9f11b9f97aad759ba6df0a33e3218b01d8deaf4ed3a14aa1185d69b9ad7ebcb3", 100, 500);
        Check(data.Test, "83c56492b2c11211ad1bb2dbd4f2eef4170a0441e41a41f3039c3144b1f5a511", "4dad7d09c7c97d33f6cb928d705cf4196221316fd6e31bdd978a08ed9103ee0b", 100, 100);
        Assert.Equal(["cattle", "shark", "mountain", "rose"], Ends(data));
        Near(Cifar100.Normalization, Normalization.Of(data.Train), 1e-3);
    }

    [Fact]
    public void CIFAR_100_has_20_super_classes_of_5_classes_each()
    {
        using var data = Cifar100.Load(Cifar100Labels.Coarse, TestData.PathOf());
        Check(data.Train, "de64658905c6b161606e3649ddafce7cf86c7634a0cf9116d518e64ef46a33c5", "1804078d4e89b6b90bd5da6ffead1404596f6eecba15ceb8d95b6a09dfbba4c0", 20, 2_500);
        Check(data.Test, "83c56492b2c11211ad1bb2dbd4f2eef4170a0441e41a41f3039c3144b1f5a511", "48df17fb3bf299f43dd7e131db11ca0ea8b07d750be8b6dcf7ad6ff1b4cc721d", 20, 500);
        var subclass = data.Train.Annotations["subclass"];
        var members = data.Train.LabelsOnHost.Zip(subclass.Values).Distinct().ToLookup(p => data.ClassNames[(int)p.First], p => subclass.Names![(int)p.Second]);
        Assert.Equal(Enumerable.Repeat(5, 20), members.Select(m => m.Count()));
        Assert.Equal(["baby", "boy", "girl", "man", "woman"], members["people"].Order());
        Assert.Equal(["maple_tree", "oak_tree", "palm_tree", "pine_tree", "willow_tree"], members["trees"].Order());
    }

    /// <summary>Python's file of the names is a pickle, which is not safe to unpickle; its strings stand in it as U, their length and their letters.</summary>
    [Fact]
    public void The_names_of_CIFAR_100_stand_in_its_own_file_in_our_order()
    {
        var meta = Encoding.Latin1.GetString(File.ReadAllBytes(TestData.PathOf("cifar-100-python", "meta")));
        var at = 0;
        foreach (var name in (string[])["fine_label_names", .. Cifar100Names.Fine, "coarse_label_names", .. Cifar100Names.Coarse])
        {
            var found = meta.IndexOf($"U{(char)name.Length}{name}", at, StringComparison.Ordinal);
            Assert.InRange(found - at, 0, 8); // the memo's code and number between two strings, and the list's
            at = found + 2 + name.Length;
        }
    }

    [Fact]
    public void SVHN_s_first_10_000_test_images_are_as_SciPy_reads_them()
    {
        var path = TestData.PathOf("svhn", "test_32x32_first10000.mat");
        using var scope = NewDisposeScope();
        var (images, labels) = SvhnFiles.Read([(path, 10_000)]);
        Assert.Equal(MatFixtures.All.Svhn["pixels"], Sha(images.bytes));
        Assert.Equal(MatFixtures.All.Svhn["labels"], Sha([.. labels.Select(y => (byte)y)]));
        Assert.Equal([684, 1968, 1590, 1104, 964, 909, 773, 767, 621, 620], labels.CountBy(y => y).OrderBy(c => c.Key).Select(c => c.Value));
        Assert.Equal((5, 9), (labels[0], labels[^1]));
    }

    [Fact]
    public void SVHN_s_one_file_makes_8_000_to_train_on_and_2_000_to_test_on()
    {
        using var data = Svhn.LoadTestSplit(Path.GetDirectoryName(TestData.PathOf("svhn", "test_32x32_first10000.mat")));
        Assert.Equal((8_000, 2_000), (data.Train.Count, data.Test.Count));
        Assert.Equal([684, 1968, 1590, 1104, 964, 909, 773, 767, 621, 620], data.Train.All.CountPerClass().Zip(data.Test.All.CountPerClass(), (a, b) => a + b));
        // The published numbers are of the training part, which is not at hand; these are test images.
        Near(Svhn.Normalization, Normalization.Of(data.Train), 0.04);
    }

    [Fact]
    public void Optdigits_is_whole()
    {
        using var data = OptDigits.Load(TestData.PathOf("optdigits"));
        Check(data.Train, "9f31f461e28d2e4d5790986968235d2930ed28a706ee0e2a7b9c2ea670607d5b", "c93806e69337237c8fb8b8a3a7c651c5e68733eb7e350ff380eabf228723032b", 10);
        Check(data.Test, "b41ca9fd335466eee997366c2e6f6bbe0a1b4582afe091fc4eba35f4a254182f", "8ba4f891220f5e4c9c819638d1602d74b83618f167043c6da52a2a247841ddf0", 10);
        Assert.Equal([376, 389, 380, 389, 387, 376, 377, 387, 380, 382], data.Train.All.CountPerClass());
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], data.Test.All.CountPerClass());
        Assert.Equal(["0", "7", "0", "8"], Ends(data));
        Near(OptDigits.Normalization, Normalization.Of(data.Train), 5e-5);
    }

    [Fact]
    public void Fashion_MNIST_is_whole()
    {
        const string Folder = "/usr/share/datasets/fashion-mnist";
        Assert.SkipUnless(Directory.Exists(Folder), "Debian's package dataset-fashion-mnist is not installed.");
        using var data = FashionMnist.Load(Folder);
        Check(data.Train, "2e487a6c89124f78f2d7521542223cafe96f7123c3ca13d447772ac6ecbb3012", "657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7", 10, 6_000);
        Check(data.Test, "c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a", "3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9", 10, 1_000);
        Near(FashionMnist.Normalization, Normalization.Of(data.Train), 1e-3);
        Assert.Equal(FashionMnist.Normalization, data.Train.Normalization);
    }

    private static void Check(LabeledData data, string pixels, string labels, int classes, int? each = null)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(pixels, Sha(((ResidentSamples)data.Inputs).Tensor.bytes));
        Assert.Equal(labels, Sha([.. data.LabelsOnHost.Select(y => (byte)y)]));
        if (each is { } count) Assert.Equal(Enumerable.Repeat(count, classes), data.All.CountPerClass());
    }

    private static void Near(Normalization published, Normalization computed, double tolerance)
    {
        foreach (var (a, b) in published.Mean.Zip(computed.Mean).Concat(published.Std.Zip(computed.Std))) Assert.Equal(a, b, tolerance);
    }

    /// <summary>The classes of the first and the last training image, and of the first and the last test image.</summary>
    private static string[] Ends(Dataset data) =>
        [.. ((LabeledData[])[data.Train, data.Test]).SelectMany(part => new[] { part.LabelsOnHost[0], part.LabelsOnHost[^1] }).Select(y => data.ClassNames[(int)y])];

    private static string Sha(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
