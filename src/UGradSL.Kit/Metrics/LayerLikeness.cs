using TorchSharp.Modules;

namespace Unlearn;

/// <summary>How alike two networks of one architecture see the same samples, layer by layer.</summary>
/// <param name="Layer">The layer's name. What is compared is its input: the last one's is what the classifier reads.</param>
/// <param name="Cka">Linear CKA ↑ (<see cref="Unlearn.Cka.Linear"/>). Two Retrains of different seeds give the value that can be expected.</param>
public sealed record LayerLikeness(string Layer, double Cka)
{
    private const int Rows = 64; // a graph of more would take memory for nothing

    /// <summary>
    /// Every layer that is called as a module, without BatchNorm and without the convolutions inside a residual block. The first layer's input is
    /// the sample itself, whose CKA is 1.
    /// </summary>
    /// <param name="unlearned">Left as it is.</param>
    /// <param name="retrained">Of the same architecture; left as it is.</param>
    /// <param name="data">The samples.</param>
    /// <param name="samples">How many of them, the first: their features are held in memory. CKA of few samples is biased towards 1, alike for all compared.</param>
    /// <exception cref="ArgumentException">Fewer than 2 samples, or networks whose layers differ.</exception>
    public static IReadOnlyList<LayerLikeness> Of(Net unlearned, Net retrained, Subset data, int samples = 256)
    {
        var part = data.First(samples);
        if (part.Count < 2) throw new ArgumentException($"{part.Count} samples: at least 2 are needed (256 are usual).");
        using var scope = NewDisposeScope();
        var (mine, theirs) = (Inputs(unlearned, part), Inputs(retrained, part));
        if (!mine.Keys.SequenceEqual(theirs.Keys))
            throw new ArgumentException($"the layers {string.Join(", ", mine.Keys)} and {string.Join(", ", theirs.Keys)} differ: compare networks of one architecture.");
        return [.. mine.Select(layer => new LayerLikeness(layer.Key, Unlearn.Cka.Linear(layer.Value, theirs[layer.Key])))];
    }

    /// <summary>What each layer was given [N, D], in the order of the first calls, in the open scope.</summary>
    private static OrderedDictionary<string, Tensor> Inputs(Net net, Subset part)
    {
        OrderedDictionary<string, List<Tensor>> seen = [];
        var blocks = Blocks.Of(net).Select(block => block[0]).ToHashSet();
        var hooks = net.named_modules().Where(m => m.name.Length > 0 && m.module is not NormBase && (m.module is not Conv2d || blocks.Contains(m.module)))
            .Select(m => (m.name, Layer: m.module as nn.Module<Tensor, Tensor>)).Where(m => m.Layer is not null and not Net)
            .Select(m => m.Layer!.register_forward_pre_hook((_, x) =>
            {
                if (!seen.TryGetValue(m.name, out var batches)) seen.Add(m.name, batches = []);
                if (x.is_floating_point() && x.dim() > 1) batches.Add(x.detach().cpu().flatten(1).to(ScalarType.Float32, copy: true).DetachFromDisposeScope());
                return x;
            })).ToList();
        try
        {
            using var mode = new EvaluationMode(net);
            foreach (var batch in part.InOrder(Rows))
            {
                using var step = NewDisposeScope();
                using var graph = enable_grad(); // without one, BatchNorm is folded into convolutions, which then are not called as modules
                net.call(batch.X.AsTaken());
            }
            OrderedDictionary<string, Tensor> inputs = [];
            foreach (var (name, batches) in seen)
                if (batches.Sum(b => b.shape[0]) == part.Count) inputs.Add(name, cat(batches));     // [N, D]
            return inputs;
        }
        finally
        {
            foreach (var hook in hooks) hook.remove();
            foreach (var batch in seen.Values.SelectMany(b => b)) batch.Dispose();
        }
    }
}
