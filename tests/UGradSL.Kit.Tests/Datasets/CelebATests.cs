using System.IO.Compression;

namespace Unlearn.Tests.Datasets;

public sealed class CelebATests : IDisposable
{
    private const int Faces = 160;

    private readonly TemporaryFolder folder = new();

    public CelebATests() => MadeCelebA.Write(folder, "celeba", Faces);

    private string From => folder.PathOf("celeba");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_official_folder_gives_smiles_people_and_parts()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Equal(folder.PathOf("celeba-8.safetensors"), CelebA.Convert(From, folder.Path, new(8)));
        using (var data = CelebA.Load(folder.Path, 8))
        {
            Assert.Equal("CelebA: 120 images [3, 8, 8] of 2 classes to train on, 20 to test on", data.ToString());
            Assert.Equal(["not smiling", "smiling"], data.ClassNames);
            int[] train = [.. Enumerable.Range(1, Faces).Where(i => MadeCelebA.Part(i, Faces) == 0)];
            Assert.Equal(train.Select(i => MadeCelebA.Smiles(i) ? 1L : 0), data.Train.LabelsOnHost);
            Assert.Equal(train.Select(i => (long)MadeCelebA.Person(i, Faces)), data.Train.Annotations[CelebA.Identity].Values);
            using var pixels = data.Train.Inputs.All(CPU);
            for (var i = 0; i < train.Length; i++)
            {
                using var corner = pixels[i, TensorIndex.Colon, 0, 0];
                var (red, green, blue) = (corner.data<byte>()[0], corner.data<byte>()[1], corner.data<byte>()[2]);
                var drawn = MadePictures.Colour(train[i]);
                // JPEG keeps a flat colour to a few units.
                Assert.InRange(Math.Max(Math.Abs(red - drawn.Red), Math.Max(Math.Abs(green - drawn.Green), Math.Abs(blue - drawn.Blue))), 0, 6);
            }
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_zip_file_gives_the_same_images_as_the_folder()
    {
        CelebA.Convert(From, folder.Path, new(8));
        using var unpacked = ImageFile.Open(folder.PathOf("celeba-8.safetensors"));
        var hash = unpacked.Hash;
        ZipFile.CreateFromDirectory(folder.PathOf("celeba/img_align_celeba"), folder.PathOf("celeba/img_align_celeba.zip"), CompressionLevel.Fastest, includeBaseDirectory: true);
        Directory.Delete(folder.PathOf("celeba/img_align_celeba"), recursive: true);
        using var zipped = ImageFile.Open(CelebA.Convert(From, folder.PathOf("zipped"), new(8) { Workers = 3 }));
        Assert.Equal(hash, zipped.Hash);
        var bytes = File.ReadAllBytes(folder.PathOf("celeba/img_align_celeba.zip"));
        bytes.AsSpan(100, 400).Fill(0xff);
        File.WriteAllBytes(folder.PathOf("celeba/img_align_celeba.zip"), bytes);
        Assert.StartsWith(folder.PathOf("celeba/img_align_celeba.zip/img_align_celeba/"),
            Assert.Throws<InvalidDataException>(() => CelebA.Convert(From, folder.PathOf("spoiled"), new(8))).Message);
    }

    [Fact]
    public void So_many_people_are_kept_with_all_their_images_drawn_by_the_seed()
    {
        CelebA.Convert(From, folder.Path, new(8));
        using var all = CelebA.Load(folder.Path, 8);
        using var some = CelebA.Load(folder.Path, 8, identities: 20, seed: 1);
        using var again = CelebA.Load(folder.Path, 8, identities: 20, seed: 1);
        using var others = CelebA.Load(folder.Path, 8, identities: 20, seed: 2);
        var kept = some.Train.Annotations[CelebA.Identity].Values.ToHashSet();
        Assert.Equal(20, kept.Count);
        Assert.Equal(all.Train.Annotations[CelebA.Identity].Values.Count(kept.Contains), some.Train.Count);
        Assert.Equal((some.Train.Hash, all.Test.Hash), (again.Train.Hash, some.Test.Hash));
        Assert.NotEqual(some.Train.Hash, others.Train.Hash);
        var most = all.Train.Annotations[CelebA.Identity].Values.Distinct().Count();
        Assert.Contains($"the training part has {most}: ask for 1 to {most}",
            Assert.Throws<ArgumentOutOfRangeException>(() => CelebA.Load(folder.Path, 8, identities: most + 1)).Message);
    }

    [Fact]
    public void The_official_validation_part_is_left_out_unless_it_is_asked_for()
    {
        CelebA.Convert(From, folder.Path, new(8));
        using var with = CelebA.Load(folder.Path, 8, validationTrains: true);
        Assert.Equal((140, 20), (with.Train.Count, with.Test.Count));
    }

    [Theory]
    [InlineData("Anno/identity_CelebA.txt", "000001.jpg x\n", "identity_CelebA.txt, line 1: 'x' is no number in 1..")]
    [InlineData("Anno/identity_CelebA.txt", "000001.jpg 5\n", "identity_CelebA.txt does not have 000002.jpg")]
    [InlineData("Anno/identity_CelebA.txt", "000001.jpg\n", "identity_CelebA.txt, line 1: 2 words are due and there are 1")]
    [InlineData("Eval/list_eval_partition.txt", "000001.jpg 3\n", "list_eval_partition.txt, line 1: '3' is no number in 0..2")]
    [InlineData("Eval/list_eval_partition.txt", "000001.jpg 0\n000001.jpg 0\n", "list_eval_partition.txt, line 2: 000001.jpg is there twice")]
    [InlineData("Anno/list_attr_celeba.txt", "1\nYoung\n000001.jpg 1\n", "list_attr_celeba.txt, line 2: the names of the attributes are due, with 'Smiling'")]
    [InlineData("Anno/list_attr_celeba.txt", "1\nSmiling\n000001.jpg 0\n", "list_attr_celeba.txt, line 3: Smiling is '0', not 1 or -1")]
    [InlineData("Anno/list_attr_celeba.txt", "9\nSmiling\n000001.jpg 1\n", "list_attr_celeba.txt, line 1: 9 images are declared and 1 follow")]
    public void A_list_that_is_wrong_is_refused_with_its_line(string list, string content, string message)
    {
        folder.Write($"celeba/{list}", content);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => CelebA.Convert(From, folder.Path, new(8))).Message);
    }

    [Fact]
    public void What_is_missing_is_named_with_what_to_do()
    {
        Assert.Contains("CelebA.Convert (ugradsl fetch celeba --from FOLDER --size 64) makes it", Assert.Throws<FileNotFoundException>(() => CelebA.Load(folder.Path)).Message);
        File.Delete(folder.PathOf("celeba/img_align_celeba/000007.jpg"));
        Assert.Contains("000007.jpg is missing", Assert.Throws<FileNotFoundException>(() => CelebA.Convert(From, folder.Path)).Message);
        Directory.Delete(folder.PathOf("celeba/img_align_celeba"), recursive: true);
        Assert.Contains("has neither img_align_celeba.zip nor", Assert.Throws<FileNotFoundException>(() => CelebA.Convert(From, folder.Path)).Message);
        folder.Write("celeba/img_align_celeba.zip", "no zip");
        Assert.Contains("is no zip file, or is cut short", Assert.Throws<InvalidDataException>(() => CelebA.Convert(From, folder.Path)).Message);
        File.Delete(folder.PathOf("celeba/Anno/identity_CelebA.txt"));
        Assert.Contains("identity_CelebA.txt is neither in", Assert.Throws<FileNotFoundException>(() => CelebA.Convert(From, folder.Path)).Message);
    }
}
