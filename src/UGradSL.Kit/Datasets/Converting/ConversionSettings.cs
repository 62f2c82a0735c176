namespace Unlearn;

/// <summary>
/// How pictures become a file of equal images. Each is decoded, turned upright by its EXIF orientation, made RGB (grey is repeated, CMYK
/// converted, transparency dropped), and brought to Size × Size by <see cref="ShorterSide"/>. Resizing is Pillow's bilinear filter with
/// antialiasing, to the bit; the offset of a crop is half of what is over, rounded to even, as torchvision's CenterCrop has it.
/// </summary>
/// <param name="Size">Height and width of the images, 1 to 4096 pixels.</param>
public sealed record ConversionSettings(int Size = 64)
{
    /// <summary>
    /// The shorter side is resized to this, the longer one in proportion (rounded down), and the central Size × Size is cut out. 0: the
    /// central square is cut out first and then resized. Null: what is usual for the set: ⌊Size·256/224⌋ for ImageNet, else 0.
    /// </summary>
    public int? ShorterSide { get; init; }

    /// <summary>Pictures decoded at once, 1 or more. The file is the same whatever it is.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether a picture that cannot be decoded is left out, and counted, instead of ending the conversion.</summary>
    public bool SkipBroken { get; init; }

    /// <summary>Share of each class that becomes the test part, where a folder comes without one.</summary>
    public double TestShare { get; init; } = 0.1;

    /// <summary>What that part is drawn from.</summary>
    public int SplitSeed { get; init; }

    /// <summary>Fills in <see cref="ShorterSide"/>.</summary>
    /// <exception cref="ArgumentException">A value outside its range.</exception>
    internal ConversionSettings Checked(int usualShorterSide)
    {
        var shorter = ShorterSide ?? usualShorterSide;
        if (Size is < 1 or > 4096) throw new ArgumentException($"a size of {Size} pixels is outside 1..4096: try 64, or 224 for ImageNet.");
        if (shorter != 0 && (shorter < Size || shorter > 8192))
            throw new ArgumentException($"a shorter side of {shorter} pixels does not hold {Size} × {Size}: it is 0, or {Size} to 8192.");
        if (Workers < 1) throw new ArgumentException($"{Workers} workers convert nothing: give 1 or more, such as {Environment.ProcessorCount}.");
        if (TestShare is not (> 0 and < 1)) throw new ArgumentException($"test share {TestShare} is outside (0, 1): try 0.1.");
        return this with { ShorterSide = shorter };
    }
}

/// <summary>Where a conversion stands.</summary>
/// <param name="Done">Images decoded, those of earlier runs too; or, once all are, images checked.</param>
/// <param name="Total">All of them.</param>
/// <param name="Skipped">Pictures that could not be decoded.</param>
/// <param name="Sealing">Whether all are decoded, and the file's hash is computed.</param>
/// <param name="ImagesPerSecond">Of this run and stage.</param>
public readonly record struct ConversionProgress(int Done, int Total, int Skipped, bool Sealing, double ImagesPerSecond)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{(Sealing ? "checked" : "converted")} {Done:N0} of {Total:N0} images · {ImagesPerSecond:N0} images/s"
        + (Done < Total && ImagesPerSecond > 0 ? $" · {Duration.Text(TimeSpan.FromSeconds((Total - Done) / ImagesPerSecond))} left" : "")
        + (Skipped > 0 ? $" · {Skipped:N0} skipped" : "");
}
