using TorchSharp.Modules;

namespace Unlearn;

/// <summary>
/// A network's trainable parameters as one vector θ [P], and their gradient as another: an optimizer step is a few operations however
/// many layers there are. While it lives the network's parameters are views into it, convolution weights channels-last in memory; with
/// <see cref="Precision.Mixed"/> those of convolutions and linear layers are bfloat16 copies of it. Disposing it gives the network
/// ordinary float32 parameters again, with the values they have by then.
/// </summary>
public sealed class ParameterVector : IDisposable
{
    private readonly nn.Module[] low;
    private readonly nn.Module net;
    private readonly Tensor? lowValue, lowGradient; // bfloat16 [Q], of the first Q entries

    /// <param name="net">A network in float32; parameters that need no gradient stay as they are and outside.</param>
    /// <param name="precision">Float32 or Mixed (<see cref="Precisions.On"/>).</param>
    /// <exception cref="ArgumentException">No parameter needs a gradient, one is not float32, or the precision is still Auto.</exception>
    public ParameterVector(nn.Module net, Precision precision = Precision.Float32)
    {
        if (precision == Precision.Auto) throw new ArgumentException("precision Auto is not decided: ask Precision.On(device) first.", nameof(precision));
        this.net = net;
        var trained = net.parameters().Where(p => p.requires_grad).ToList();
        if (trained.Count == 0) throw new ArgumentException("no parameter needs a gradient, so there is nothing to train: unfreeze a layer.");
        if (trained.Find(p => p.dtype != ScalarType.Float32) is { } other)
            throw new ArgumentException($"a parameter is {other.dtype}; float32 is needed: call to(ScalarType.Float32) first.");

        low = precision == Precision.Mixed ? [.. net.modules().Where(m => m is Conv2d or Linear && m.parameters().Any(p => p.requires_grad))] : [];
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var lowered = low.SelectMany(m => m.parameters()).Where(p => p.requires_grad).ToList();
        var kept = trained.Where(p => !lowered.Any(l => l.Handle == p.Handle)).ToList();
        Value = cat([.. lowered.Concat(kept).Select(p => Flat(p))]).DetachFromDisposeScope();           // [P]
        Gradient = zeros_like(Value).DetachFromDisposeScope();                                          // [P]
        var lowCount = lowered.Sum(p => p.numel());
        if (low.Length > 0)
        {
            lowValue = Value.narrow(0, 0, lowCount).to(ScalarType.BFloat16).DetachFromDisposeScope();    // [Q]
            lowGradient = zeros_like(lowValue).DetachFromDisposeScope();                                 // [Q]
            foreach (var layer in low) layer.to(ScalarType.BFloat16);
            Alias(low.SelectMany(m => m.parameters()).Where(p => p.requires_grad), lowValue, lowGradient);
        }
        Alias(kept, Value.narrow(0, lowCount, Value.numel() - lowCount), Gradient.narrow(0, lowCount, Value.numel() - lowCount));
    }

    /// <summary>θ, float32 [P]: change it in place, then <see cref="Publish"/>.</summary>
    public Tensor Value { get; }

    /// <summary>∇θ, float32 [P], what backward passes since <see cref="ClearGradient"/> have summed; read it after <see cref="CollectGradient"/>.</summary>
    public Tensor Gradient { get; }

    /// <summary>P.</summary>
    public long Count => Value.numel();

    /// <summary>Layers that compute in bfloat16.</summary>
    internal IReadOnlyList<nn.Module> Low => low;

    /// <summary>Sets every gradient to 0.</summary>
    public void ClearGradient()
    {
        Gradient.zero_();
        lowGradient?.zero_();
    }

    /// <summary>Brings the bfloat16 gradients into <see cref="Gradient"/>.</summary>
    public void CollectGradient()
    {
        if (lowGradient is null) return;
        using var part = Gradient.narrow(0, 0, lowGradient.numel());
        part.copy_(lowGradient);
    }

    /// <summary>Brings θ into the bfloat16 weights.</summary>
    public void Publish()
    {
        if (lowValue is null) return;
        using var part = Value.narrow(0, 0, lowValue.numel());
        using var quiet = no_grad();
        lowValue.copy_(part);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var layer in low) layer.to(ScalarType.Float32);
        var at = 0L;
        foreach (var p in low.SelectMany(m => m.parameters()).Where(p => p.requires_grad))
        {
            p.set_(Slot(Value, ref at, p).contiguous().clone());
            p.grad = null;
        }
        var lowered = low.SelectMany(m => m.parameters()).Select(p => p.Handle).ToHashSet();
        foreach (var p in net.parameters().Where(p => p.requires_grad && !lowered.Contains(p.Handle)))
        {
            p.set_(p.detach().contiguous().clone());
            p.grad = null;
        }
        Value.Dispose();
        Gradient.Dispose();
        lowValue?.Dispose();
        lowGradient?.Dispose();
    }

    private static void Alias(IEnumerable<Tensor> parameters, Tensor value, Tensor gradient)
    {
        var (at, same) = (0L, 0L);
        foreach (var p in parameters)
        {
            p.set_(Slot(value, ref at, p));
            p.grad = Slot(gradient, ref same, p);
        }
    }

    /// <summary>The part of a vector that is <paramref name="p"/>, in its shape.</summary>
    private static Tensor Slot(Tensor vector, ref long at, Tensor p)
    {
        var part = vector.narrow(0, at, p.numel());
        at += p.numel();
        return p.dim() == 4 ? part.view(p.shape[0], p.shape[2], p.shape[3], p.shape[1]).permute(0, 3, 1, 2) : part.view(p.shape);
    }

    private static Tensor Flat(Tensor p) => (p.dim() == 4 ? p.detach().permute(0, 2, 3, 1) : p.detach()).reshape(-1);
}
