namespace Unlearn;

/// <summary>
/// UCI's optical recognition of handwritten digits: 5,620 grey images of 8×8 pixels by 43 people (Alpaydin and Kaynak 1998,
/// https://doi.org/10.24432/C50P49). Each pixel counts the inked ones, 0 to 16, of a block of 4×4 of a scan; here it is the count times
/// 255/16, rounded, so that full ink is white as in other sets: the count is (16·v + 127)/255, rounded down.
/// </summary>
public static class OptDigits
{
    private static readonly Originals originals = new(Sources.OptDigits, null);

    /// <summary>Its files and their home.</summary>
    public static Source Source => Sources.OptDigits;

    /// <summary>The ten digits.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>Of the 3,823 training images as they are here; nobody publishes it.</summary>
    public static Normalization Normalization { get; } = new([0.3078f], [0.3771f]);

    /// <summary>3,823 training and 1,797 test images, uint8 [N, 1, 8, 8], in the order of the files. The caller disposes it.</summary>
    /// <param name="folder">The folder with optdigits.tra and optdigits.tes; null: the data cache.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is not what its home publishes; the message names file and byte.</exception>
    public static Dataset Load(string? folder = null) => Load(folder, 3_823, 1_797);

    /// <inheritdoc cref="Load(string?)"/>
    /// <param name="folder">As above.</param>
    /// <param name="trainCount">How many images optdigits.tra must hold; null: any number.</param>
    /// <param name="testCount">How many images optdigits.tes must hold; null: any number.</param>
    internal static Dataset Load(string? folder, int? trainCount, int? testCount)
    {
        var place = originals.Folder(folder, "optdigits.tra", "optdigits.tes");
        return Dataset.Resident(Source.Name, () => Part("optdigits.tra", trainCount), () => Part("optdigits.tes", testCount));

        LabeledData Part(string file, int? count)
        {
            using var stream = File.OpenRead(Path.Combine(place, file));
            var (pixels, labels) = OptDigitsText.Read(stream, Path.Combine(place, file), count);
            return new(tensor(pixels, ScalarType.Byte).view(-1, 1, 8, 8), tensor(labels), ClassNames, Normalization); // [N, 1, 8, 8], [N]
        }
    }
}
