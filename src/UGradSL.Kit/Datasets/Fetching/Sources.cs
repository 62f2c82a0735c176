namespace Unlearn;

/// <summary>
/// The data sets that <c>ugradsl fetch</c> knows. Checksums are the ones that the homes publish (CIFAR, SVHN, Fashion-MNIST), that
/// torchvision checks the same files by (CelebA, ImageNet, CIFAR's unpacked files) or that scikit-learn does (20 Newsgroups).
/// </summary>
public static class Sources
{
    private const string Toronto = "https://www.cs.toronto.edu/~kriz", Stanford = "http://ufldl.stanford.edu/housenumbers";
    private const string Zalando = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com";
    private const string ZalandoGit = "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion";

    /// <summary>60,000 colour images of 32×32 pixels in ten classes, the binary version: <c>cifar-10-batches-bin/</c> with five training batches and one for testing.</summary>
    public static Source Cifar10 { get; } = new("cifar10", "CIFAR-10", $"{Toronto}/cifar.html", "none stated; its home asks to cite Krizhevsky 2009",
    [
        new("cifar-10-binary.tar.gz", $"{Toronto}/cifar-10-binary.tar.gz", "md5:c32a1d4ab5d03f1284b67883e8d87530", 170_052_171,
            Batch("data_batch_1", "5dd7e06a14cb22eb9f671a540d1b7c25"), Batch("data_batch_2", "5ea93a67294ea407fff1d09f752e9692"),
            Batch("data_batch_3", "942cd6a4bcdd0dd3c604fbe906cb4421"), Batch("data_batch_4", "ae636b3ba5c66a11e91e8cb52e771fcb"),
            Batch("data_batch_5", "53f37980c15c3d472c316c40844f3f0d"), Batch("test_batch", "803d5f7f4d78ea53de84dbe85f74fb6d"),
            new("cifar-10-batches-bin/batches.meta.txt", null, null) { Optional = true }),
    ]);

    /// <summary>60,000 colour images of 32×32 pixels, 100 fine and 20 coarse classes, the binary version: <c>cifar-100-binary/train.bin</c> and <c>test.bin</c>.</summary>
    public static Source Cifar100 { get; } = new("cifar100", "CIFAR-100", $"{Toronto}/cifar.html", "none stated; its home asks to cite Krizhevsky 2009",
    [
        new("cifar-100-binary.tar.gz", $"{Toronto}/cifar-100-binary.tar.gz", "md5:03b5dce01913d631647c71ecec9e9cb8", 168_513_733,
            new("cifar-100-binary/train.bin", "md5:6172c7755cfe09b2fe270c85cebc1b15", 153_700_000),
            new("cifar-100-binary/test.bin", "md5:4499cfba6c016c1be1438163640a0898", 30_740_000),
            new("cifar-100-binary/fine_label_names.txt", null, null) { Optional = true },
            new("cifar-100-binary/coarse_label_names.txt", null, null) { Optional = true }),
    ]);

    /// <summary>Street View House Numbers, cropped digits of 32×32 pixels: <c>train_32x32.mat</c>, <c>test_32x32.mat</c> and, when asked for, <c>extra_32x32.mat</c>.</summary>
    public static Source Svhn { get; } = new("svhn", "SVHN", $"{Stanford}/", "non-commercial use only",
    [
        new("train_32x32.mat", $"{Stanford}/train_32x32.mat", "md5:e26dedcc434d2e4c54c9b2d4a06d8373", 182_040_794),
        new("test_32x32.mat", $"{Stanford}/test_32x32.mat", "md5:eb5a983be6a315427106f1b164d9cef3", 64_275_384),
        new("extra_32x32.mat", $"{Stanford}/extra_32x32.mat", "md5:a93ce644f1a588dc4d68dda5feec44a7", 1_329_278_602) { Optional = true },
    ]);

    /// <summary>202,599 aligned faces of 10,177 people. Brought by <c>--from</c> only: one agrees to its terms first.</summary>
    public static Source CelebA { get; } = new("celeba", "CelebA", "https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html", "non-commercial research only, by agreement",
    [
        new("img_align_celeba.zip", null, "md5:00d2c5bc6d35e252742224ab0c1e8fcb", 1_443_490_838),
        new("list_attr_celeba.txt", null, "md5:75e246fa4810816ffd6ee81facbd244c", 26_721_026),
        new("identity_CelebA.txt", null, "md5:32bd1bd63d3c78cd57e08160ec5ed1e2", null),
        new("list_eval_partition.txt", null, "md5:d32c9cbf5e040fd4025c592c306e6668", 2_836_386),
    ]);

    /// <summary>ImageNet-1k (ILSVRC 2012): 1,281,167 images for training and 50,000 for validation. Brought by <c>--from</c> only: one agrees to its terms first.</summary>
    public static Source ImageNet { get; } = new("imagenet", "ImageNet-1k", "https://image-net.org/download.php", "non-commercial research and education only, by agreement",
    [
        new("ILSVRC2012_img_train.tar", null, "md5:1d675b47d978889d74fa0da5fadfb00e", null),
        new("ILSVRC2012_img_val.tar", null, "md5:29b22e2961454d5413ddabcf34fc5622", null),
        new("ILSVRC2012_devkit_t12.tar.gz", null, "md5:fa75699e90414af021442c21a62c3abf", null),
    ]);

    /// <summary>
    /// 20 Newsgroups, split by date: the folders <c>20news-bydate-train/</c> (11,314 documents) and <c>20news-bydate-test/</c> (7,532), one
    /// folder a group in each; and <c>vocab.txt</c>, the vocabulary of BERT (Apache-2.0) that the texts are tokenised by.
    /// </summary>
    public static Source NewsGroups { get; } = new("20newsgroups", "20 Newsgroups", "http://qwone.com/~jason/20Newsgroups/", "none stated; posts to public newsgroups of 1993",
    [
        new("20news-bydate.tar.gz", "http://qwone.com/~jason/20Newsgroups/20news-bydate.tar.gz", "sha256:8f1b2514ca22a5ade8fbb9cfa5727df95fa587f4c87b786e15c759fa66d95610", null,
            new(NewsArticles.TrainFolder, null, 64 << 20) { Count = Unlearn.NewsGroups.TrainCount },
            new(NewsArticles.TestFolder, null, 64 << 20) { Count = Unlearn.NewsGroups.TestCount })
        {
            Mirrors = ["https://ndownloader.figshare.com/files/5975967"],
            AlsoNamed = ["20news-bydate.tar", "20news-bydate.tar.xz", "20news-bydate.tgz"],
        },
        new("vocab.txt", "https://huggingface.co/google-bert/bert-base-uncased/resolve/main/vocab.txt", "md5:64800d5d8528ce344256daf115d4965e", 231_508),
    ]);

    /// <summary>70,000 grey pictures of clothes, 28×28 pixels, in ten classes: the four idx files, gzipped.</summary>
    public static Source FashionMnist { get; } = new("fashion-mnist", "Fashion-MNIST", "https://github.com/zalandoresearch/fashion-mnist", "MIT",
    [
        Clothes("train-images", "8d4fb7e6c68d591d4c3dfef9ec88bf0d", 26_421_880, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888", 3),
        Clothes("train-labels", "25c81989df183df01b3e8a0aad5dffbe", 29_515, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9", 1),
        Clothes("t10k-images", "bef4ecab320f06d8554ea6380940ec79", 4_422_102, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b", 3),
        Clothes("t10k-labels", "bb300cfdad3c16e7a12a480ee83cd310", 5_148, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34", 1),
    ]);

    /// <summary>5,620 handwritten digits as 8×8 counts from 0 to 16 (UCI): <c>optdigits.tra</c> and <c>optdigits.tes</c>.</summary>
    public static Source OptDigits { get; } = new("optdigits", "UCI optdigits", "https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits", "CC BY 4.0",
    [
        new("optical+recognition+of+handwritten+digits.zip", "https://archive.ics.uci.edu/static/public/80/optical+recognition+of+handwritten+digits.zip", null, null,
            new("optdigits.tra", "md5:268ce7771f3f15afbc54402478b1d454", 563_639), new("optdigits.tes", "md5:a0339c30a8a5312a1b6f9e5c719dcce5", 264_712)),
    ]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Source> All { get; } = [Cifar10, Cifar100, Svhn, CelebA, ImageNet, NewsGroups, FashionMnist, OptDigits];

    /// <summary>The one of that name, upper and lower case alike.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest and lists all.</exception>
    public static Source Named(string name) => All.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw new ArgumentException(
        $"There is no data set '{name}'; did you mean {Nearest.Of(name, All.Select(s => s.Name))}? Known are {string.Join(", ", All.Select(s => s.Name))}.");

    private static UnpackedFile Batch(string name, string md5) => new($"cifar-10-batches-bin/{name}.bin", $"md5:{md5}", 30_730_000);

    private static SourceFile Clothes(string part, string md5, long size, string decoded, int dimensions)
    {
        var name = $"{part}-idx{dimensions}-ubyte.gz";
        return new(name, $"{Zalando}/{name}", $"md5:{md5}", size) { Mirrors = [$"{ZalandoGit}/{name}"], Decoded = $"sha256:{decoded}" };
    }
}
