namespace Unlearn;

/// <summary>Whether two networks' features of the same samples are alike, whatever rotation or scale separates them.</summary>
public static class Cka
{
    /// <summary>
    /// Linear centred kernel alignment ↑ = ‖YᵀX‖²_F / (‖XᵀX‖_F·‖YᵀY‖_F) of column-centred features, in [0, 1] (Kornblith et al. 2019, eq. 3
    /// with linear kernels): 1 for features equal up to rotation and scale. Compare with that of two Retrains. With few samples and many
    /// features it is biased towards 1. NaN where one side does not vary.
    /// </summary>
    /// <param name="x">[N, …], N ≥ 2, floating-point; other dimensions are flattened.</param>
    /// <param name="y">[N, …].</param>
    /// <exception cref="ArgumentException">Other numbers of samples, fewer than 2, or features that are no floating-point numbers.</exception>
    public static double Linear(Tensor x, Tensor y)
    {
        if (x.dim() < 2 || y.dim() < 2 || x.shape[0] != y.shape[0] || x.shape[0] < 2 || !x.is_floating_point() || !y.is_floating_point())
            throw new ArgumentException($"features are {x.dtype} [{string.Join(", ", x.shape)}] and {y.dtype} [{string.Join(", ", y.shape)}]: needed are floating-point [N, …] of the same N ≥ 2 samples.");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Tensor a = Centred(x), b = Centred(y);                                              // [N, D], [N, E]
        // Over the samples or over the features, whichever is smaller: ‖YᵀX‖² = tr(XXᵀ·YYᵀ).
        if (a.shape[0] < Math.Max(a.shape[1], b.shape[1]))
        {
            Tensor k = a.mm(a.t()), l = b.mm(b.t());                                        // [N, N]
            return ((k * l).sum() / (Norm(k) * Norm(l))).item<double>();
        }
        return (Norm(b.t().mm(a)).square() / (Norm(a.t().mm(a)) * Norm(b.t().mm(b)))).item<double>();
    }

    private static Tensor Centred(Tensor x)
    {
        var flat = x.detach().cpu().flatten(1).to(ScalarType.Float64);                      // [N, D]
        return flat - flat.mean([0], true);
    }

    private static Tensor Norm(Tensor x) => x.square().sum().sqrt();
}
