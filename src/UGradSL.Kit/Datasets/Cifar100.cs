namespace Unlearn;

/// <summary>Which of CIFAR-100's two labels a network learns.</summary>
public enum Cifar100Labels
{
    /// <summary>100 classes.</summary>
    Fine,

    /// <summary>20 super-classes of five classes each.</summary>
    Coarse,
}

/// <summary>
/// CIFAR-100: 60,000 colour photographs of 32×32 pixels in 100 classes, which make up 20 super-classes (Krizhevsky 2009,
/// https://www.cs.toronto.edu/~kriz/cifar.html).
/// </summary>
public static class Cifar100
{
    private static readonly Originals originals = new(Sources.Cifar100, "cifar-100-binary");
    private static readonly CifarFiles format = new(("coarse label", 20), ("fine label", 100));

    /// <summary>Its files and their home.</summary>
    public static Source Source => Sources.Cifar100;

    /// <summary>The 100 classes or the 20 super-classes, in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames(Cifar100Labels labels = Cifar100Labels.Fine) =>
        Byte(labels) == 0 ? Cifar100Names.Coarse : Cifar100Names.Fine;

    /// <summary>Of the 50,000 training images, as published.</summary>
    public static Normalization Normalization { get; } = new([0.5071f, 0.4866f, 0.4409f], [0.2673f, 0.2564f, 0.2762f]);

    /// <summary>
    /// 50,000 training and 10,000 test images from the original binary files, in their order. The label that is not learnt is an annotation:
    /// "superclass" beside fine labels, "subclass" beside coarse ones. The caller disposes it.
    /// </summary>
    /// <param name="labels">Which label is learnt.</param>
    /// <param name="folder">The folder with train.bin and test.bin, or the one above it; null: the data cache.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what the archive holds; the message names file and byte.</exception>
    public static Dataset Load(Cifar100Labels labels = Cifar100Labels.Fine, string? folder = null) => Load(labels, folder, 50_000, 10_000);

    /// <inheritdoc cref="Load(Cifar100Labels, string?)"/>
    /// <param name="labels">As above.</param>
    /// <param name="folder">As above.</param>
    /// <param name="trainCount">How many images train.bin must hold; null: any number.</param>
    /// <param name="testCount">How many images test.bin must hold; null: any number.</param>
    internal static Dataset Load(Cifar100Labels labels, string? folder, int? trainCount, int? testCount)
    {
        var learnt = Byte(labels);
        var place = originals.Folder(folder, "train.bin", "test.bin");
        IReadOnlyList<string>[] names =
        [
            CifarFiles.Names(Path.Combine(place, "coarse_label_names.txt"), Cifar100Names.Coarse),
            CifarFiles.Names(Path.Combine(place, "fine_label_names.txt"), Cifar100Names.Fine),
        ];
        var title = learnt == 0 ? $"{Source.Title}, 20 super-classes" : Source.Title;
        return Dataset.Resident(title, () => Part("train.bin", trainCount), () => Part("test.bin", testCount));

        LabeledData Part(string file, int? count)
        {
            var (images, values) = format.Read([Path.Combine(place, file)], count);
            var other = new Annotation(values[1 - learnt], names[1 - learnt]);
            return new(images, tensor(values[learnt]), names[learnt], Normalization)
            {
                Annotations = new Dictionary<string, Annotation> { [learnt == 0 ? "subclass" : "superclass"] = other },
            };
        }
    }
    /// <summary>Which of a record's two label bytes.</summary>
    private static int Byte(Cifar100Labels labels) => labels switch
    {
        Cifar100Labels.Coarse => 0,
        Cifar100Labels.Fine => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(labels), $"labels are {labels}; choose Fine or Coarse."),
    };
}
