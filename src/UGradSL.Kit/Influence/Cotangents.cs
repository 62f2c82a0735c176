namespace Unlearn;

/// <summary>Gradients of losses with respect to logits z [B, K] for labels y [B], each [B, K] and without a graph.</summary>
internal static class Cotangents
{
    /// <summary>Of ℓ(h, (x, y)): p − e_y.</summary>
    public static Tensor CrossEntropy(Tensor z, Tensor y) => softmax(z, 1) - Hot(z, y);

    /// <summary>Of the mean of ℓ(h, (x, y′)) over the other labels, the paper's c: p − (1 − e_y)/(K − 1).</summary>
    public static Tensor OtherLabels(Tensor z, Tensor y) => softmax(z, 1) - (1 - Hot(z, y)) / (z.shape[1] - 1);

    /// <summary>Of their difference, c − b: e_y − (1 − e_y)/(K − 1), whatever the network says.</summary>
    public static Tensor Smoothing(Tensor z, Tensor y)
    {
        var hot = Hot(z, y); // [B, K]
        return hot - (1 - hot) / (z.shape[1] - 1);
    }

    private static Tensor Hot(Tensor z, Tensor y) => one_hot(y, z.shape[1]).to(z.dtype); // [B, K]
}
