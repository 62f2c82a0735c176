using TorchSharp.Modules;

namespace Unlearn;

/// <summary>A network with one output more, [B, K+1], from the input of its last layer. Disposing it leaves the network as it is by then, K outputs wide.</summary>
internal sealed class WidenedNet : Net
{
    private readonly Net inner;
    private readonly Linear extra;
    private readonly nn.Module<Tensor, Tensor>.HookRemover hook;
    private bool widening; // whoever calls the network itself, along the way, gets K outputs

    /// <param name="inner">Trained together with the extra output; it stays the caller's.</param>
    /// <param name="rng">The extra weights are drawn from a stream of their own that follows from it.</param>
    /// <exception cref="ArgumentException">The network's last layer is not linear.</exception>
    public WidenedNet(Net inner, Generator rng) : base(nameof(WidenedNet))
    {
        this.inner = inner;
        var head = inner.named_modules().Where(m => WeightLayouts.IsHead(inner, m.name + ".weight")).Select(m => m.module).OfType<Linear>().LastOrDefault()
            ?? throw new ArgumentException($"{inner} has no linear last layer that could be given one output more: name it 'head', or take another method.");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var own = Seeds.Fork(rng, "extra output");
        var (classes, width, device) = (head.weight!.shape[0], head.weight.shape[1], head.weight.device);
        extra = nn.Linear(width, 1, device: device);
        extra.weight!.copy_(randn([1, width], generator: own) * Math.Sqrt(2.0 / (width + classes + 1)));
        extra.bias!.zero_();
        register_module(nameof(inner), inner);
        register_module(nameof(extra), extra);
        hook = head.register_forward_hook((_, x, y) => widening ? cat([y, extra.call(x)], 1) : y);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        widening = true;
        try
        {
            return inner.call(x); // [B, K+1]
        }
        finally
        {
            widening = false;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">It is one network's own.</exception>
    public override Net Fresh() => throw new NotSupportedException("a widened network belongs to one network: widen another.");

    /// <inheritdoc/>
    public override string ToString() => $"{inner} and one output";

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hook.remove();
            extra.Dispose();
        }
        base.Dispose(false); // with true it would take the inner network along
    }
}
