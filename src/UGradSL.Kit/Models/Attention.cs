namespace Unlearn;

/// <summary>softmax(q·kᵀ/√d)·v over several heads (Vaswani et al., 2017), fused by libtorch.</summary>
internal static class Attention
{
    /// <summary>[B, M, D], the heads side by side; it belongs to the scope that is open.</summary>
    /// <param name="query">[B, M, D].</param>
    /// <param name="key">[B, L, D].</param>
    /// <param name="value">[B, L, D].</param>
    /// <param name="heads">h, which divides D.</param>
    /// <param name="mask">bool, broadcast to [B, h, M, L]: false hides a position; null hides none.</param>
    /// <param name="dropout">Share of the attention weights that is dropped; 0 in evaluation.</param>
    public static Tensor Of(Tensor query, Tensor key, Tensor value, int heads, Tensor? mask = null, double dropout = 0)
    {
        using var scope = NewDisposeScope();
        Tensor Split(Tensor x) => x.unflatten(2, heads, -1).transpose(1, 2);                                  // [B, h, ·, D/h]
        var read = scaled_dot_product_attention(Split(query), Split(key), Split(value), mask, dropout);       // [B, h, M, D/h]
        return read.transpose(1, 2).flatten(2).MoveToOuterDisposeScope();                                     // [B, M, D]
    }

    /// <exception cref="ArgumentException">The heads do not divide the width.</exception>
    public static void Check(int width, int heads)
    {
        if (heads < 1 || width % heads != 0)
            throw new ArgumentException($"{heads} heads do not divide a width of {width}: take {(width % 64 == 0 ? width / 64 : 1)} heads, or another width.");
    }
}
