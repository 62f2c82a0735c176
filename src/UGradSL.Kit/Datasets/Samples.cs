namespace Unlearn;

/// <summary>Where the inputs of a data set lie, and how some of them are read.</summary>
public abstract class Samples : IDisposable
{
    /// <summary>N.</summary>
    public abstract int Count { get; }

    /// <summary>The shape of one sample: [C, H, W] of an image, [2, L] of a text.</summary>
    public abstract IReadOnlyList<long> Shape { get; }

    /// <summary>Byte for images, Int64 for texts.</summary>
    public abstract ScalarType Type { get; }

    /// <summary>Where <see cref="Gather"/> puts what it reads.</summary>
    public abstract torch.Device Device { get; }

    /// <summary>Whether the samples are images, whose pixels are normalised before a network sees them.</summary>
    public bool AreImages => Type == ScalarType.Byte;

    /// <summary>The samples of these rows, [B, …Shape], as they are stored. Fresh; it belongs to the scope that is open.</summary>
    /// <param name="rows">int64 [B], on <see cref="Device"/>, each in 0..N−1.</param>
    public abstract Tensor Gather(Tensor rows);

    /// <summary>Every sample, [N, …Shape], copied to <paramref name="device"/>. Fresh; it belongs to the scope that is open.</summary>
    public virtual Tensor All(torch.Device device)
    {
        using var scope = NewDisposeScope();
        return Gather(arange(Count, ScalarType.Int64, device: Device)).to(device).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Samples that lie whole on one device, as one tensor.</summary>
public sealed class ResidentSamples : Samples
{
    /// <summary>Takes ownership of the tensor.</summary>
    /// <param name="tensor">uint8 [N, C, H, W], images; or int64 [N, 2, L], token ids and their mask.</param>
    /// <exception cref="ArgumentException">Another type or shape.</exception>
    public ResidentSamples(Tensor tensor)
    {
        var sound = (tensor.dtype == ScalarType.Byte && tensor.dim() == 4) || (tensor.dtype == ScalarType.Int64 && tensor.dim() == 3 && tensor.shape[1] == 2);
        if (!sound)
            throw new ArgumentException($"inputs are {tensor.dtype} [{string.Join(", ", tensor.shape)}]; images are uint8 [N, C, H, W], texts int64 [N, 2, L]: convert them first.");
        Tensor = tensor;
    }

    /// <summary>[N, …Shape].</summary>
    public Tensor Tensor { get; }

    /// <inheritdoc/>
    public override int Count => (int)Tensor.shape[0];

    /// <inheritdoc/>
    public override IReadOnlyList<long> Shape => Tensor.shape[1..];

    /// <inheritdoc/>
    public override ScalarType Type => Tensor.dtype;

    /// <inheritdoc/>
    public override torch.Device Device => Tensor.device;

    /// <inheritdoc/>
    public override Tensor Gather(Tensor rows) => Tensor.index_select(0, rows);

    /// <inheritdoc/>
    public override Tensor All(torch.Device device) => Tensor.to(device, copy: true);

    /// <inheritdoc/>
    public override void Dispose() => Tensor.Dispose();
}
