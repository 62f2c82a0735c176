using System.Security.Cryptography;

namespace Unlearn;

/// <summary>A set of labelled images, whole, on one device: two tensors, and nothing is read again.</summary>
/// <remarks>Owns both tensors; dispose it when the study is over.</remarks>
public sealed class LabeledData : IDisposable
{
    /// <summary>Takes ownership of both tensors.</summary>
    /// <param name="images">uint8 [N, C, H, W].</param>
    /// <param name="labels">int64 [N], each in 0..K−1.</param>
    /// <param name="classNames">The K names, in label order.</param>
    /// <param name="normalization">What <see cref="Subset.Batches"/> subtracts and divides by, per channel.</param>
    /// <exception cref="ArgumentException">A wrong type or shape, counts that differ, or a label outside 0..K−1.</exception>
    public LabeledData(Tensor images, Tensor labels, IReadOnlyList<string> classNames, Normalization normalization)
    {
        if (images.dtype != ScalarType.Byte || images.dim() != 4)
            throw new ArgumentException($"images are {images.dtype} of {images.dim()} dimensions; uint8 [N, C, H, W] is needed: convert them first.");
        if (labels.dtype != ScalarType.Int64 || labels.dim() != 1 || labels.shape[0] != images.shape[0])
            throw new ArgumentException($"labels are {labels.dtype} [{string.Join(", ", labels.shape)}] for {images.shape[0]} images; int64 [N] is needed.");
        if (normalization.Mean.Count != images.shape[1] || normalization.Std.Count != images.shape[1])
            throw new ArgumentException($"{images.shape[1]} channels, but {normalization.Mean.Count} means and {normalization.Std.Count} deviations: give one each.");
        (Images, Labels, ClassNames, Normalization) = (images, labels, classNames, normalization);

        using var scope = NewDisposeScope();
        LabelsOnHost = labels.cpu().data<long>().ToArray();
        if (Array.FindIndex(LabelsOnHost, y => y < 0 || y >= classNames.Count) is var wrong and >= 0)
            throw new ArgumentException($"label {LabelsOnHost[wrong]} of image {wrong} is outside 0..{classNames.Count - 1}: name every class, or correct the label.");
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(images.cpu().contiguous().bytes);
        sha.AppendData(labels.cpu().bytes);
        Hash = Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>uint8 [N, C, H, W].</summary>
    public Tensor Images { get; }

    /// <summary>int64 [N].</summary>
    public Tensor Labels { get; }

    /// <summary>The K class names, in label order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Per-channel mean and deviation of the training pixels, in units of full scale (255).</summary>
    public Normalization Normalization { get; }

    /// <summary>SHA-256 of the pixels and the labels, lower-case hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>N.</summary>
    public int Count => LabelsOnHost.Length;

    /// <summary>K.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>The labels again, in host memory, for splitting.</summary>
    internal long[] LabelsOnHost { get; }

    /// <summary>All of it, in order.</summary>
    public Subset All => new(this, [.. Enumerable.Range(0, Count).Select(i => (long)i)]);

    /// <summary>A copy on <paramref name="device"/>; the caller disposes it.</summary>
    public LabeledData To(torch.Device device) => new(Images.to(device, copy: true), Labels.to(device, copy: true), ClassNames, Normalization);

    /// <inheritdoc/>
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Count:N0} images [{string.Join(", ", Images.shape.Skip(1))}] of {Classes} classes";
}

/// <summary>x ↦ (x/255 − mean)/std, per channel.</summary>
/// <param name="Mean">Mean of the training pixels, in 0..1.</param>
/// <param name="Std">Standard deviation of the training pixels, in the same unit.</param>
public sealed record Normalization(IReadOnlyList<float> Mean, IReadOnlyList<float> Std);

/// <summary>A data set as it is published: a training part and a test part of the same classes.</summary>
/// <param name="Name">As the field writes it: "Fashion-MNIST".</param>
/// <param name="Train">The training part.</param>
/// <param name="Test">The test part.</param>
public sealed record Dataset(string Name, LabeledData Train, LabeledData Test) : IDisposable
{
    /// <summary>The class names, in label order.</summary>
    public IReadOnlyList<string> ClassNames => Train.ClassNames;

    /// <summary>The first <paramref name="train"/> training and <paramref name="test"/> test images, for a quick look; the caller disposes it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More images than there are, or none.</exception>
    public Dataset First(int train, int test) => new(Name, First(Train, train), First(Test, test));

    private static LabeledData First(LabeledData data, int count)
    {
        if (count < 1 || count > data.Count)
            throw new ArgumentOutOfRangeException(nameof(count), $"{count} images asked for; there are {data.Count}: ask for 1 to {data.Count}.");
        using var scope = NewDisposeScope();
        var first = new LabeledData(data.Images.narrow(0, 0, count).clone(), data.Labels.narrow(0, 0, count).clone(), data.ClassNames, data.Normalization);
        first.Images.DetachFromDisposeScope();
        first.Labels.DetachFromDisposeScope();
        return first;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Train} to train on, {Test.Count:N0} to test on";
}
