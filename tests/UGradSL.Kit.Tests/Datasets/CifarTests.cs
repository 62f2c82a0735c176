namespace Unlearn.Tests.Datasets;

public class CifarTests
{
    [Theory]
    [InlineData("")]
    [InlineData("cifar-10-batches-bin/")]
    public void CIFAR_10_is_read_in_order_from_the_folder_or_the_archive_s_below_it(string below)
    {
        using var folder = Ten(below);
        using var data = Cifar10.Load(folder.Path, each: null);
        Assert.Equal("CIFAR-10", data.Name);
        Assert.Equal([0, 9, 1, 9, 2, 9, 3, 9, 4, 9], data.Train.LabelsOnHost);
        Assert.Equal([7, 8], data.Test.LabelsOnHost);
        Assert.Equal([.. Enumerable.Repeat(MadeSets.Cifar([], []), 5).SelectMany(b => b)], Pixels(data.Train));
        Assert.Equal([3, 32, 32], data.Train.Inputs.Shape);
        Assert.Equal((Cifar10.ClassNames, Cifar10.Normalization), (data.ClassNames, data.Train.Normalization));
    }

    [Fact]
    public void The_label_that_is_not_learnt_is_an_annotation()
    {
        using var folder = Hundred();
        using var fine = Cifar100.Load(Cifar100Labels.Fine, folder.Path, null, null);
        using var coarse = Cifar100.Load(Cifar100Labels.Coarse, folder.Path, null, null);
        Assert.Equal((100, 20), (fine.Train.Classes, coarse.Train.Classes));
        Assert.Equal([19, 99, 0], fine.Train.LabelsOnHost);
        Assert.Equal([11, 13, 4], coarse.Train.LabelsOnHost);
        var (superclass, subclass) = (fine.Train.Annotations["superclass"], coarse.Train.Annotations["subclass"]);
        Assert.Equal(["large_omnivores_and_herbivores", "non-insect_invertebrates", "fruit_and_vegetables"], superclass.Values.Select(v => superclass.Names![(int)v]));
        Assert.Equal(["cattle", "worm", "apple"], subclass.Values.Select(v => subclass.Names![(int)v]));
        Assert.Equal([1], fine.Test.Annotations["superclass"].Values);
        Assert.Single(fine.Train.Annotations);
        Assert.Equal(Pixels(fine.Train), Pixels(coarse.Train));
        Assert.Equal(MadeSets.Cifar([], [], []), Pixels(fine.Train));
    }

    [Fact]
    public void Names_are_those_of_the_files_where_there_are_any()
    {
        using var ten = Ten().Write("batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
        using (var data = Cifar10.Load(ten.Path, each: null)) Assert.Equal("a b c d e f g h i j".Split(' '), data.ClassNames);
        using var hundred = Hundred().Write("coarse_label_names.txt", string.Join('\n', Enumerable.Range(0, 20)));
        using (var data = Cifar100.Load(Cifar100Labels.Fine, hundred.Path, null, null)) Assert.Equal("19", data.Train.Annotations["superclass"].Names![^1]);
    }

    [Theory]
    [InlineData("a\nb\n", "batches.meta.txt, byte 4: the file ends after 2 names, 2 of them distinct, where 10 are wanted")]
    [InlineData("a\na\na\na\na\na\na\na\na\na\n", "10 names, 1 of them distinct")]
    public void Names_that_do_not_fit_are_refused(string names, string message)
    {
        using var folder = Ten().Write("batches.meta.txt", names);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Cifar10.Load(folder.Path, each: null)).Message);
    }

    [Fact]
    public void A_file_of_names_that_goes_on_is_refused()
    {
        using var folder = Ten().Write("batches.meta.txt", new byte[100_000]);
        Assert.Contains("byte 65536: the file goes on", Assert.Throws<InvalidDataException>(() => Cifar10.Load(folder.Path, each: null)).Message);
    }

    [Fact]
    public void A_missing_file_is_named_with_what_to_do()
    {
        using var folder = Ten("cifar-10-batches-bin/");
        File.Delete(folder.PathOf("cifar-10-batches-bin/data_batch_4.bin"));
        var message = Assert.Throws<FileNotFoundException>(() => Cifar10.Load(folder.Path)).Message;
        Assert.StartsWith(folder.PathOf("cifar-10-batches-bin/data_batch_4.bin") + " is missing.", message);
        Assert.Contains("run `ugradsl fetch cifar10`, or give the folder", message);
    }

    [Fact]
    public void Files_of_another_length_than_published_are_refused()
    {
        using var ten = Ten();
        Assert.Contains("data_batch_1.bin, byte 6146: the file ends after 2 images of 3073 bytes, where 10000 are wanted",
            Assert.Throws<InvalidDataException>(() => Cifar10.Load(ten.Path)).Message);
        ten.Write("data_batch_5.bin", MadeSets.Cifar([1], [2])[..^1]);
        Assert.Contains("data_batch_5.bin, byte 3073: the file ends 3072 bytes into image 1",
            Assert.Throws<InvalidDataException>(() => Cifar10.Load(ten.Path, each: null)).Message);
        using var hundred = Hundred();
        Assert.Contains("where 50000 are wanted", Assert.Throws<InvalidDataException>(() => Cifar100.Load(folder: hundred.Path)).Message);
    }

    [Fact]
    public void A_label_out_of_range_is_refused_with_its_byte()
    {
        using var folder = Hundred().Write("test.bin", MadeSets.Cifar([1, 2], [3, 100]));
        Assert.Contains("test.bin, byte 3075: the fine label of image 1 is 100, where 0 to 99 are possible",
            Assert.Throws<InvalidDataException>(() => Cifar100.Load(Cifar100Labels.Fine, folder.Path, null, null)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Cifar100.Load((Cifar100Labels)2, folder.Path));
    }

    [Fact]
    public void Loading_leaks_nothing_even_when_the_test_part_is_refused()
    {
        using var good = Ten();
        using var bad = Ten().Write("test_batch.bin", MadeSets.Cifar([3], [10]));
        using var hundred = Hundred();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Cifar10.Load(good.Path, each: null).Dispose();
        Cifar100.Load(Cifar100Labels.Coarse, hundred.Path, null, null).Dispose();
        Assert.Throws<InvalidDataException>(() => Cifar10.Load(bad.Path, each: null));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    internal static byte[] Pixels(LabeledData data)
    {
        using var pixels = data.All.Pixels();
        return pixels.bytes.ToArray();
    }

    private static TemporaryFolder Ten(string below = "")
    {
        var folder = new TemporaryFolder().Write(below + "test_batch.bin", MadeSets.Cifar([7], [8]));
        for (byte i = 0; i < 5; i++) folder.Write($"{below}data_batch_{i + 1}.bin", MadeSets.Cifar([i], [9]));
        return folder;
    }

    private static TemporaryFolder Hundred() =>
        new TemporaryFolder().Write("train.bin", MadeSets.Cifar([11, 19], [13, 99], [4, 0])).Write("test.bin", MadeSets.Cifar([1, 2]));
}
