using TorchSharp.Modules;

namespace Unlearn;

/// <summary>What a network's last layer sees.</summary>
public static class Features
{
    /// <summary>Inputs of the last linear layer and a column of ones, float64 [N, d + 1] on the CPU, in order. Fresh; it belongs to the scope that is open.</summary>
    /// <exception cref="ArgumentException">No linear layer, or logits that are not the last one's answer.</exception>
    public static Tensor Of(Net net, Subset data, int batchSize = 1000)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var mode = new EvaluationMode(net);
        var head = net.modules().OfType<Linear>().LastOrDefault() ?? throw new ArgumentException($"{net} has no linear layer: its last layer cannot be probed alone.");
        List<Tensor> features = [];
        Tensor? answer = null;
        var hook = head.register_forward_hook((_, x, z) =>
        {
            features.Add(x.to(ScalarType.Float64, copy: true).cpu().DetachFromDisposeScope());
            answer = z;
            return z;
        });
        try
        {
            foreach (var batch in data.InOrder(batchSize))
            {
                using var step = NewDisposeScope();
                var logits = net.call(batch.X);
                if (answer is null || features[^1].dim() != 2 || features[^1].shape[0] != batch.Count || !answer.Equals(logits))
                    throw new ArgumentException($"{net}'s logits do not come straight from its last linear layer: it cannot be probed alone.");
            }
            var all = cat(features);                                                     // [N, d]
            return cat([all, ones(all.shape[0], 1, ScalarType.Float64)], 1).MoveToOuterDisposeScope(); // [N, d + 1]
        }
        finally
        {
            hook.remove();
            foreach (var part in features) part.Dispose();
        }
    }
}
