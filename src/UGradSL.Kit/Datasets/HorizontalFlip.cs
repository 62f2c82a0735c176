namespace Unlearn;

/// <summary>Each image is mirrored left to right with the same probability (torchvision's <c>RandomHorizontalFlip(p)</c>).</summary>
/// <param name="Probability">Above 0, at most 1.</param>
public sealed record HorizontalFlip(double Probability = 0.5)
{
    /// <summary>uint8 [B, C, H, W], flipped or not. Fresh; it belongs to the scope that is open.</summary>
    internal Tensor Apply(Tensor pixels, Generator rng)
    {
        using var scope = NewDisposeScope();
        var batch = pixels.shape[0];
        var flipped = rand(batch, generator: rng).lt(Probability).to(ScalarType.Int64).SentTo(pixels.device);       // [B], 1 if flipped
        var rows = arange(batch, ScalarType.Int64, pixels.device) + flipped * batch;                                // [B]
        return cat([pixels, pixels.flip(3)]).index_select(0, rows).MoveToOuterDisposeScope(); // faster than where, which is not vectorised for bytes
    }

    /// <summary>Refuses a probability that cannot be meant.</summary>
    /// <exception cref="ArgumentException">Outside (0, 1].</exception>
    internal void Check()
    {
        if (Probability is not (> 0 and <= 1)) throw new ArgumentException($"a flip with probability {Probability}: above 0 and at most 1 is needed (try 0.5), or leave the flip out.");
    }
}
