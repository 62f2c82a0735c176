namespace Unlearn;

/// <summary>
/// The risk of softmax regression in float64, in closed form: logits z = W·x, θ = W [K, d] row by row. Its Hessian is
/// Σ (diag p − ppᵀ) ⊗ xxᵀ + |D|·μ·I, the Gauss–Newton and the Fisher matrix alike; a bias is a column of ones in x.
/// </summary>
public sealed class SoftmaxRisk : Risk
{
    /// <summary>Numbers of x and of what is made of it that are worked on at a time: some 2 MB, so that both products with them find them in the cache.</summary>
    private const long Block = 1 << 18;

    private readonly Tensor x, y, weights;
    private readonly Tensor? low; // x in float32, where systems are solved by many products

    /// <summary>All three stay the caller's; W is read anew at each call.</summary>
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
        if (weights.numel() > SoftmaxBlocks.Dense) low = x.to(ScalarType.Float32);
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
        var p = (kind == CurvatureKind.EmpiricalFisher ? Cotangents.CrossEntropy(z, y) : softmax(z, 1)).t().contiguous().MoveToOuterDisposeScope(); // [K, N]
        var rough = low is null ? null : p.to(ScalarType.Float32).MoveToOuterDisposeScope();
        return new(Size, Device, v => Times(kind, x, p, v)) { Rough = low is null ? null : new(Size, Device, v => Times(kind, low, rough!, v)) };
    }

    /// <summary>
    /// Rows [m, P] of products: J = V·Xᵀ, then its curvature in the logits, then back by X, some samples at a time, in the type of X. Samples
    /// stand in columns: with the few classes there, matrix products are a third slower.
    /// </summary>
    private Tensor Times(CurvatureKind kind, Tensor inputs, Tensor p, Tensor v)
    {
        using var scope = NewDisposeScope();
        var (m, d) = (v.shape[0], weights.shape[1]);
        var forward = v.reshape(m * Classes, d).to(inputs.dtype);                        // [m·K, d]
        var sum = zeros(m * Classes, d, inputs.dtype, Device);                           // [m·K, d]
        var most = Math.Max(64, Block / (d + m * Classes));
        for (var at = 0L; at < Count; at += most)
        {
            using var part = NewDisposeScope();
            var n = Math.Min(most, Count - at);
            var (rows, q) = (inputs.narrow(0, at, n), p.narrow(1, at, n));
            var j = forward.mm(rows.t()).view(m, Classes, n);                            // [m, K, n]
            var along = (q * j).sum(1, keepdim: true);                                   // [m, 1, n]
            var inLogits = kind == CurvatureKind.EmpiricalFisher ? q * along : q * (j - along); // [m, K, n]
            sum.add_(inLogits.view(-1, n).mm(rows));
        }
        return sum.view(m, Size).to(ScalarType.Float64).MoveToOuterDisposeScope();
    }

    private Tensor Logits() => weights.mm(x.t()).t(); // [N, K]
}
