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
    private readonly List<SampledLayer> layers;
    private readonly List<nn.Module<Tensor, Tensor>.HookRemover> hooks = [];
    private readonly Dictionary<SampledLayer, (Tensor X, Tensor Y)> calls = [];
    private readonly HashSet<SampledLayer> twice = [];
    private readonly Dictionary<IntPtr, int> places;
    private DisposeScope? keeper;
    private List<int>? looped;

    /// <param name="net">Parameters that need no gradient are left out.</param>
    public SampleGradients(Net net)
    {
        this.net = net;
        mode = new(net);
        Parameters = [.. net.named_parameters().Where(p => p.parameter.requires_grad).Select(p => (p.name, (Tensor)p.parameter))];
        places = Parameters.Index().ToDictionary(p => p.Item.Tensor.Handle, p => p.Index);
        layers = [.. net.modules().Select(SampledLayer.Of).OfType<SampledLayer>()];
        foreach (var layer in layers) hooks.Add(layer.Module.register_forward_hook((_, x, y) => Note(layer, x, y)));
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
        var starts = new long[Parameters.Count + 1];
        foreach (var (i, p) in Parameters.Index()) starts[i + 1] = starts[i] + p.Tensor.numel();
        var rows = zeros(x.shape[0], starts[^1], ScalarType.Float32, x.device);                       // [B, P]
        Tensor? Columns(Tensor? parameter) => parameter is not null && places.TryGetValue(parameter.Handle, out var i) ? rows.narrow(1, starts[i], parameter.numel()) : null;
        Pass(x, logits => [direction(logits)], (layer, input, g) =>
        {
            var (weight, bias) = layer.Rows(input, g);
            Columns(layer.Weight)?.copy_(weight.squeeze(1));
            if (bias is not null) Columns(layer.Bias)?.copy_(bias.squeeze(1));
        }, (i, b, gradient) => rows[b].narrow(0, starts[i], gradient.numel()).copy_(gradient.reshape(-1)));
        return rows.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var hook in hooks) hook.remove();
        mode.Dispose();
    }

    private Tensor Pass(Tensor x, Func<Tensor, IReadOnlyList<Tensor>> directions, Action<SampledLayer, Tensor, Tensor> use, Action<int, long, Tensor> useOne)
    {
        using var scope = NewDisposeScope();
        using var graph = enable_grad();
        looped ??= Compare(x.narrow(0, 0, Math.Min(Tried, x.shape[0])));
        var logits = Forward(x, scope);
        var all = directions(logits.detach());
        var known = Known();
        var size = Room / Math.Max(1, 4 * known.Sum(layer => calls[layer].Y.numel()));
        foreach (var (c, chunk) in all.Chunk((int)Math.Clamp(size, 1, all.Count)).Index())
        {
            using var step = NewDisposeScope();
            foreach (var (layer, g) in Backward(logits, known, chunk))
            {
                using var one = NewDisposeScope();
                use(layer, calls[layer].X, g);
                g.Dispose();
            }
        }
        calls.Clear();
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
        var logits = Forward(x, scope);
        var direction = softmax(logits.detach(), 1); // any direction would do
        var known = Known();
        var whole = Gradients.Of([logits], [.. Parameters.Select(p => p.Tensor)], [direction]);
        var sums = Parameters.Select(p => zeros(p.Tensor.shape, device: p.Tensor.device)).ToList();
        foreach (var (layer, g) in Backward(logits, known, [direction]))
            layer.AddSums(calls[layer].X, g, Of(sums, layer.Weight), Of(sums, layer.Bias));
        calls.Clear();
        double Square(int i) => whole[i].square().sum().item<float>();
        double Error(int i) => (sums[i] - whole[i]).square().sum().item<float>();
        // Weight and bias of a layer together: a bias before a softmax has no gradient but rounding.
        var together = layers.Select(Places).ToList();
        var alone = Enumerable.Range(0, Parameters.Count).Except(together.SelectMany(g => g)).Select(i => new[] { i });
        return [.. together.Concat(alone).Where(g => !(g.Sum(Error) <= 1e-6 * g.Sum(Square))).SelectMany(g => g).Distinct().Order()];
    }

    private Tensor Forward(Tensor x, DisposeScope scope)
    {
        calls.Clear();
        twice.Clear();
        keeper = scope;
        try
        {
            return net.call(x.dim() == 4 ? x.ChannelsLast() : x);
        }
        finally
        {
            keeper = null;
        }
    }

    private List<SampledLayer> Known()
    {
        var left = (looped ?? []).ToHashSet();
        return [.. layers.Where(layer => calls.ContainsKey(layer) && !twice.Contains(layer) && calls[layer].Y.requires_grad && !Places(layer).Any(left.Contains))];
    }

    private int[] Places(SampledLayer layer) =>
        [.. ((Tensor?[])[layer.Weight, layer.Bias]).OfType<Tensor>().Where(p => places.ContainsKey(p.Handle)).Select(p => places[p.Handle])];

    /// <summary>The gradient of what came out of each layer, [B, S, …].</summary>
    private IEnumerable<(SampledLayer Layer, Tensor G)> Backward(Tensor logits, List<SampledLayer> known, Tensor[] chunk)
    {
        if (known.Count == 0) return [];
        var outputs = known.Select(layer => calls[layer].Y).ToList();
        var gradients = chunk.Select(direction => Gradients.Of([logits], outputs, [direction])).ToList();
        return known.Select((layer, i) => (layer, chunk.Length == 1 ? gradients[0][i].unsqueeze(1) : stack([.. gradients.Select(g => g[i])], 1)));
    }

    private Tensor? Of(IReadOnlyList<Tensor> sums, Tensor? parameter) =>
        parameter is not null && places.TryGetValue(parameter.Handle, out var i) ? sums[i] : null;

    /// <summary>Keeps input and output of a layer. The network goes on with a copy, which it may change in place.</summary>
    private Tensor Note(SampledLayer layer, Tensor x, Tensor y)
    {
        if (keeper is null) return y;
        var (input, output) = (x.detach().DetachFromDisposeScope(), y.DetachFromDisposeScope());
        keeper.Attach(input);
        keeper.Attach(output);
        if (!calls.TryAdd(layer, (input, output))) twice.Add(layer);
        return y.clone();
    }
}
