namespace Unlearn;

/// <summary>x ↦ (x/255 − mean)/std, per channel.</summary>
/// <param name="Mean">Mean of the training pixels, in 0..1.</param>
/// <param name="Std">Standard deviation of the training pixels, in the same unit.</param>
public sealed record Normalization(IReadOnlyList<float> Mean, IReadOnlyList<float> Std)
{
    /// <summary>
    /// Mean and deviation (divided by the count) of every pixel of <paramref name="data"/>, per channel. The pixels are counted by value in
    /// integers and only the 256 counts are summed, in float64, so that the batches and their order change no bit.
    /// </summary>
    /// <exception cref="ArgumentException">Texts, which have no channels, or no image at all.</exception>
    public static Normalization Of(LabeledData data)
    {
        if (!data.Inputs.AreImages || data.Count == 0)
            throw new ArgumentException($"{data} have no pixels to take the mean of: give at least one image.", nameof(data));
        using var scope = NewDisposeScope();
        var (channels, device) = (data.Inputs.Shape[0], data.Inputs.Device);
        var histogram = zeros(channels, 256, ScalarType.Int64, device); // [C, 256]
        var size = (int)Math.Max(1, (16 << 20) / data.Inputs.Shape.Aggregate((a, b) => a * b));
        for (var start = 0; start < data.Count; start += size)
        {
            using var step = NewDisposeScope();
            var rows = arange(start, Math.Min(start + size, data.Count), ScalarType.Int64, device);
            var pixels = data.Inputs.Gather(rows); // [B, C, H, W]
            for (var c = 0; c < channels; c++)
                histogram[c].add_(pixels.select(1, c).flatten().bincount(null, minlength: 256)); // [256]
        }
        var counts = histogram.cpu().data<long>().ToArray();
        var (means, stds) = (new float[channels], new float[channels]);
        foreach (var (c, channel) in counts.Chunk(256).Index())
        {
            double n = channel.Sum();
            var mean = channel.Index().Sum(v => (double)v.Index * v.Item) / n;
            var variance = channel.Index().Sum(v => Math.Pow(v.Index - mean, 2) * v.Item) / n;
            (means[c], stds[c]) = ((float)(mean / 255), (float)(Math.Sqrt(variance) / 255));
        }
        return new(means, stds);
    }

    /// <summary>float32 [B, C, H, W] of uint8 <paramref name="pixels"/> [B, C, H, W]. Fresh; it belongs to the scope that is open.</summary>
    public Tensor Apply(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var mean = tensor(Mean.ToArray(), device: pixels.device).view(1, -1, 1, 1);
        var std = tensor(Std.ToArray(), device: pixels.device).view(1, -1, 1, 1);
        return pixels.to(ScalarType.Float32).div_(255).sub_(mean).div_(std).MoveToOuterDisposeScope(); // [B, C, H, W]
    }
}
