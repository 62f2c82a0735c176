namespace Unlearn.Tests.Datasets;

public class SvhnTests
{
    [Fact]
    public void Rows_and_columns_and_the_digit_zero_are_put_right()
    {
        using var folder = Made();
        using var data = Svhn.Load(SvhnTraining.Train, folder.Path, null, null, null);
        Assert.Equal([1, 0, 9], data.Train.LabelsOnHost);
        Assert.Equal([5, 0], data.Test.LabelsOnHost);
        Assert.Equal([3, 32, 32], data.Train.Inputs.Shape);
        var pixels = CifarTests.Pixels(data.Train);
        for (var i = 0; i < pixels.Length; i++)
        {
            var (image, channel, row, column) = (i / 3072, i / 1024 % 3, i / 32 % 32, i % 32);
            Assert.Equal((row + (32 * (column + (32 * (channel + (3 * image)))))) % 251, pixels[i]);
        }
    }

    [Fact]
    public void The_extra_part_stands_alone_or_after_the_training_part()
    {
        using var folder = Made();
        using var extra = Svhn.Load(SvhnTraining.Extra, folder.Path, null, null, null);
        using var both = Svhn.Load(SvhnTraining.TrainAndExtra, folder.Path, 3, 1, 2);
        Assert.Equal([4], extra.Train.LabelsOnHost);
        Assert.Equal([1, 0, 9, 4], both.Train.LabelsOnHost);
        Assert.Equal(CifarTests.Pixels(extra.Train), CifarTests.Pixels(both.Train)[(3 * 3072)..]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Svhn.Load((SvhnTraining)3, folder.Path));
    }

    [Fact]
    public void One_file_is_split_by_the_seed_into_parts_that_are_disjoint_and_whole()
    {
        using var folder = new TemporaryFolder().Write("some.mat", MadeSets.Svhn([.. Enumerable.Range(0, 10).Select(i => i + 1.0)]));
        using var data = Svhn.LoadSplit(folder.PathOf("some.mat"), 8, seed: 1);
        using var again = Svhn.LoadSplit(folder.PathOf("some.mat"), 8, seed: 1);
        using var other = Svhn.LoadSplit(folder.PathOf("some.mat"), 8, seed: 2);
        Assert.Equal((8, 2), (data.Train.Count, data.Test.Count));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), data.Train.LabelsOnHost.Concat(data.Test.LabelsOnHost).Order());
        Assert.Equal((data.Train.Hash, data.Test.Hash), (again.Train.Hash, again.Test.Hash));
        Assert.NotEqual(data.Test.LabelsOnHost, other.Test.LabelsOnHost);
        Assert.Equal("SVHN, some.mat split by seed 1", data.Name);

        // Labels 1, 2, …, 9, 0 stand in the order of the images, so that each label tells where its pixels come from.
        var all = MadeSets.Svhn(new double[10]).AsSpan(128 + 8 + 16 + 24 + 16 + 8);
        foreach (var (i, label) in data.Train.LabelsOnHost.Index()) Assert.Equal(all[(int)((label + 9) % 10) * 3072], CifarTests.Pixels(data.Train)[i * 3072]);
        Assert.Contains("10 images to train on of 10", Assert.Throws<ArgumentOutOfRangeException>(() => Svhn.LoadSplit(folder.PathOf("some.mat"), 10)).Message);
    }

    [Fact]
    public void The_first_images_of_a_file_are_split_as_a_file_of_those_alone()
    {
        using var folder = new TemporaryFolder().Write("whole.mat", MadeSets.Svhn(1, 2, 3, 4, 5, 6)).Write("first.mat", MadeSets.Svhn(1, 2, 3, 4, 5));
        using var first = Svhn.Split(folder.PathOf("whole.mat"), 5, 3, seed: 1);
        using var alone = Svhn.LoadSplit(folder.PathOf("first.mat"), 3, seed: 1);
        Assert.Equal((alone.Train.Hash, alone.Test.Hash), (first.Train.Hash, first.Test.Hash));
        Assert.Equal("SVHN, the first 5 test images split by seed 1", first.Name);

        folder.Write("test_32x32_first10000.mat", MadeSets.Svhn(1, 2));
        Assert.Contains("holds 2 images where the first 10000 are wanted", Assert.Throws<InvalidDataException>(() => Svhn.LoadTestSplit(folder.Path)).Message);
        using var none = new TemporaryFolder();
        Assert.Contains("test_32x32.mat is missing", Assert.Throws<FileNotFoundException>(() => Svhn.LoadTestSplit(none.Path)).Message);
    }

    [Theory]
    [InlineData(11.0, "y, byte")]
    [InlineData(0.0, "label 0 of image 1; SVHN's are 1 to 10, where 10 is digit 0")]
    [InlineData(1.5, "label 1.5 of image 1")]
    [InlineData(double.NaN, "label NaN of image 1")]
    public void A_label_that_is_no_class_is_refused(double label, string message)
    {
        using var folder = new TemporaryFolder().Write("some.mat", MadeSets.Svhn(3, label));
        var said = Assert.Throws<InvalidDataException>(() => Svhn.LoadSplit(folder.PathOf("some.mat"), 1)).Message;
        Assert.Contains(message == "y, byte" ? "some.mat, byte " : message, said);
    }

    [Fact]
    public void Files_of_another_layout_or_length_than_published_are_refused()
    {
        using var folder = Made();
        Assert.Contains("X holds 3 images where 73257 are wanted", Refused(() => Svhn.Load(folder: folder.Path)));
        var other = MadeSets.Svhn(1, 2);
        other[128 + 8 + 16 + 8] = 16; // the first dimension of X; the second becomes 64 so that the count is the same
        other[128 + 8 + 16 + 8 + 4] = 64;
        folder.Write("some.mat", other);
        Assert.Contains("X is UInt8 [16, 64, 3, 2]; SVHN's is UInt8 [32, 32, 3, N]", Refused(() => Svhn.LoadSplit(folder.PathOf("some.mat"), 1)));
        folder.Write("some.mat", [.. MadeSets.Svhn(1, 2)[..(128 + 8 + 16 + 24 + 16 + 8 + 6144)], .. MadeSets.Svhn(1)[(128 + 8 + 16 + 24 + 16 + 8 + 3072)..]]);
        Assert.Contains("y is [1, 1] for 2 images", Refused(() => Svhn.LoadSplit(folder.PathOf("some.mat"), 1)));
        folder.Write("some.mat", MadeSets.Svhn(1, 2)[..(128 + 8 + 16 + 24 + 16 + 8 + 6144)]);
        Assert.Contains("without a numeric variable y; it has X", Refused(() => Svhn.LoadSplit(folder.PathOf("some.mat"), 1)));

        static string Refused(Action load) => Assert.Throws<InvalidDataException>(load).Message;
    }

    [Fact]
    public void Loading_leaks_nothing_even_when_the_test_part_is_refused()
    {
        using var folder = Made();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Svhn.Load(SvhnTraining.TrainAndExtra, folder.Path, null, null, null).Dispose();
        Svhn.LoadSplit(folder.PathOf("train_32x32.mat"), 2).Dispose();
        Assert.Throws<ArgumentOutOfRangeException>(() => Svhn.LoadSplit(folder.PathOf("train_32x32.mat"), 3));
        Assert.Throws<InvalidDataException>(() => Svhn.Load(SvhnTraining.Train, folder.Path, null, null, test: 1));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static TemporaryFolder Made() => new TemporaryFolder()
        .Write("train_32x32.mat", MadeSets.Svhn(1, 10, 9)).Write("extra_32x32.mat", MadeSets.Svhn(4)).Write("test_32x32.mat", MadeSets.Svhn(5, 10));
}
