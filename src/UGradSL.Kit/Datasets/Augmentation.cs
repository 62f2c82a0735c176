using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>
/// Random changes to the images of a training batch, made on the stored pixels, before they are normalised: black enters as black.
/// Each batch is changed as a whole, on its own device, by draws made on the CPU.
/// </summary>
/// <param name="Crop">First; null leaves it out.</param>
/// <param name="Flip">Then; null leaves it out.</param>
public sealed record Augmentation(RandomCrop? Crop = null, HorizontalFlip? Flip = null)
{
    /// <summary>Images stay as they are stored.</summary>
    public static Augmentation None { get; } = new();

    /// <summary>What CIFAR is usually trained with: a crop after 4 pixels of padding, and a flip of every second image.</summary>
    public static Augmentation CropAndFlip { get; } = new(new(), new());

    /// <summary>Whether images stay as they are.</summary>
    [JsonIgnore]
    public bool IsNone => Crop is null && Flip is null;

    /// <summary>The images changed, uint8 [B, C, H, W]; <paramref name="pixels"/> stays as it is. Fresh or an alias; it belongs to the scope that is open.</summary>
    /// <param name="pixels">uint8 [B, C, H, W].</param>
    /// <param name="rng">On the CPU. Per batch it is drawn from for the crop, then for the flip.</param>
    /// <exception cref="ArgumentException">A setting outside its range, or <paramref name="pixels"/> are no images.</exception>
    public Tensor Apply(Tensor pixels, Generator rng)
    {
        Check();
        if (!IsNone && (pixels.dtype != ScalarType.Byte || pixels.dim() != 4))
            throw new ArgumentException($"{pixels.dtype} [{string.Join(", ", pixels.shape)}] cannot be cropped or flipped; that is for images, uint8 [B, C, H, W]: leave augmentation out.");
        using var scope = NewDisposeScope();
        var changed = pixels.alias();
        if (Crop is not null) changed = Crop.Apply(changed, rng);
        if (Flip is not null) changed = Flip.Apply(changed, rng);
        return changed.MoveToOuterDisposeScope(); // [B, C, H, W]
    }

    /// <summary>Refuses settings outside their range, before anything is trained.</summary>
    /// <exception cref="ArgumentException">The value, what is allowed and what to try.</exception>
    public void Check()
    {
        Crop?.Check();
        Flip?.Check();
    }

    /// <inheritdoc/>
    public override string ToString() => IsNone ? "none" : string.Join(", ", ((object?[])[Crop, Flip]).Where(change => change is not null));
}
