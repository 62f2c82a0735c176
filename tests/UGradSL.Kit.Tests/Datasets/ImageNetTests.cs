using System.Formats.Tar;

namespace Unlearn.Tests.Datasets;

public sealed class ImageNetTests : IDisposable
{
    private static readonly string[] synsets = ["n01440764", "n01443537", "n02119789"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Folders_by_class_are_read()
    {
        Train();
        foreach (var (label, synset) in synsets.Index()) folder.Write($"in/val/{synset}/ILSVRC2012_val_0000000{label}.JPEG", MadePictures.Picture(label));
        folder.Write("in/LOC_synset_mapping.txt", "n01440764 tench, Tinca tinca\nn01443537 goldfish, Carassius auratus\n");
        using var data = Converted("a");
        Assert.Equal("ImageNet-1k: 12 images [3, 8, 8] of 3 classes to train on, 3 to test on", data.ToString());
        Assert.Equal(["tench (n01440764)", "goldfish (n01443537)", "n02119789"], data.ClassNames);
        Assert.Equal([0, 1, 2], data.Test.LabelsOnHost);
    }

    [Fact]
    public void Kaggle_s_deeper_folders_are_found_past_their_annotations()
    {
        Train();
        Directory.CreateDirectory(folder.PathOf("in/ILSVRC/Data/CLS-LOC"));
        Directory.Move(folder.PathOf("in/train"), folder.PathOf("in/ILSVRC/Data/CLS-LOC/train"));
        folder.Write("in/ILSVRC/Annotations/CLS-LOC/train/n01440764/n01440764_0.xml", "<annotation/>");
        folder.Write("in/ILSVRC/Annotations/CLS-LOC/val/val_1.xml", "<annotation/>");
        folder.Write("in/ILSVRC/Data/CLS-LOC/val/val_1.JPEG", MadePictures.Picture(1));
        folder.Write("in/LOC_val_solution.csv", "ImageId,PredictionString\nval_1,n02119789 1 2 3 4\n");
        using var data = Converted("a");
        Assert.Equal((12, 1), (data.Train.Count, data.Test.Count));
    }

    [Theory]
    [InlineData("LOC_val_solution.csv", "ImageId,PredictionString\nval_3,n01440764 1 2 3 4 n01440764 5 6 7 8\nval_1,n02119789 1 2 3 4\nval_2,n01443537 1 2 3 4\n")]
    [InlineData("imagenet_2012_validation_synset_labels.txt", "n02119789\nn01443537\nn01440764\n")]
    [InlineData("ILSVRC2012_validation_ground_truth.txt", "1\n3\n2\n", "map_clsloc.txt", "n02119789 1 kit_fox\nn01440764 2 tench\nn01443537 3 goldfish\n")]
    public void A_flat_validation_part_takes_its_labels_from_a_list(string list, string content, string? second = null, string? more = null)
    {
        Train();
        for (var i = 1; i <= 3; i++) folder.Write($"in/val/val_{i}.JPEG", MadePictures.Picture(i));
        Assert.Contains("Put one of these beside them", Assert.Throws<FileNotFoundException>(() => Converted("a")).Message);
        folder.Write($"in/devkit/data/{list}", content);
        if (second is not null) folder.Write($"in/devkit/data/{second}", more!);
        using var data = Converted("a");
        Assert.Equal([2, 1, 0], data.Test.LabelsOnHost);
    }

    [Fact]
    public void The_archives_give_the_images_that_the_folders_give()
    {
        Train();
        for (var i = 1; i <= 3; i++) folder.Write($"in/val/val_{i}.JPEG", MadePictures.Picture(i));
        folder.Write("in/LOC_val_solution.csv", "ImageId,PredictionString\nval_3,n01440764 1\nval_1,n02119789 1\nval_2,n01443537 1\n");
        using var unpacked = Converted("a");
        Pack();
        using var packed = Converted("b");
        Assert.Equal((unpacked.Train.Hash, unpacked.Test.Hash), (packed.Train.Hash, packed.Test.Hash));
    }

    [Fact]
    public void An_archive_that_is_cut_short_is_named()
    {
        Train();
        folder.Write("in/val/val_1.JPEG", MadePictures.Picture(1));
        folder.Write("in/LOC_val_solution.csv", "ImageId,PredictionString\nval_1,n02119789 1\n");
        Pack();
        var tar = folder.PathOf("in/ILSVRC2012_img_train.tar");
        var whole = File.ReadAllBytes(tar);
        foreach (var length in (int[])[whole.Length / 3, whole.Length / 2, 700])
        {
            File.WriteAllBytes(tar, whole[..length]);
            Assert.StartsWith(tar, Assert.Throws<InvalidDataException>(() => Converted("c")).Message);
        }
        // A size in base 256, far beyond 64 bits.
        whole[124] = 0x80;
        whole.AsSpan(125, 11).Fill(0xff);
        File.WriteAllBytes(tar, whole);
        Assert.StartsWith(tar, Assert.Throws<InvalidDataException>(() => Converted("c")).Message);
    }

    [Fact]
    public void Spoiled_archives_are_refused_or_read()
    {
        Train();
        Pack();
        var tar = folder.PathOf("in/ILSVRC2012_img_train.tar");
        var read = 0;
        foreach (var file in Faults.Of(File.ReadAllBytes(tar), 1536))
            try
            {
                File.WriteAllBytes(tar, file);
                var entries = TarImages.Nested(tar);
                Assert.All(entries, e => Assert.InRange(e.Offset + e.Length, 0, file.Length));
                read++;
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith(tar, e.Message);
            }
        Assert.True(read > 20, $"{read} could be read");
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Directory.CreateDirectory(folder.PathOf("in"));
        Assert.Contains("has neither a folder train/ nor ILSVRC2012_img_train.tar", Assert.Throws<FileNotFoundException>(() => Converted("a")).Message);
        Train();
        Assert.Contains("has neither a folder val/ nor ILSVRC2012_img_val.tar", Assert.Throws<FileNotFoundException>(() => Converted("a")).Message);
        Assert.Contains("makes it", Assert.Throws<FileNotFoundException>(() => ImageNet.Load(folder.Path)).Message);
    }

    private Dataset Converted(string to)
    {
        ImageNet.Convert(folder.PathOf("in"), folder.PathOf(to), new(8) { Workers = 2 });
        return ImageNet.Load(folder.PathOf(to), 8);
    }

    private void Train()
    {
        foreach (var (label, synset) in synsets.Index())
            for (var i = 0; i < 4; i++) folder.Write($"in/train/{synset}/{synset}_{i}.JPEG", MadePictures.Picture((label * 10) + i, 20, 12));
    }

    private void Pack()
    {
        using (var outer = new TarWriter(File.Create(folder.PathOf("in/ILSVRC2012_img_train.tar")), TarEntryFormat.Ustar))
            foreach (var synset in synsets)
            {
                var inner = folder.PathOf($"in/{synset}.tar");
                TarFile.CreateFromDirectory(folder.PathOf($"in/train/{synset}"), inner, includeBaseDirectory: false);
                outer.WriteEntry(inner, $"{synset}.tar");
                File.Delete(inner);
            }
        Directory.Delete(folder.PathOf("in/train"), recursive: true);
        if (!Directory.Exists(folder.PathOf("in/val"))) return;
        TarFile.CreateFromDirectory(folder.PathOf("in/val"), folder.PathOf("in/ILSVRC2012_img_val.tar"), includeBaseDirectory: false);
        Directory.Delete(folder.PathOf("in/val"), recursive: true);
    }
}
