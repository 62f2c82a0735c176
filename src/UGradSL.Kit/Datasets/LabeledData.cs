using System.Security.Cryptography;

namespace Unlearn;

/// <summary>
/// A set of labelled samples: images, or texts as token ids. Small sets lie whole on one device, large ones in a mapped file
/// (<see cref="Samples"/>); whoever reads batches sees no difference.
/// </summary>
/// <remarks>Owns inputs and labels; dispose it when the study is over.</remarks>
[TypeFormatterSource(typeof(PrintedFormatters), PreferredMimeTypes = [PrintedFormatters.Plain])]
public sealed class LabeledData : IDisposable
{
    /// <summary>Takes ownership of both tensors.</summary>
    /// <param name="inputs">uint8 [N, C, H, W], images; or int64 [N, 2, L], token ids and their mask.</param>
    /// <param name="labels">int64 [N], each in 0..K−1.</param>
    /// <param name="classNames">The K names, in label order.</param>
    /// <param name="normalization">What <see cref="Subset.Batches"/> subtracts and divides by, per channel; null for texts.</param>
    /// <exception cref="ArgumentException">A wrong type or shape, counts that differ, or a label outside 0..K−1.</exception>
    public LabeledData(Tensor inputs, Tensor labels, IReadOnlyList<string> classNames, Normalization? normalization = null)
        : this(new ResidentSamples(inputs), labels, classNames, normalization, HashOf(inputs, labels))
    {
    }

    /// <summary>Takes ownership of inputs and labels.</summary>
    /// <param name="inputs">The N samples.</param>
    /// <param name="labels">int64 [N], each in 0..K−1.</param>
    /// <param name="classNames">The K names, in label order.</param>
    /// <param name="normalization">Per channel; null for texts.</param>
    /// <param name="hash">What <see cref="Hash"/> is known to be, so that a large file is not read whole to be opened.</param>
    /// <exception cref="ArgumentException">Counts that differ, or a label outside 0..K−1.</exception>
    internal LabeledData(Samples inputs, Tensor labels, IReadOnlyList<string> classNames, Normalization? normalization, string hash)
    {
        if (labels.dtype != ScalarType.Int64 || labels.dim() != 1 || labels.shape[0] != inputs.Count)
            throw new ArgumentException($"labels are {labels.dtype} [{string.Join(", ", labels.shape)}] for {inputs.Count} samples; int64 [N] is needed.");
        if (inputs.AreImages != normalization is not null)
            throw new ArgumentException(inputs.AreImages ? "images come without normalization: give mean and deviation of each channel." : "texts have no channels to normalise: leave normalization out.");
        if (normalization is not null && (normalization.Mean.Count != inputs.Shape[0] || normalization.Std.Count != inputs.Shape[0]))
            throw new ArgumentException($"{inputs.Shape[0]} channels, but {normalization.Mean.Count} means and {normalization.Std.Count} deviations: give one each.");
        (Inputs, Labels, ClassNames, Normalization) = (inputs, labels, classNames, normalization);

        using var scope = NewDisposeScope();
        LabelsOnHost = labels.cpu().data<long>().ToArray();
        if (Array.FindIndex(LabelsOnHost, y => y < 0 || y >= classNames.Count) is var wrong and >= 0)
            throw new ArgumentException($"label {LabelsOnHost[wrong]} of sample {wrong} is outside 0..{classNames.Count - 1}: name every class, or correct the label.");
        Hash = hash;
    }

    /// <summary>The N samples.</summary>
    public Samples Inputs { get; }

    /// <summary>int64 [N].</summary>
    public Tensor Labels { get; }

    /// <summary>The K class names, in label order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Per-channel mean and deviation of the training pixels, in units of full scale (255); null for texts.</summary>
    public Normalization? Normalization { get; }

    /// <summary>What else is known of each sample, by name: "subclass", "identity". It is not part of <see cref="Hash"/>.</summary>
    /// <exception cref="ArgumentException">An annotation of another length than the set.</exception>
    public IReadOnlyDictionary<string, Annotation> Annotations
    {
        get;
        init => field = value.FirstOrDefault(a => a.Value.Values.Count != Count) is { Key: { } name } wrong
            ? throw new ArgumentException($"annotation '{name}' has {wrong.Value.Values.Count} values for {Count} samples: give one each.")
            : value;
    } = new Dictionary<string, Annotation>();

    /// <summary>SHA-256 of the inputs and the labels, lower-case hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>N.</summary>
    public int Count => LabelsOnHost.Length;

    /// <summary>K.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>The labels again, in host memory, for splitting.</summary>
    internal long[] LabelsOnHost { get; }

    /// <summary>All of it, in order.</summary>
    public Subset All => new(this, [.. Enumerable.Range(0, Count).Select(i => (long)i)]);

    /// <summary>A resident copy on <paramref name="device"/>; the caller disposes it.</summary>
    public LabeledData To(torch.Device device) =>
        new(new ResidentSamples(Inputs.All(device)), Labels.to(device, copy: true), ClassNames, Normalization, Hash) { Annotations = Annotations };

    /// <inheritdoc/>
    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Count:N0} {(Inputs.AreImages ? "images" : "texts")} [{string.Join(", ", Inputs.Shape)}] of {Classes} classes";

    private static string HashOf(Tensor inputs, Tensor labels)
    {
        using var scope = NewDisposeScope();
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(inputs.cpu().contiguous().bytes);
        sha.AppendData(labels.cpu().contiguous().bytes);
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}

/// <summary>Something known of every sample of a set besides its label.</summary>
/// <param name="Values">One number a sample, in the order of the set.</param>
/// <param name="Names">The names of 0, 1, 2, …, where they have any.</param>
public sealed record Annotation(IReadOnlyList<long> Values, IReadOnlyList<string>? Names = null);

/// <summary>A data set as it is published: a training part and a test part of the same classes.</summary>
/// <param name="Name">As the field writes it: "Fashion-MNIST".</param>
/// <param name="Train">The training part.</param>
/// <param name="Test">The test part.</param>
[TypeFormatterSource(typeof(PrintedFormatters), PreferredMimeTypes = [PrintedFormatters.Plain])]
public sealed record Dataset(string Name, LabeledData Train, LabeledData Test) : IDisposable
{
    /// <summary>The class names, in label order.</summary>
    public IReadOnlyList<string> ClassNames => Train.ClassNames;

    /// <summary>The first <paramref name="train"/> training and <paramref name="test"/> test samples, for a quick look; the caller disposes it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More samples than there are, or none.</exception>
    public Dataset First(int train, int test) => new(Name, First(Train, train), First(Test, test));

    /// <summary>Both parts, whose tensors belong to the scope that is open in the functions: where the second fails, the first is not left behind.</summary>
    internal static Dataset Resident(string name, Func<LabeledData> train, Func<LabeledData> test)
    {
        using var scope = NewDisposeScope();
        var data = new Dataset(name, train(), test());
        scope.Detach(((ResidentSamples)data.Train.Inputs).Tensor, data.Train.Labels, ((ResidentSamples)data.Test.Inputs).Tensor, data.Test.Labels);
        return data;
    }

    private static LabeledData First(LabeledData data, int count)
    {
        if (count < 1 || count > data.Count)
            throw new ArgumentOutOfRangeException(nameof(count), $"{count} samples asked for; there are {data.Count}: ask for 1 to {data.Count}.");
        using var scope = NewDisposeScope();
        var rows = arange(count, ScalarType.Int64, device: data.Inputs.Device); // [count]
        var (inputs, labels) = (data.Inputs.Gather(rows), data.Labels.narrow(0, 0, count).clone());
        var first = new LabeledData(inputs.DetachFromDisposeScope(), labels.DetachFromDisposeScope(), data.ClassNames, data.Normalization)
        {
            Annotations = data.Annotations.ToDictionary(a => a.Key, a => a.Value with { Values = [.. a.Value.Values.Take(count)] }),
        };
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
