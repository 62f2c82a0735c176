namespace Unlearn;

/// <summary>
/// What went into the known layers of a network and what came out, in one forward pass, and the gradients of what came out. Its hooks lie
/// in the network while this lives.
/// </summary>
internal sealed class LayerNotes : IDisposable
{
    private readonly Net net;
    private readonly List<nn.Module<Tensor, Tensor>.HookRemover> hooks = [];
    private readonly Dictionary<SampledLayer, (Tensor X, Tensor Y)> calls = [];
    private readonly HashSet<SampledLayer> twice = [];
    private DisposeScope? keeper;

    /// <param name="net">In evaluation mode, from here on.</param>
    public LayerNotes(Net net)
    {
        this.net = net;
        Layers = [.. net.modules().Select(SampledLayer.Of).OfType<SampledLayer>()];
        foreach (var layer in Layers) hooks.Add(layer.Module.register_forward_hook((_, x, y) => Note(layer, x, y)));
    }

    /// <summary>The layers of a known kind.</summary>
    public IReadOnlyList<SampledLayer> Layers { get; }

    /// <summary>Those that were called once, so that their gradient is one product.</summary>
    public IReadOnlyList<SampledLayer> Once => [.. Layers.Where(layer => calls.ContainsKey(layer) && !twice.Contains(layer) && calls[layer].Y.requires_grad)];

    /// <summary>What came out of all of them, in numbers.</summary>
    public long Size(IEnumerable<SampledLayer> known) => known.Sum(layer => calls[layer].Y.numel());

    /// <summary>What went into a layer, [B, …].</summary>
    public Tensor Input(SampledLayer layer) => calls[layer].X;

    /// <summary>The logits [B, K], with the notes that <see cref="Input"/> and <see cref="Backward"/> read.</summary>
    /// <param name="x">[B, …].</param>
    /// <param name="scope">Who disposes what is noted.</param>
    public Tensor Forward(Tensor x, DisposeScope scope)
    {
        Clear();
        keeper = scope;
        try
        {
            return net.call(x.AsTaken());
        }
        finally
        {
            keeper = null;
        }
    }

    /// <summary>The gradient of what came out of each layer, [B, S, …], along S directions [B, K].</summary>
    public IEnumerable<(SampledLayer Layer, Tensor G)> Backward(Tensor logits, IReadOnlyList<SampledLayer> known, IReadOnlyList<Tensor> directions)
    {
        if (known.Count == 0) return [];
        var outputs = known.Select(layer => calls[layer].Y).ToList();
        var gradients = directions.Select(direction => Gradients.Of([logits], outputs, [direction])).ToList();
        return known.Select((layer, i) => (layer, gradients.Count == 1 ? gradients[0][i].unsqueeze(1) : stack([.. gradients.Select(g => g[i])], 1)));
    }

    /// <summary>Forgets the notes; their tensors are the scope's.</summary>
    public void Clear()
    {
        calls.Clear();
        twice.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var hook in hooks) hook.remove();
    }

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
