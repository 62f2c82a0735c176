namespace Unlearn;

/// <summary>
/// Gradients sample by sample, ∂⟨z_b, d_b⟩/∂θ for every b, from one forward and one backward pass a batch: layers note what goes in, and
/// the gradient of what comes out is asked for in place of the weights'. The network is in evaluation mode while this lives.
/// </summary>
/// <remarks>
/// Linear, Conv2d, BatchNorm2d, LayerNorm and Embedding are known, where they are called once in a pass. At the first batch the gradients
/// of a few samples are compared with autograd's: whatever disagrees (layers of other kinds, parameters that no layer holds, weights used
/// twice) is computed sample by sample, one backward pass each, which is slow but right; <see cref="Looped"/> names it.
/// </remarks>
public sealed class SampleGradients : IDisposable
{
    private const long Room = 256 << 20;
    private const int Tried = 8;

    private readonly Net net;
    private readonly EvaluationMode mode;
    private readonly LayerNotes notes;
    private readonly Dictionary<IntPtr, int> places;
    private readonly long[] starts; // of each parameter among P
    private List<int>? looped;

    /// <param name="net">Parameters that need no gradient are left out.</param>
    public SampleGradients(Net net)
    {
        this.net = net;
        mode = new(net);
        Parameters = [.. net.named_parameters().Where(p => p.parameter.requires_grad).Select(p => (p.name, (Tensor)p.parameter))];
        places = Parameters.Index().ToDictionary(p => p.Item.Tensor.Handle, p => p.Index);
        starts = new long[Parameters.Count + 1];
        foreach (var (i, p) in Parameters.Index()) starts[i + 1] = starts[i] + p.Tensor.numel();
        notes = new(net);
    }

    /// <summary>Names and values, in the order of the network; P numbers in all.</summary>
    public IReadOnlyList<(string Name, Tensor Tensor)> Parameters { get; }

    /// <summary>The parameters that no known layer accounts for, once a batch has passed.</summary>
    public IReadOnlyList<string> Looped => [.. (looped ?? []).Select(i => Parameters[i].Name)];

    /// <summary>Adds Σ_b Σ_s (∂⟨z_b, d_{s,b}⟩/∂θ)² to <paramref name="sums"/>.</summary>
    /// <param name="x">A batch, [B, …].</param>
    /// <param name="directions">The d_s [B, K], from the logits z [B, K].</param>
    /// <param name="sums">Float32 of each parameter's shape, contiguous.</param>
    /// <returns>z [B, K]; it belongs to the scope that is open.</returns>
    public Tensor AddSquares(Tensor x, Func<Tensor, IReadOnlyList<Tensor>> directions, IReadOnlyList<Tensor> sums) =>
        Pass(x, directions, (layer, input, g) => layer.AddSquares(input, g, Of(sums, layer.Weight), Of(sums, layer.Bias)),
            (i, _, gradient) => sums[i].add_(gradient.square()));

    /// <summary>∂⟨z_b, d_b⟩/∂θ as the rows of a matrix, float32 [B, P]; it belongs to the scope that is open.</summary>
    public Tensor Matrix(Tensor x, Func<Tensor, Tensor> direction)
    {
        using var scope = NewDisposeScope();
        var rows = zeros(x.shape[0], starts[^1], ScalarType.Float32, x.device);                       // [B, P]
        Pass(x, logits => [direction(logits)], (layer, input, g) =>
        {
            var (weight, bias) = layer.Rows(input, g);
            Columns(rows, layer.Weight)?.copy_(weight.squeeze(1));
            if (bias is not null) Columns(rows, layer.Bias)?.copy_(bias.squeeze(1));
        }, (i, b, gradient) => rows[b].narrow(0, starts[i], gradient.numel()).copy_(gradient.reshape(-1)));
        return rows.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// <see cref="Matrix"/> times some vectors, float32 [B, V], without its B·P numbers: where a layer is known, what it makes of its input
    /// with a vector in place of its weights, times the gradient of its output. It belongs to the scope that is open.
    /// </summary>
    /// <param name="x">A batch, [B, …].</param>
    /// <param name="direction">d [B, K], from the logits z [B, K].</param>
    /// <param name="vectors">Float32 [V, P], contiguous.</param>
    /// <exception cref="ArgumentException">Vectors that are not [V, P].</exception>
    public Tensor Dots(Tensor x, Func<Tensor, Tensor> direction, Tensor vectors)
    {
        if (vectors.dim() != 2 || vectors.shape[1] != starts[^1])
            throw new ArgumentException($"vectors [{string.Join(", ", vectors.shape)}] for {starts[^1]} parameters: [V, {starts[^1]}] is needed.", nameof(vectors));
        using var scope = NewDisposeScope();
        var dots = zeros(x.shape[0], vectors.shape[0], ScalarType.Float32, x.device);                 // [B, V]
        Pass(x, logits => [direction(logits)], (layer, input, g) => dots.add_(layer.Dots(input, g, Columns(vectors, layer.Weight), Columns(vectors, layer.Bias))),
            (i, b, gradient) => dots[b].add_(vectors.narrow(1, starts[i], gradient.numel()).mv(gradient.reshape(-1))));
        return dots.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        notes.Dispose();
        mode.Dispose();
    }

    private Tensor Pass(Tensor x, Func<Tensor, IReadOnlyList<Tensor>> directions, Action<SampledLayer, Tensor, Tensor> use, Action<int, long, Tensor> useOne)
    {
        using var scope = NewDisposeScope();
        using var graph = enable_grad();
        looped ??= Compare(x.narrow(0, 0, Math.Min(Tried, x.shape[0])));
        var logits = notes.Forward(x, scope);
        var all = directions(logits.detach());
        var left = looped.ToHashSet();
        var known = notes.Once.Where(layer => Places(layer) is { Length: > 0 } own && !own.Any(left.Contains)).ToList();
        var size = Room / Math.Max(1, 4 * notes.Size(known));
        foreach (var chunk in all.Chunk((int)Math.Clamp(size, 1, Math.Max(1, all.Count))))
        {
            using var step = NewDisposeScope();
            foreach (var (layer, g) in notes.Backward(logits, known, chunk))
            {
                using var one = NewDisposeScope();
                use(layer, notes.Input(layer), g);
                g.Dispose();
            }
        }
        notes.Clear();
        for (var b = 0L; looped.Count > 0 && b < x.shape[0]; b++)
        {
            using var step = NewDisposeScope();
            var alone = net.call(x.narrow(0, b, 1));                                                  // [1, K]
            foreach (var direction in all)
                foreach (var (i, gradient) in looped.Zip(Gradients.Of([alone], [.. looped.Select(i => Parameters[i].Tensor)], [direction.narrow(0, b, 1)])))
                    useOne(i, b, gradient);
        }
        return logits.detach().MoveToOuterDisposeScope();
    }

    /// <summary>Which parameters' gradients the known layers do not sum to.</summary>
    private List<int> Compare(Tensor x)
    {
        using var scope = NewDisposeScope();
        var logits = notes.Forward(x, scope);
        var direction = softmax(logits.detach(), 1); // any direction would do
        var whole = Gradients.Of([logits], [.. Parameters.Select(p => p.Tensor)], [direction]);
        var sums = Parameters.Select(p => zeros(p.Tensor.shape, device: p.Tensor.device)).ToList();
        foreach (var (layer, g) in notes.Backward(logits, notes.Once, [direction]))
            layer.AddSums(notes.Input(layer), g, Of(sums, layer.Weight), Of(sums, layer.Bias));
        notes.Clear();
        double Square(int i) => whole[i].square().sum().item<float>();
        double Error(int i) => (sums[i] - whole[i]).square().sum().item<float>();
        // Weight and bias of a layer together: a bias before a softmax has no gradient but rounding.
        var together = notes.Layers.Select(Places).ToList();
        var alone = Enumerable.Range(0, Parameters.Count).Except(together.SelectMany(g => g)).Select(i => new[] { i });
        return [.. together.Concat(alone).Where(g => !(g.Sum(Error) <= 1e-6 * g.Sum(Square))).SelectMany(g => g).Distinct().Order()];
    }

    private int[] Places(SampledLayer layer) =>
        [.. ((Tensor?[])[layer.Weight, layer.Bias]).OfType<Tensor>().Where(p => places.ContainsKey(p.Handle)).Select(p => places[p.Handle])];

    private Tensor? Of(IReadOnlyList<Tensor> sums, Tensor? parameter) =>
        parameter is not null && places.TryGetValue(parameter.Handle, out var i) ? sums[i] : null;

    /// <summary>A parameter's part of rows of P numbers.</summary>
    private Tensor? Columns(Tensor rows, Tensor? parameter) =>
        parameter is not null && places.TryGetValue(parameter.Handle, out var i) ? rows.narrow(1, starts[i], parameter.numel()) : null;
}
