namespace Unlearn;

/// <summary>Whose labels the Fisher information is taken over.</summary>
public enum FisherLabels
{
    /// <summary>The network's own, y ~ p_θ(·|x): the Fisher information itself, exactly, at the cost of K − 1 backward passes.</summary>
    Model,

    /// <summary>Those of the data: the empirical Fisher information, one backward pass. It is a curvature only near an optimum.</summary>
    Data,
}

/// <summary>
/// The diagonal of the Fisher information of a classifier, F_i = 1/N Σ_n E_y (∂ log p_θ(y|x_n)/∂θ_i)², gathered batch by batch in
/// evaluation mode. Over the network's own labels the expectation is the sum of squares of gradients along any vectors d whose d·dᵀ sum to
/// diag(p) − p·pᵀ. √p_k·(e_k − p) would be K such; the Cholesky factor (Tanabe and Sagae 1992) has K − 1, since the matrix is singular:
/// with q_k = Σ_{i>k} p_i, d_k is √(p_k·q_k/q_{k−1}) times 1 at k and −p_i/q_k at i &gt; k.
/// </summary>
public sealed class FisherDiagonal : SquaredGradients
{
    private const int Part = 16; // K − 1 gradients of all that a ResNet-18 of width 16 puts out then lie in memory at once

    private readonly FisherLabels labels;
    private readonly SampleGradients gradients;
    private readonly List<Tensor> sums, part; // float64 and float32, of each parameter's shape
    private int samples;

    /// <param name="net">In evaluation mode until this is disposed; its weights must not change meanwhile.</param>
    /// <param name="labels">What the expectation is over.</param>
    public FisherDiagonal(Net net, FisherLabels labels = FisherLabels.Model)
    {
        (this.labels, gradients) = (labels, new(net));
        sums = [.. Zeros(ScalarType.Float64)];
        part = [.. Zeros(ScalarType.Float32)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Tensor Tensor)> Parameters => gradients.Parameters;

    /// <summary>Parameters whose gradients had to be computed sample by sample (<see cref="SampleGradients.Looped"/>).</summary>
    public IReadOnlyList<string> Looped => gradients.Looped;

    /// <inheritdoc/>
    public override double Add(Batch batch)
    {
        var loss = 0.0;
        for (var at = 0; at < batch.Count; at += Part)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(Part, batch.Count - at);
            var (x, y) = (batch.X.narrow(0, at, count), batch.Y.narrow(0, at, count));
            var logits = gradients.AddSquares(x, z => Directions(z, y), part); // [B, K]
            loss += cross_entropy(logits, y).item<float>() * count;
            foreach (var (sum, one) in sums.Zip(part))
            {
                sum.add_(one);
                one.zero_();
            }
            samples += count;
        }
        return loss / batch.Count;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Mean()
    {
        if (samples == 0) throw new InvalidOperationException("no sample was added, so there is nothing to take the mean of: add a batch first.");
        using var scope = NewDisposeScope();
        return [.. sums.Select(sum => (sum / samples).to(ScalarType.Float32).MoveToOuterDisposeScope())];
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        gradients.Dispose();
        foreach (var tensor in sums.Concat(part)) tensor.Dispose();
    }

    private IReadOnlyList<Tensor> Directions(Tensor z, Tensor y)
    {
        var p = softmax(z, 1);                                                                           // [B, K]
        var classes = eye(z.shape[1], device: z.device);                                                 // [K, K]
        if (labels == FisherLabels.Data) return [p - classes.index_select(0, y)];
        var from = p.flip(1).cumsum(1).flip(1).clamp_min(1e-30);                                         // [B, K]: q_{k−1}, the sum from k on
        Tensor After(long k) => from.narrow(1, k + 1, 1);                                                // [B, 1]: q_k
        return [.. Enumerable.Range(0, (int)z.shape[1] - 1).Select(k =>
            (p.narrow(1, k, 1) * (After(k) / from.narrow(1, k, 1))).sqrt() * cat([zeros_like(p.narrow(1, 0, k)), ones_like(After(k)), -p.narrow(1, k + 1, p.shape[1] - k - 1) / After(k)], 1))];
    }

    private IEnumerable<Tensor> Zeros(ScalarType type) => gradients.Parameters.Select(p => zeros(p.Tensor.shape, type, p.Tensor.device).DetachFromDisposeScope());
}
