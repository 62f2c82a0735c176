using TorchSharp.Modules;

namespace Unlearn;

/// <summary>
/// A layer whose gradient for one sample follows from what went in and from the gradient of what came out, so that one backward pass
/// serves a whole batch. Inputs x are [B, …]; output gradients g are [B, S, …], of S backward passes at once.
/// </summary>
internal abstract class SampledLayer
{
    /// <summary>The most float32 that gradients one by one, or of outputs, take at a time: as much as stays in a core's cache.</summary>
    private const long Most = 1 << 18;

    /// <param name="module">Called with one tensor.</param>
    /// <param name="weight">Its weight.</param>
    /// <param name="bias">Its bias, if it has one.</param>
    protected SampledLayer(nn.Module<Tensor, Tensor> module, Tensor weight, Tensor? bias) => (Module, Weight, Bias) = (module, weight, bias);

    public nn.Module<Tensor, Tensor> Module { get; }

    public Tensor Weight { get; }

    public Tensor? Bias { get; }

    /// <summary>The kind that is known of <paramref name="module"/>, or null. BatchNorm counts in evaluation mode alone: in training a sample's output hangs on all others'.</summary>
    public static SampledLayer? Of(nn.Module module) => module switch
    {
        Linear layer => new SampledLinear(layer),
        Conv2d { padding_mode: PaddingModes.Zeros, padding: not null } layer => new SampledConvolution(layer),
        BatchNorm2d { affine: true, track_running_stats: true, training: false } layer => new SampledBatchNorm(layer),
        LayerNorm { weight: not null } layer => new SampledLayerNorm(layer),
        Embedding layer => new SampledEmbedding(layer),
        _ => null,
    };

    /// <summary>The gradients one by one, flattened: of the weight [B, S, n], and of the bias [B, S, m].</summary>
    public abstract (Tensor Weight, Tensor? Bias) Rows(Tensor x, Tensor g);

    /// <summary>Adds to each sum what squares of the gradients one by one sum to, over B and S.</summary>
    /// <param name="x">[B, …].</param>
    /// <param name="g">[B, S, …].</param>
    /// <param name="weight">Of the weight's shape, contiguous; null where it is not asked for.</param>
    /// <param name="bias">Of the bias's shape, contiguous, or null.</param>
    public virtual void AddSquares(Tensor x, Tensor g, Tensor? weight, Tensor? bias) => Add(x, g, weight, bias, rows => rows.pow_(2));

    /// <summary>Adds the gradients' own sums.</summary>
    public void AddSums(Tensor x, Tensor g, Tensor? weight, Tensor? bias) => Add(x, g, weight, bias, rows => rows);

    /// <summary>The gradients one by one times vectors, [B, V], with one backward pass.</summary>
    /// <param name="x">[B, …].</param>
    /// <param name="g">[B, 1, …].</param>
    /// <param name="weight">[V, n]; null where it is not asked for.</param>
    /// <param name="bias">[V, m], or null.</param>
    public virtual Tensor Dots(Tensor x, Tensor g, Tensor? weight, Tensor? bias)
    {
        var rows = Rows(x, g);
        var dots = zeros(x.shape[0], (weight ?? bias)!.shape[0], g.dtype, g.device); // [B, V]
        if (weight is not null) dots = dots + rows.Weight.squeeze(1).mm(weight.t());
        return rows.Bias is { } more && bias is not null ? dots + more.squeeze(1).mm(bias.t()) : dots;
    }

    private void Add(Tensor x, Tensor g, Tensor? weight, Tensor? bias, Func<Tensor, Tensor> of)
    {
        var size = Math.Clamp(Most / Math.Max(g.shape[1] * Weight.numel(), g.numel() / g.shape[0]), 1, x.shape[0]);
        for (var at = 0L; at < x.shape[0]; at += size)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(size, x.shape[0] - at);
            var rows = Rows(x.narrow(0, at, count), g.narrow(0, at, count));
            weight?.view(-1).add_(of(rows.Weight).sum([0, 1]));
            if (rows.Bias is { } more) bias?.view(-1).add_(of(more).sum([0, 1]));
        }
    }
}
