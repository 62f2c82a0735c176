namespace Unlearn;

/// <summary>Which images of SVHN a network is trained on; it is always tested on the test part.</summary>
public enum SvhnTraining
{
    /// <summary>The 73,257 of the training part, as nearly everyone does.</summary>
    Train,

    /// <summary>The 531,131 easier ones of the extra part.</summary>
    Extra,

    /// <summary>Both, the training part first.</summary>
    TrainAndExtra,
}

/// <summary>
/// SVHN, Street View House Numbers: colour photographs of single digits, cropped to 32×32 pixels (Netzer et al. 2011,
/// http://ufldl.stanford.edu/housenumbers). The files call digit 0 class 10; here labels are the digits.
/// </summary>
public static class Svhn
{
    private static readonly Originals originals = new(Sources.Svhn, null);

    /// <summary>Its files and their home.</summary>
    public static Source Source => Sources.Svhn;

    /// <summary>The ten digits.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>Of the 73,257 images of the training part, as published.</summary>
    public static Normalization Normalization { get; } = new([0.4377f, 0.4438f, 0.4728f], [0.1980f, 0.2010f, 0.1970f]);

    /// <summary>The original MATLAB files, in their order, with 26,032 images to test on. The caller disposes it.</summary>
    /// <param name="training">Which images are trained on.</param>
    /// <param name="folder">The folder with train_32x32.mat, test_32x32.mat and extra_32x32.mat, as far as they are needed; null: the data cache.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what its home publishes; the message names file and byte.</exception>
    public static Dataset Load(SvhnTraining training = SvhnTraining.Train, string? folder = null) => Load(training, folder, 73_257, 531_131, 26_032);

    /// <inheritdoc cref="Load(SvhnTraining, string?)"/>
    /// <param name="training">As above.</param>
    /// <param name="folder">As above.</param>
    /// <param name="train">How many images train_32x32.mat must hold; null: any number.</param>
    /// <param name="extra">How many images extra_32x32.mat must hold; null: any number.</param>
    /// <param name="test">How many images test_32x32.mat must hold; null: any number.</param>
    internal static Dataset Load(SvhnTraining training, string? folder, int? train, int? extra, int? test)
    {
        (string Name, int? Count)[] parts = training switch
        {
            SvhnTraining.Train => [("train_32x32.mat", train)],
            SvhnTraining.Extra => [("extra_32x32.mat", extra)],
            SvhnTraining.TrainAndExtra => [("train_32x32.mat", train), ("extra_32x32.mat", extra)],
            _ => throw new ArgumentOutOfRangeException(nameof(training), $"training is {training}; choose Train, Extra or TrainAndExtra."),
        };
        var place = originals.Folder(folder, [.. parts.Select(part => part.Name), "test_32x32.mat"]);
        return Dataset.Resident(Source.Title, () => Part(parts), () => Part(("test_32x32.mat", test)));

        LabeledData Part(params (string Name, int? Count)[] files)
        {
            var (images, labels) = SvhnFiles.Read([.. files.Select(file => (Path.Combine(place, file.Name), file.Count))]);
            return new(images, tensor(labels), ClassNames, Normalization);
        }
    }

    /// <summary>
    /// The first 10,000 images of the test part alone, split by seed 0 as <see cref="LoadSplit"/> does: 8,000 to train on and 2,000 to test on. Small
    /// enough for a laptop, and not the published split: say so with every result. The caller disposes it.
    /// </summary>
    /// <param name="folder">The folder with test_32x32.mat, or with its first 10,000 images as test_32x32_first10000.mat; null: the data cache.</param>
    /// <exception cref="FileNotFoundException">Neither file is there.</exception>
    /// <exception cref="InvalidDataException">The file is not of SVHN's layout, or holds fewer images; the message names file and byte.</exception>
    public static Dataset LoadTestSplit(string? folder = null)
    {
        var part = Path.Combine(folder ?? DataCache.Folder(Source), "test_32x32_first10000.mat");
        var path = File.Exists(part) ? part : Path.Combine(originals.Folder(folder, "test_32x32.mat"), "test_32x32.mat");
        return Split(path, 10_000, 8_000, 0);
    }

    /// <summary>
    /// One file split in two, for where only one is at hand: which images are trained on is drawn from <paramref name="seed"/> without regard
    /// to their classes, and both parts keep the order of the file. It is not the published split: say so with every result. The caller
    /// disposes it.
    /// </summary>
    /// <param name="path">A .mat file of SVHN's layout.</param>
    /// <param name="trainCount">How many images to train on; the rest are tested on.</param>
    /// <param name="seed">Draws them.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of the two parts would be empty.</exception>
    /// <exception cref="InvalidDataException">The file is not of SVHN's layout; the message names file and byte.</exception>
    public static Dataset LoadSplit(string path, int trainCount = 8_000, int seed = 0) => Split(path, null, trainCount, seed);

    /// <param name="path">As above.</param>
    /// <param name="count">How many images to take, the first of the file; null: all.</param>
    /// <param name="trainCount">As above.</param>
    /// <param name="seed">As above.</param>
    internal static Dataset Split(string path, int? count, int trainCount, int seed)
    {
        using var scope = NewDisposeScope();
        var (images, labels) = SvhnFiles.Read([(path, null)]); // [N, 3, 32, 32]
        if (count > labels.Length)
            throw new InvalidDataException($"{path} holds {labels.Length} images where the first {count} are wanted; fetch the file again.");
        if (count is { } first) labels = labels[..first];
        if (trainCount < 1 || trainCount >= labels.Length)
            throw new ArgumentOutOfRangeException(
                nameof(trainCount), $"{trainCount} images to train on of {labels.Length} in {path}: choose 1 to {labels.Length - 1}.");
        var order = Draw.Order(labels.Length, seed, "split");
        var title = $"SVHN, {(count is null ? Path.GetFileName(path) : $"the first {count:N0} test images")} split by seed {seed}";
        return Dataset.Resident(title, () => Part(order[..trainCount]), () => Part(order[trainCount..]));

        LabeledData Part(long[] rows)
        {
            Array.Sort(rows);
            return new(images.index_select(0, tensor(rows)), tensor(rows.Select(i => labels[i]).ToArray()), ClassNames, Normalization);
        }
    }
}
