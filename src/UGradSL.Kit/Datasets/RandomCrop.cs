namespace Unlearn;

/// <summary>
/// Each image is framed in black and cut to its old size at a place of its own, each of the (2·padding + 1)² places alike
/// (torchvision's <c>RandomCrop(size, padding)</c>).
/// </summary>
/// <param name="Padding">Pixels of frame at each side, at least 1.</param>
public sealed record RandomCrop(int Padding = 4)
{
    /// <summary>uint8 [B, C, H, W], cropped. Fresh; it belongs to the scope that is open.</summary>
    internal Tensor Apply(Tensor pixels, Generator rng)
    {
        using var scope = NewDisposeScope();
        var (batch, channels, height, width) = (pixels.shape[0], pixels.shape[1], pixels.shape[2], pixels.shape[3]);
        var (tall, wide, device) = (height + 2 * Padding, width + 2 * Padding, pixels.device);
        var corners = randint(2 * Padding + 1, [2, batch], ScalarType.Int64, generator: rng).SentTo(device); // [2, B], row and column in the frame
        var framed = pad(pixels, [Padding, Padding, Padding, Padding]);                                  // [B, C, H + 2P, W + 2P]

        // Every pixel of the frame starts a run of W pixels; these runs overlap in memory, and a row of a crop is one of them.
        var runs = framed.as_strided([framed.numel() - width + 1, width], [1, 1]);                       // [·, W], no copy
        var starts = Steps(batch * channels, tall * wide).view(batch, channels, 1)
            + (corners[0] * wide + corners[1]).view(batch, 1, 1)
            + Steps(height, wide).view(1, 1, height);                                                    // [B, C, H]
        return runs.index_select(0, starts.view(-1)).view(batch, channels, height, width).MoveToOuterDisposeScope();

        Tensor Steps(long count, long step) => arange(count, ScalarType.Int64, device) * step;           // [count]
    }

    /// <summary>Refuses a padding that frames nothing.</summary>
    /// <exception cref="ArgumentException">Below 1.</exception>
    internal void Check()
    {
        if (Padding < 1) throw new ArgumentException($"a crop with {Padding} pixels of padding: at least 1 is needed (try 4), or leave the crop out.");
    }
}
