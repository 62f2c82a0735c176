namespace Unlearn;

/// <summary>What a network says of images, measured in evaluation mode, without a graph, and with its mode put back as it was.</summary>
public static class Evaluate
{
    /// <summary>Logits [N, K] on the CPU, in the order of the part. The caller disposes them.</summary>
    public static Tensor Logits(Net net, Subset data, int batchSize = 1000)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        List<(nn.Module Module, bool Training)> modes = [.. net.modules().Prepend(net).Select(module => (module, module.training))];
        net.eval();
        try
        {
            if (data.Count == 0) return zeros(0, data.Classes).MoveToOuterDisposeScope();
            List<Tensor> parts = [];
            foreach (var batch in data.InOrder(batchSize)) parts.Add(net.call(batch.X).cpu()); // [B, K]
            return cat(parts).MoveToOuterDisposeScope();                                       // [N, K]
        }
        finally
        {
            foreach (var (module, training) in modes) module.train(training); // parents first: each child ends in its own mode
        }
    }

    /// <summary>Labels [N] on the CPU, in the order of the part. The caller disposes them.</summary>
    public static Tensor Labels(Subset data) => tensor(Enumerable.Range(0, data.Count).Select(i => (long)data.Label(i)).ToArray());
}
