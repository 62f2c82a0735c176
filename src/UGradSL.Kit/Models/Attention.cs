namespace Unlearn;

/// <summary>softmax(q·kᵀ/√d)·v over several heads (Vaswani et al., 2017).</summary>
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
        var (q, k, v) = (Split(query), Split(key), Split(value));
        var read = query.device.type == DeviceType.CPU ? Products(q, k, v, mask, dropout)
            : scaled_dot_product_attention(q, k, v, mask, dropout);                                           // [B, h, M, D/h]
        return read.transpose(1, 2).flatten(2).MoveToOuterDisposeScope();                                     // [B, M, D]
    }

    /// <summary>The same as two batched products: on a CPU, libtorch's fused form multiplies by slower kernels, in bfloat16 above all.</summary>
    private static Tensor Products(Tensor q, Tensor k, Tensor v, Tensor? mask, double drop)
    {
        q = q * (1 / Math.Sqrt(q.shape[3]));                                                                  // [B, h, M, D/h]
        var weights = q.flatten(0, 1).bmm(k.flatten(0, 1).transpose(1, 2)).unflatten(0, q.shape[0], q.shape[1]); // [B, h, M, L]
        if (mask is not null) weights = weights.masked_fill(mask.logical_not(), float.NegativeInfinity);
        weights = weights.softmax(-1);
        if (drop > 0) weights = nn.functional.dropout(weights, drop);
        return weights.flatten(0, 1).bmm(v.flatten(0, 1)).unflatten(0, q.shape[0], q.shape[1]);               // [B, h, M, D/h]
    }

    /// <exception cref="ArgumentException">The heads do not divide the width.</exception>
    public static void Check(int width, int heads)
    {
        if (heads < 1 || width % heads != 0)
            throw new ArgumentException($"{heads} heads do not divide a width of {width}: take {(width % 64 == 0 ? width / 64 : 1)} heads, or another width.");
    }
}
