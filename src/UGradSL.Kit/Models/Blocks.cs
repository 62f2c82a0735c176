using TorchSharp.Modules;

namespace Unlearn;

/// <summary>
/// A network in blocks from input to output, for methods that touch the last k. Containers (Sequential and the like) are opened; what is
/// then found in the order of registration is a block each: a residual or transformer block, a convolution, a linear layer. Without
/// parameters it is none; a normalisation belongs to the block before it, an embedding to the embedding before it; parameters of the
/// network itself (a class token, positions) belong to the first. ResNet-18 has 10, the first with its BatchNorm; VGG-16 in the Cifar form
/// 14; <see cref="SmallCnn"/> 4; BERT its embeddings, each layer, pooler and classifier.
/// </summary>
public static class Blocks
{
    /// <summary>The modules of each block.</summary>
    public static IReadOnlyList<IReadOnlyList<nn.Module>> Of(Net net)
    {
        List<List<nn.Module>> blocks = [];
        foreach (var module in Opened(net))
        {
            if (!module.parameters().Any()) continue;
            var joins = blocks.Count > 0 && (module is NormBase or LayerNorm or GroupNorm || (module is Embedding && blocks[^1][^1] is Embedding));
            if (joins) blocks[^1].Add(module);
            else blocks.Add([module]);
        }
        return blocks;
    }

    /// <summary>Freezes every parameter outside the last <paramref name="k"/> blocks; disposing what it returns thaws them.</summary>
    internal static IDisposable FreezeAllBut(Net net, int k)
    {
        var blocks = Of(net);
        if (k >= blocks.Count) return new Frozen(net, []);
        var moving = blocks.TakeLast(k).SelectMany(block => block).SelectMany(m => m.parameters()).Select(p => p.Handle).ToHashSet();
        return new Frozen(net, [.. net.parameters().Where(p => p.requires_grad && !moving.Contains(p.Handle))]);
    }

    /// <summary>Draws the weights of the last <paramref name="k"/> blocks anew, their statistics too.</summary>
    internal static void Reset(Net net, int k, int seed)
    {
        var mine = Of(net);
        if (k >= mine.Count)
        {
            net.Reset(seed);
            return;
        }
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var fresh = Seeds.Initialise(seed, net.Fresh);
        foreach (var (old, drawn) in mine.TakeLast(k).SelectMany(block => block).Zip(Of(fresh).TakeLast(k).SelectMany(block => block)))
        {
            var theirs = drawn.state_dict();
            foreach (var (name, tensor) in old.state_dict()) tensor.copy_(theirs[name]);
        }
    }

    /// <exception cref="ArgumentException">k is below 1.</exception>
    internal static void Check(int k)
    {
        if (k < 1) throw new ArgumentException($"the last {k} blocks: at least 1 must be trained (try 2).");
    }

    private static IEnumerable<nn.Module> Opened(nn.Module module) => module.children().SelectMany(child =>
        child is Sequential or Branch ? Opened(child) : [child]);

    private sealed class Frozen : IDisposable
    {
        private readonly Net net;
        private readonly List<Parameter> parameters;

        public Frozen(Net net, List<Parameter> parameters)
        {
            (this.net, this.parameters) = (net, parameters);
            foreach (var parameter in parameters) parameter.requires_grad = false;
        }

        public void Dispose()
        {
            foreach (var parameter in parameters) parameter.requires_grad = true;
            net.train();
        }
    }
}
