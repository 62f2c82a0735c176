namespace Unlearn;

/// <summary>
/// The risk of softmax regression in float64, in closed form: logits z = W·x, θ = W [K, d] row by row. Its Hessian is
/// Σ (diag p − ppᵀ) ⊗ xxᵀ + |D|·μ·I, the Gauss–Newton and the Fisher matrix alike; a bias is a column of ones in x.
/// </summary>
public sealed class SoftmaxRisk : Risk
{
    private readonly Tensor x, y, weights;

    /// <summary>All three stay the caller's, and are read anew at each call.</summary>
    /// <param name="x">float64 [N, d].</param>
    /// <param name="y">int64 [N], 0..K−1.</param>
    /// <param name="weights">W, float64 [K, d].</param>
    /// <exception cref="ArgumentException">Types or shapes that do not fit, or no rows.</exception>
    public SoftmaxRisk(Tensor x, Tensor y, Tensor weights)
    {
        if (x.dtype != ScalarType.Float64 || weights.dtype != ScalarType.Float64 || y.dtype != ScalarType.Int64)
            throw new ArgumentException($"inputs are {x.dtype}, weights {weights.dtype}, labels {y.dtype}; float64, float64 and int64 are needed.");
        if (x.dim() != 2 || weights.dim() != 2 || y.dim() != 1 || x.shape[1] != weights.shape[1] || x.shape[0] != y.shape[0] || y.shape[0] == 0)
            throw new ArgumentException($"inputs [{string.Join(", ", x.shape)}], labels [{string.Join(", ", y.shape)}], weights [{string.Join(", ", weights.shape)}]; [N, d], [N] and [K, d] with N ≥ 1 are needed.");
        (this.x, this.y, this.weights) = (x, y, weights);
    }

    /// <inheritdoc/>
    public override int Count => (int)y.shape[0];

    /// <inheritdoc/>
    public override long Size => weights.numel();

    /// <inheritdoc/>
    public override int Classes => (int)weights.shape[0];

    /// <inheritdoc/>
    public override torch.Device Device => x.device;

    /// <inheritdoc/>
    public override Tensor Theta() => weights.reshape(-1).clone();

    /// <inheritdoc/>
    public override double Value()
    {
        using var scope = NewDisposeScope();
        return SoftmaxLoss.Of(Logits(), y).item<double>() + Count * WeightDecay / 2 * weights.square().sum().item<double>();
    }

    /// <inheritdoc/>
    public override Tensor PullBack(Func<Tensor, Tensor, Tensor> cotangent)
    {
        using var scope = NewDisposeScope();
        return cotangent(Logits(), y).t().mm(x).reshape(-1).MoveToOuterDisposeScope(); // [K·d]
    }

    /// <inheritdoc/>
    public override Tensor Along(Func<Tensor, Tensor, Tensor> cotangent, Tensor w)
    {
        using var scope = NewDisposeScope();
        return (x.mm(w.view(weights.shape).t()) * cotangent(Logits(), y)).sum(1).MoveToOuterDisposeScope(); // [N]
    }

    /// <inheritdoc/>
    /// <remarks>The rows picked belong to the scope that is open.</remarks>
    public override Risk Pick(IReadOnlyList<int> rows)
    {
        using var scope = NewDisposeScope();
        var at = tensor(rows.Select(i => (long)i).ToArray(), device: Device);
        return new SoftmaxRisk(x.index_select(0, at).MoveToOuterDisposeScope(), y.index_select(0, at).MoveToOuterDisposeScope(), weights) { WeightDecay = WeightDecay };
    }

    /// <remarks>Of θ as it is when the map is made; what the map keeps of it belongs to the scope that is open then.</remarks>
    private protected override LinearMap LossCurvature(CurvatureKind kind)
    {
        using var scope = NewDisposeScope();
        var z = Logits();                                                                // [N, K]
        var p = (kind == CurvatureKind.EmpiricalFisher ? Cotangents.CrossEntropy(z, y) : softmax(z, 1)).unsqueeze(1).MoveToOuterDisposeScope(); // [N, 1, K]
        return new(Size, Device, v =>
        {
            // As many vectors at a time as keep what lies between at some 64 MB.
            var most = Math.Max(1, 8_000_000 / ((long)Count * Classes));
            return cat([.. Enumerable.Range(0, (int)((v.shape[0] + most - 1) / most)).Select(i => Times(kind, p, v.narrow(0, i * most, Math.Min(most, v.shape[0] - i * most))))]);
        });
    }

    /// <summary>Rows [m, P] of products: J = X·Vᵀ, then its curvature in the logits, then back by Xᵀ.</summary>
    private Tensor Times(CurvatureKind kind, Tensor p, Tensor v)
    {
        using var scope = NewDisposeScope();
        var m = v.shape[0];
        var j = x.mm(v.reshape(m * Classes, -1).t()).view(Count, m, Classes);             // [N, m, K]
        var along = (p * j).sum(2, keepdim: true);                                       // [N, m, 1]
        var inLogits = kind == CurvatureKind.EmpiricalFisher ? p * along : p * (j - along); // [N, m, K]
        return inLogits.view(Count, -1).t().mm(x).view(m, Size).MoveToOuterDisposeScope();
    }

    private Tensor Logits() => x.mm(weights.t()); // [N, K]
}
