namespace Unlearn;

/// <summary>How the numbers of images lie in memory.</summary>
internal static class MemoryOrder
{
    /// <summary>The same numbers in the order [B, H, W, C] in memory, which convolutions are fastest on. Fresh or an alias; it belongs to the scope that is open.</summary>
    /// <param name="x">[B, C, H, W].</param>
    public static Tensor ChannelsLast(this Tensor x) => x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2); // [B, C, H, W]

    /// <summary>A batch as networks take it: images <see cref="ChannelsLast"/>, texts as they are.</summary>
    /// <param name="x">[B, C, H, W] or [B, …].</param>
    public static Tensor AsTaken(this Tensor x) => x.dim() == 4 ? x.ChannelsLast() : x;
}
