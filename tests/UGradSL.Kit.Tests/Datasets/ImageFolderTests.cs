namespace Unlearn.Tests.Datasets;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Train_and_val_folders_are_the_two_parts()
    {
        foreach (var part in (string[])["train", "val"])
            for (var i = 0; i < 6; i++) folder.Write($"pets/{part}/{"ab"[i % 2]}/{i}.png", MadePictures.Picture(i));
        folder.Write("pets/train/a/notes.txt", "no picture");
        folder.Write("pets/train/a/.hidden.jpg", "no picture");
        folder.Write("pets/train/a/ODD.JPEG", MadePictures.Picture(9));
        using var data = ImageFolder.Load(ImageFolder.Convert(folder.PathOf("pets"), folder.Path, new(8)));
        Assert.Equal("pets: 7 images [3, 8, 8] of 2 classes to train on, 6 to test on", data.ToString());
        Assert.Equal([4, 3], data.Train.All.CountPerClass());
    }

    [Fact]
    public void One_folder_is_split_by_its_seed_class_by_class()
    {
        for (var i = 0; i < 60; i++) folder.Write($"one/{(i < 40 ? "much" : "little")}/{i:00}.jpg", MadePictures.Picture(i));
        var (first, again, other) = (Split(0), Split(0), Split(1));
        Assert.Equal((first.Hash, first.Test), (again.Hash, "2 4"));
        Assert.NotEqual(first.Hash, other.Hash);
        Assert.Equal(first.Test, other.Test);

        (string Hash, string Test) Split(int seed)
        {
            File.Delete(folder.PathOf("one-8.safetensors"));
            using var data = ImageFolder.Load(ImageFolder.Convert(folder.PathOf("one"), folder.Path, new(8) { SplitSeed = seed }));
            return (data.Test.Hash, string.Join(' ', data.Test.All.CountPerClass()));
        }
    }

    [Fact]
    public void Tiny_ImageNet_is_read_with_its_flat_validation_part()
    {
        foreach (var wnid in (string[])["n02", "n01"])
            for (var i = 0; i < 3; i++) folder.Write($"tiny/train/{wnid}/images/{wnid}_{i}.JPEG", MadePictures.Picture(i));
        folder.Write("tiny/val/val_annotations.txt", "val_0.JPEG\tn02\t0\t32\t44\t62\nval_1.JPEG\tn01\t0\t1\t2\t3\n");
        for (var i = 0; i < 2; i++) folder.Write($"tiny/val/images/val_{i}.JPEG", MadePictures.Picture(i));
        folder.Write("tiny/test/images/test_0.JPEG", MadePictures.Picture(0));
        using var data = ImageFolder.Load(ImageFolder.Convert(folder.PathOf("tiny"), folder.Path, new(8)));
        Assert.Equal(["n01", "n02"], data.ClassNames);
        Assert.Equal([1, 0], data.Test.LabelsOnHost);
        Assert.Equal([0, 0, 0, 1, 1, 1], data.Train.LabelsOnHost);
    }

    [Fact]
    public void A_picture_s_pixels_end_in_its_row()
    {
        for (var i = 0; i < 12; i++) folder.Write($"rows/{"abc"[i % 3]}/{i:00}.png", MadePictures.Picture(i, 16, 16, SkiaSharp.SKEncodedImageFormat.Png));
        using var data = ImageFile.Open(ImageFolder.Convert(folder.PathOf("rows"), folder.Path, new(16)));
        using var pixels = data.Inputs.All(CPU);
        int[] order = [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11];
        for (var row = 0; row < 12; row++)
        {
            using var corner = pixels[row, TensorIndex.Colon, 0, 0];
            var drawn = MadePictures.Colour(order[row]);
            Assert.Equal([drawn.Red, drawn.Green, drawn.Blue], corner.data<byte>().ToArray());
        }
    }

    [Fact]
    public void Folders_that_are_not_so_are_refused()
    {
        Assert.Throws<DirectoryNotFoundException>(() => ImageFolder.Convert(folder.PathOf("none"), folder.Path));
        folder.Write("flat/1.jpg", MadePictures.Picture(1));
        Assert.Contains("has no folders", Assert.Throws<InvalidDataException>(() => ImageFolder.Convert(folder.PathOf("flat"), folder.Path)).Message);
        folder.Write("odd/train/cats/1.jpg", MadePictures.Picture(1));
        folder.Write("odd/val/cat/1.jpg", MadePictures.Picture(1));
        Assert.Contains("is none of the 1 classes of the training part: name it as one of them ('cats'?)",
            Assert.Throws<InvalidDataException>(() => ImageFolder.Convert(folder.PathOf("odd"), folder.Path)).Message);
    }
}
