namespace Unlearn;

/// <summary>Images as they lie in a file: pixels [Count, Height, Width], row by row, and one label an image.</summary>
internal record RawImages(byte[] Pixels, byte[] Labels, int Count, int Height, int Width);

/// <summary>
/// Fashion-MNIST: 28×28 grey pictures of clothes in ten classes (Xiao, Rasul and Vollgraf 2017, https://arxiv.org/abs/1708.07747). The kit
/// carries 12,000 training and 2,000 test images of it; the whole set, 60,000 and 10,000, is read from a folder.
/// </summary>
public static class FashionMnist
{
    /// <summary>The mean of the carried training pixels, scaled to [0, 1].</summary>
    public const float Mean = 0.2865f;

    /// <summary>The standard deviation of the carried training pixels, scaled to [0, 1].</summary>
    public const float Std = 0.3539f;

    /// <summary>Of the 60,000 training images of the whole set, as published.</summary>
    public static Normalization Normalization { get; } = new([0.2860f], [0.3530f]);

    /// <summary>The ten classes in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>The whole set's home.</summary>
    public static Source Source => Sources.FashionMnist;

    /// <summary>12,000 training and 2,000 test images, balanced, from inside this assembly. The caller disposes it.</summary>
    public static Dataset Embedded() => Resident(ReadEmbedded(), new([Mean], [Std]));

    /// <summary>The whole set from a folder with the four files under their usual names, gzipped or not. The caller disposes it.</summary>
    /// <param name="folder">Where they are, /usr/share/datasets/fashion-mnist by Debian's dataset-fashion-mnist; null: the data cache.</param>
    /// <exception cref="FileNotFoundException">One of the four is not in <paramref name="folder"/>.</exception>
    /// <exception cref="InvalidDataException">A file is corrupt, or images and labels do not fit each other.</exception>
    public static Dataset Load(string? folder = null) => Resident(ReadFolder(folder ?? DataCache.Folder(Source)), Normalization);

    private static Dataset Resident((RawImages Train, RawImages Test) raw, Normalization normalization)
    {
        return Dataset.Resident(Source.Title, () => Part(raw.Train), () => Part(raw.Test));

        LabeledData Part(RawImages part) => new(
            tensor(part.Pixels, ScalarType.Byte).view(part.Count, 1, part.Height, part.Width), // [N, 1, 28, 28]
            tensor(part.Labels, ScalarType.Byte).to(ScalarType.Int64),                         // [N]
            ClassNames, normalization);
    }

    /// <summary>The images inside this assembly: the first 1,200 and 200 of each class, in file order.</summary>
    internal static (RawImages Train, RawImages Test) ReadEmbedded() => (Read("train", Resource), Read("t10k", Resource));

    /// <summary>The whole set from the four files under their usual names, gzipped or not.</summary>
    /// <exception cref="FileNotFoundException">One of the four is not in <paramref name="folder"/>.</exception>
    /// <exception cref="InvalidDataException">A file is corrupt, or images and labels do not fit each other.</exception>
    internal static (RawImages Train, RawImages Test) ReadFolder(string folder)
    {
        (Stream, string) Find(string name)
        {
            var plain = Path.Combine(Path.GetFullPath(folder), name);
            var found = File.Exists(plain) ? plain : plain + ".gz";
            return File.Exists(found) ? (File.OpenRead(found), found) : throw new FileNotFoundException(
                $"{plain} is missing, with and without .gz. Fashion-MNIST is the four files train-images-idx3-ubyte, train-labels-idx1-ubyte, "
                + "t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte in one folder: run `ugradsl fetch fashion-mnist`, or give that folder "
                + "(Debian's package dataset-fashion-mnist puts them in /usr/share/datasets/fashion-mnist).", plain);
        }
        return (Read("train", Find), Read("t10k", Find));
    }

    private static RawImages Read(string part, Func<string, (Stream Stream, string Name)> open)
    {
        var (imageFile, imageName) = open($"{part}-images-idx3-ubyte");
        using var openedImages = imageFile;
        var (labelFile, labelName) = open($"{part}-labels-idx1-ubyte");
        using var openedLabels = labelFile;

        var (pixels, count, height, width) = Idx.ReadImages(imageFile, imageName);
        var labels = Idx.ReadLabels(labelFile, labelName);
        if (labels.Length != count)
            throw new InvalidDataException($"{imageName} holds {count} images and {labelName} {labels.Length} labels; take both from one source.");
        if ((height, width) != (28, 28))
            throw new InvalidDataException($"{imageName} holds images of {height}×{width} pixels; those of Fashion-MNIST are 28×28.");
        var foreign = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)9);
        if (foreign >= 0)
            throw new InvalidDataException($"{labelName}, byte {8 + foreign}: the label is {labels[foreign]}; those of Fashion-MNIST are 0 to 9.");
        return new(pixels, labels, count, height, width);
    }

    private static (Stream, string) Resource(string name) =>
        (typeof(FashionMnist).Assembly.GetManifestResourceStream($"FashionMnist/{name}.gz")!, $"{name}.gz in the kit");
}
