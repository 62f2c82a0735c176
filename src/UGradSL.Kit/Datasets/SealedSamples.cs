namespace Unlearn;

/// <summary>Samples that may be counted and not looked at: whoever reads one is refused.</summary>
internal sealed class SealedSamples(Samples inside, string reason) : Samples
{
    /// <inheritdoc/>
    public override int Count => inside.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<long> Shape => inside.Shape;

    /// <inheritdoc/>
    public override ScalarType Type => inside.Type;

    /// <inheritdoc/>
    public override torch.Device Device => inside.Device;

    /// <summary>The set with its test samples sealed; it shares all tensors with <paramref name="data"/>, which stays their owner.</summary>
    public static Dataset TestOf(Dataset data, string reason) => data with
    {
        Test = new(new SealedSamples(data.Test.Inputs, reason), data.Test.Labels, data.ClassNames, data.Test.Normalization, data.Test.Hash) { Annotations = data.Test.Annotations },
    };

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override Tensor Gather(Tensor rows) => throw new InvalidOperationException(reason);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override Tensor All(torch.Device device) => throw new InvalidOperationException(reason);

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
