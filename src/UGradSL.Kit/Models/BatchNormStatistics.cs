using TorchSharp.Modules;

namespace Unlearn;

/// <summary>Which batches move BatchNorm's running mean and variance while a method climbs the loss of D_f.</summary>
public enum BatchNormStatistics
{
    /// <summary>Only retain batches. A forget batch is normalised by its own statistics, as in training, and leaves the running ones alone.</summary>
    RetainOnly,

    /// <summary>Every batch, the literal reading of the published algorithms: a batch of one class drags the statistics towards that class.</summary>
    Both,
}

/// <summary>Passing a batch through a network in training mode without moving its running statistics.</summary>
public static class RunningStatistics
{
    /// <summary>Logits of <paramref name="x"/>; with <see cref="BatchNormStatistics.RetainOnly"/> no running mean, variance or count changes.</summary>
    public static Tensor CallForget(this Net net, Tensor x, BatchNormStatistics statistics)
    {
        if (statistics == BatchNormStatistics.Both) return net.call(x);
        List<(NormBase Layer, double? Momentum)> layers = [.. net.modules().OfType<NormBase>()
            .Where(layer => layer.training && layer.track_running_stats).Select(layer => (layer, layer.momentum))];
        foreach (var (layer, _) in layers) layer.momentum = 0; // running ← (1 − 0)·running + 0·batch
        try
        {
            return net.call(x);
        }
        finally
        {
            foreach (var (layer, momentum) in layers)
            {
                layer.momentum = momentum;
                layer.num_batches_tracked?.sub_(1); // the forward pass counted the batch
            }
        }
    }
}
