using TorchSharp.Modules;

namespace Unlearn;

/// <summary>BatchNorm's running statistics, apart from the weights.</summary>
public static class BatchNorm
{
    /// <summary>
    /// Estimates the running mean and variance of every BatchNorm layer anew, from one pass over <paramref name="data"/>; no weight changes.
    /// Of each layer, mean and unbiased variance over all values of a channel that reach it, pooled over the pass; on their way there the
    /// values were normalised by their own batch, as in training. After unlearning, with D_r, what it repairs is the part of the damage
    /// that lay in the statistics.
    /// </summary>
    /// <param name="net">Its mode is left as it is. Nothing happens without BatchNorm.</param>
    /// <param name="data">D_r; at least two samples. Batches are drawn in a fixed random order.</param>
    /// <param name="batchSize">As in training.</param>
    public static void Recalibrate(Net net, Subset data, int batchSize = 128)
    {
        if (data.Count < 2) throw new ArgumentException($"{data.Count} samples have no variance: at least 2 are needed.");
        List<NormBase> layers = [.. net.modules().OfType<NormBase>().Where(layer => layer.track_running_stats)];
        if (layers.Count == 0) return;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var mode = new EvaluationMode(net); // no dropout
        var moments = layers.ConvertAll(layer => new Moments(layer.running_mean!));
        var hooks = layers.Select((layer, i) => layer.register_forward_pre_hook((_, x) => moments[i].Add(x))).ToList();
        try
        {
            foreach (var layer in layers) layer.train();
            using var rng = Seeds.Stream(0, "recalibrate");
            foreach (var batch in data.Batches(rng, batchSize))
                using (NewDisposeScope())
                    net.CallForget(batch.X.AsTaken(), BatchNormStatistics.RetainOnly);
            foreach (var (layer, found) in layers.Zip(moments)) found.Write(layer);
        }
        finally
        {
            foreach (var hook in hooks) hook.remove();
        }
    }

    /// <summary>Σx, Σx² and how many, of each channel, in float64.</summary>
    private sealed class Moments(Tensor like)
    {
        private readonly Tensor sum = zeros_like(like, ScalarType.Float64), squares = zeros_like(like, ScalarType.Float64); // [C] each
        private long count;

        public Tensor Add(Tensor x)
        {
            using var scope = NewDisposeScope();
            var values = x.transpose(0, 1).flatten(1).to(ScalarType.Float64);   // [C, n]
            sum.add_(values.sum(1));
            squares.add_(values.square().sum(1));
            count += values.shape[1];
            return x;
        }

        public void Write(NormBase layer)
        {
            var mean = sum / count;                                             // [C]
            layer.running_mean!.copy_(mean);
            layer.running_var!.copy_((squares - count * mean.square()) / (count - 1));
        }
    }
}
