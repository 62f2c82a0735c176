namespace Unlearn;

/// <summary>Images of fewer pixels, for what is asked a thousand times over.</summary>
public static class CoarserImages
{
    /// <summary>Each square of <paramref name="by"/>×<paramref name="by"/> pixels as its mean, rounded. Labels, names and normalisation stay. A copy: the caller disposes it.</summary>
    /// <param name="data">Images in memory; stays as it is.</param>
    /// <param name="by">At least 1, and no more than an image has.</param>
    /// <exception cref="ArgumentException">No images, or a square that does not fit.</exception>
    public static Dataset Coarser(this Dataset data, int by) => Dataset.Resident(data.Name, () => Of(data.Train, by), () => Of(data.Test, by));

    private static LabeledData Of(LabeledData data, int by)
    {
        if (!data.Inputs.AreImages || by < 1 || by > data.Inputs.Shape[^1] || by > data.Inputs.Shape[^2])
            throw new ArgumentException($"{data} by squares of {by}: images of at least {by}×{by} pixels are needed.");
        using var scope = NewDisposeScope();
        var pixels = data.Inputs.All(data.Inputs.Device);                                                      // [N, C, H, W]
        var coarse = avg_pool2d(pixels.to(ScalarType.Float32), by).round().to(ScalarType.Byte);  // [N, C, H/by, W/by]
        return new(coarse.MoveToOuterDisposeScope(), data.Labels.clone().MoveToOuterDisposeScope(), data.ClassNames, data.Normalization);
    }
}
