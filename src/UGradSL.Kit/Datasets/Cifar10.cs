namespace Unlearn;

/// <summary>
/// CIFAR-10: 60,000 colour photographs of 32×32 pixels in ten classes (Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html).
/// </summary>
public static class Cifar10
{
    private static readonly Originals originals = new(Sources.Cifar10, "cifar-10-batches-bin");
    private static readonly CifarFiles format = new(("label", 10));

    /// <summary>Its files and their home.</summary>
    public static Source Source => Sources.Cifar10;

    /// <summary>The ten classes in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Of the 50,000 training images, as published.</summary>
    public static Normalization Normalization { get; } = new([0.4914f, 0.4822f, 0.4465f], [0.2470f, 0.2435f, 0.2616f]);

    /// <summary>50,000 training and 10,000 test images from the original binary files, in their order. The caller disposes it.</summary>
    /// <param name="folder">The folder with data_batch_1.bin to data_batch_5.bin and test_batch.bin, or the one above it; null: the data cache.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what the archive holds; the message names file and byte.</exception>
    public static Dataset Load(string? folder = null) => Load(folder, each: 10_000);

    /// <inheritdoc cref="Load(string?)"/>
    /// <param name="folder">As above.</param>
    /// <param name="each">How many images each file must hold; null: any number.</param>
    internal static Dataset Load(string? folder, int? each)
    {
        string[] train = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")];
        var place = originals.Folder(folder, [.. train, "test_batch.bin"]);
        var names = CifarFiles.Names(Path.Combine(place, "batches.meta.txt"), ClassNames);
        return Dataset.Resident(Source.Title, () => Part(train), () => Part("test_batch.bin"));

        LabeledData Part(params string[] files)
        {
            var (images, labels) = format.Read([.. files.Select(file => Path.Combine(place, file))], each);
            return new(images, tensor(labels[0]), names, Normalization);
        }
    }
}
