using TorchSharp.Modules;

namespace Unlearn;

/// <summary>What a network says of images, measured in evaluation mode, without a graph, and with its mode put back as it was.</summary>
public static class Evaluate
{
    /// <summary>Logits [N, K], float32 on the CPU, in the order of the part. The caller disposes them.</summary>
    /// <param name="net">Left as it is; images pass it channels-last.</param>
    /// <param name="data">The part.</param>
    /// <param name="batchSize">Samples at a time.</param>
    /// <param name="precision">With Mixed, convolutions and linear layers of a copy compute in bfloat16: logits are then off by about 1 %.</param>
    public static Tensor Logits(Net net, Subset data, int batchSize = 1000, Precision precision = Precision.Float32)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        if (data.Count == 0) return zeros(0, data.Classes).MoveToOuterDisposeScope();
        if (precision.On(net.parameters().First().device) == Precision.Mixed)
        {
            using var copy = net.Clone();
            var low = copy.modules().Where(m => m is Conv2d or Linear).Cast<nn.Module<Tensor, Tensor>>().ToList();
            var hooks = low.Select(layer => layer.to(ScalarType.BFloat16).register_forward_pre_hook((_, x) => x.to(ScalarType.BFloat16))).ToList();
            var logits = InOrder(copy, data, batchSize);
            foreach (var hook in hooks) hook.remove();
            return logits.MoveToOuterDisposeScope();
        }
        using var mode = new EvaluationMode(net);
        return InOrder(net, data, batchSize).MoveToOuterDisposeScope();
    }

    /// <summary>Labels [N] on the CPU, in the order of the part. The caller disposes them.</summary>
    public static Tensor Labels(Subset data) => tensor(Enumerable.Range(0, data.Count).Select(i => (long)data.Label(i)).ToArray());

    private static Tensor InOrder(Net net, Subset data, int batchSize)
    {
        using var scope = NewDisposeScope();
        net.eval();
        List<Tensor> parts = [];
        foreach (var batch in data.InOrder(batchSize))
        {
            using var step = NewDisposeScope();
            parts.Add(net.call(batch.X.AsTaken()).to(ScalarType.Float32).cpu().MoveToOuterDisposeScope()); // [B, K]
        }
        return cat(parts).MoveToOuterDisposeScope();                                       // [N, K]
    }
}
