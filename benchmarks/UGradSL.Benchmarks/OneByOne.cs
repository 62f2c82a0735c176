namespace Unlearn.Benchmarks;

/// <summary>The same work without batches: what the loader is compared with. Both are given their random numbers for nothing.</summary>
internal sealed class OneByOne(LabeledData data) : IDisposable
{
    private const int Padding = 4;

    private readonly Random random = new(0);
    private readonly Tensor mean = tensor(data.Normalization!.Mean.ToArray()).view(-1, 1, 1);
    private readonly Tensor std = tensor(data.Normalization!.Std.ToArray()).view(-1, 1, 1);
    private readonly byte[] pixels = ((ResidentSamples)data.Inputs).Tensor.data<byte>().ToArray();

    /// <summary>The naive loop: each image is taken, cropped, flipped and normalised by tensor operations of its own, then all are stacked.</summary>
    public void Tensors()
    {
        using var scope = NewDisposeScope();
        var images = ((ResidentSamples)data.Inputs).Tensor;
        var (height, width) = (images.shape[2], images.shape[3]);
        List<Tensor> changed = [];
        List<long> labels = [];
        for (var b = 0; b < Pixels.Batch; b++)
        {
            var i = random.Next(data.Count);
            var image = pad(images[i], [Padding, Padding, Padding, Padding]); // [C, H + 2P, W + 2P]
            image = image.narrow(1, random.Next(2 * Padding + 1), height).narrow(2, random.Next(2 * Padding + 1), width);
            if (random.Next(2) == 0) image = image.flip(2);
            changed.Add(image.to(ScalarType.Float32).div_(255).sub_(mean).div_(std));
            labels.Add(data.Labels[i].item<long>());
        }
        stack(changed);  // [B, C, H, W]
        tensor(labels);  // [B]
    }

    /// <summary>Plain C#, one pixel after the other, on one thread, into one tensor: no operation of libtorch but the last.</summary>
    public void Bytes()
    {
        using var scope = NewDisposeScope();
        var (channels, height, width) = ((int)data.Inputs.Shape[0], (int)data.Inputs.Shape[1], (int)data.Inputs.Shape[2]);
        var normalization = data.Normalization!;
        var x = new float[Pixels.Batch * channels * height * width];
        var y = new long[Pixels.Batch];
        var at = 0;
        for (var b = 0; b < Pixels.Batch; b++)
        {
            var i = random.Next(data.Count);
            var (top, left, flipped) = (random.Next(2 * Padding + 1) - Padding, random.Next(2 * Padding + 1) - Padding, random.Next(2) == 0);
            for (var c = 0; c < channels; c++)
            {
                var (mean, std, plane) = (normalization.Mean[c], normalization.Std[c], (i * channels + c) * height * width);
                for (var row = top; row < top + height; row++)
                    for (var step = 0; step < width; step++)
                    {
                        var column = left + (flipped ? width - 1 - step : step);
                        var inside = (uint)row < (uint)height && (uint)column < (uint)width;
                        x[at++] = ((inside ? pixels[plane + row * width + column] : 0) / 255f - mean) / std;
                    }
            }
            y[b] = random.Next(10);
        }
        tensor(x).view(Pixels.Batch, channels, height, width); // [B, C, H, W]
        tensor(y);                                             // [B]
    }

    public void Dispose()
    {
        mean.Dispose();
        std.Dispose();
    }
}
