namespace Unlearn;

/// <summary>
/// A preconditioner for the Hessian of ridge softmax regression, H = Σ (diag p − ppᵀ) ⊗ xxᵀ + ρI, where it is too large to be written
/// down: its diagonal blocks, one a class, B_k = Σ p_k(1 − p_k)·xxᵀ + ρI. Vectors that are the same for every class H multiplies by ρ
/// exactly; on all others, Q the projection to Σ_k = 0, the eigenvalues of Q·B⁻¹·Q·H are near 1 to 2 (all equal for K = 2). So
/// M⁻¹ = Q·B⁻¹·Q + (I − Q)/ρ.
/// </summary>
internal sealed class SoftmaxBlocks : IDisposable
{
    private const int Rows = 8192;

    private Tensor? blocks;  // float64 [K, d, d], without ρ
    private Tensor? inverse; // float64 [K, d, d], of `at`
    private double at = double.NaN;

    /// <summary>Parameters up to which dense matrices are as fast.</summary>
    public const int Dense = 1500;

    /// <summary>Products since the blocks were made: where they are many, the blocks are of another θ, and making them again costs less.</summary>
    public int Since { get; set; }

    /// <summary>Makes the blocks at W, in float32: a preconditioner need not be exact.</summary>
    /// <param name="x">float64 [N, d].</param>
    /// <param name="w">float64 [K, d].</param>
    public void Make(Tensor x, Tensor w)
    {
        using var scope = NewDisposeScope();
        var (k, d) = (w.shape[0], w.shape[1]);
        var stripe = (d + 3) / 4;
        var same = w.abs().max().item<double>() == 0; // p = 1/K: one block for all
        var sum = zeros(same ? 1 : k, d, d, ScalarType.Float64, x.device); // [1 or K, d, d]
        for (var start = 0L; start < x.shape[0]; start += Rows)
        {
            using var part = NewDisposeScope();
            var rows = x.narrow(0, start, Math.Min(Rows, x.shape[0] - start));   // [n, d]
            var p = softmax(rows.mm(w.t()), 1);                                  // [n, K]
            var (weights, low) = ((p * (1 - p)).sqrt().to(ScalarType.Float32), rows.to(ScalarType.Float32));
            for (var j = 0; j < sum.shape[0]; j++)
            {
                using var one = NewDisposeScope();
                var scaled = low * weights.narrow(1, j, 1);                      // [n, d]
                // Symmetric: what lies left of a stripe's first column is the mirror image of what is above it.
                for (var from = 0L; from < d; from += stripe)
                {
                    var (across, on) = (scaled.narrow(1, from, Math.Min(stripe, d - from)), scaled.narrow(1, from, d - from));
                    sum[j].narrow(0, from, across.shape[1]).narrow(1, from, d - from).add_(across.t().mm(on));
                }
            }
        }
        var whole = sum.triu() + sum.triu(1).transpose(1, 2);
        blocks?.Dispose();
        blocks = (same ? whole.expand(k, d, d) : whole).contiguous().DetachFromDisposeScope();
        (at, Since) = (double.NaN, 0);
    }

    /// <summary>M⁻¹ as a map; it is good until the next call of <see cref="Make"/> or of this.</summary>
    /// <param name="scale">What the blocks are multiplied by, to stand for fewer or more samples.</param>
    /// <param name="ridge">ρ > 0, of the sum.</param>
    public LinearMap Inverse(double scale, double ridge)
    {
        if (at != ridge / scale)
        {
            using var scope = NewDisposeScope();
            var damped = blocks! + ridge / scale * torch.eye(blocks!.shape[1], dtype: ScalarType.Float64, device: blocks.device); // [K, d, d]
            inverse?.Dispose();
            (inverse, at) = (linalg.inv(damped).DetachFromDisposeScope(), ridge / scale);
        }
        var (classes, d) = (blocks!.shape[0], blocks.shape[1]);
        return new(classes * d, blocks.device, v =>
        {
            var parts = v.view(-1, classes, d);                                  // [m, K, d]
            var mean = parts.mean([1], keepdim: true);                           // [m, 1, d]
            var solved = inverse!.bmm((parts - mean).permute(1, 2, 0)).permute(2, 0, 1) / scale; // [m, K, d]
            return (solved - solved.mean([1], keepdim: true) + mean / ridge).reshape(v.shape);
        });
    }

    public void Dispose()
    {
        blocks?.Dispose();
        inverse?.Dispose();
    }
}
