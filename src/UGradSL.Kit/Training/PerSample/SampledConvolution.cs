using TorchSharp.Modules;

namespace Unlearn;

/// <summary>A convolution is a linear layer of patches: with U the patches [I·k·k, L] of a sample, the gradient is g·Uᵀ, and Σ_l g_l.</summary>
internal sealed class SampledConvolution(Conv2d layer) : SampledLayer(layer, layer.weight!, layer.bias)
{
    /// <summary>Pairs of places are summed over up to so many places, in all and for each direction; and the most float32 that they take.</summary>
    private const long Places = 32, PlacesEach = 3, Most = 1 << 22;

    public override (Tensor Weight, Tensor? Bias) Rows(Tensor x, Tensor g)
    {
        var (b, s, to, groups) = (x.shape[0], g.shape[1], g.shape[2], layer.groups);
        var patches = Patches(x);                                                                         // [B, I·k·k, L]
        var gradients = g.flatten(3);                                                                     // [B, S, O, L]
        var bias = Bias is null ? null : gradients.sum(3);                                                // [B, S, O]
        if (groups == 1) return (gradients.reshape(b, s * to, -1).bmm(patches.transpose(1, 2)).view(b, s, -1), bias);
        var apart = gradients.unflatten(2, groups, to / groups).transpose(1, 2).reshape(b * groups, s * to / groups, -1); // [B·G, S·O/G, L]
        var products = apart.bmm(patches.reshape(b * groups, -1, patches.shape[2]).transpose(1, 2));      // [B·G, S·O/G, I/G·k·k]
        return (products.view(b, groups, s, -1).transpose(1, 2).reshape(b, s, -1), bias);
    }

    /// <summary>
    /// Where places are few beside directions, by Σ_s (Σ_l g_sl·u_l)² = Σ_ll′ (Σ_s g_sl·g_sl′)·(u_l·u_l′): one product over all samples and
    /// pairs of places, and the S gradients of a sample are never laid out.
    /// </summary>
    public override void AddSquares(Tensor x, Tensor g, Tensor? weight, Tensor? bias)
    {
        var (b, s, to, places) = (x.shape[0], g.shape[1], g.shape[2], g.shape[3] * g.shape[4]);
        if (layer.groups > 1 || weight is null || places > Math.Min(Places, PlacesEach * s))
        {
            base.AddSquares(x, g, weight, bias);
            return;
        }
        using var scope = NewDisposeScope();
        var pairs = (from l in Enumerable.Range(0, (int)places) from m in Enumerable.Range(l, (int)places - l) select (l, m)).ToList();
        var (first, second) = (tensor(pairs.Select(p => (long)p.l).ToArray(), device: x.device), tensor(pairs.Select(p => (long)p.m).ToArray(), device: x.device));
        var counts = tensor(pairs.Select(p => p.l == p.m ? 1f : 2f).ToArray(), device: x.device).view(-1, 1, 1);   // [Q, 1, 1]
        Tensor Paired(Tensor t) => t.index_select(0, first).mul_(t.index_select(0, second));
        var size = Math.Clamp(Most / (pairs.Count * Math.Max(s * to, Weight.numel() / to)), 1, b);
        for (var at = 0L; at < b; at += size)
        {
            using var step = NewDisposeScope();
            var count = Math.Min(size, b - at);
            var gradients = g.narrow(0, at, count).flatten(3).permute(3, 1, 0, 2).contiguous();                   // [L, S, B, O]
            var left = Paired(gradients).sum([1]).mul_(counts);                                                   // [Q, B, O]
            var right = Paired(Patches(x.narrow(0, at, count)).permute(2, 0, 1).contiguous());                    // [Q, B, I·k·k]
            var squares = left.view(-1, to).t().mm(right.view(-1, right.shape[2])).clamp_min_(0);                 // [O, I·k·k]; below 0 is rounding
            weight.view(to, -1).add_(squares);
            bias?.add_(gradients.sum([0]).pow_(2).sum([0, 1]));
        }
    }

    /// <summary>One convolution with the vectors in place of the weights.</summary>
    public override Tensor Dots(Tensor x, Tensor g, Tensor? weight, Tensor? bias)
    {
        if (layer.groups > 1 || weight is null) return base.Dots(x, g, weight, bias);
        var shape = Weight.shape;
        var (v, to) = (weight.shape[0], shape[0]);
        var outputs = conv2d(x, weight.reshape(v * to, shape[1], shape[2], shape[3]), bias?.reshape(-1), layer.stride, layer.padding, layer.dilation); // [B, V·O, H, W]
        return (outputs.unflatten(1, v, to) * g).sum([2, 3, 4]);
    }

    /// <summary>What each place of the output looks at, [B, I·k·k, L].</summary>
    private Tensor Patches(Tensor x)
    {
        static (long, long) Pair(long[]? sides) => (sides![0], sides[^1]);
        return unfold(x, (Weight.shape[2], Weight.shape[3]), Pair(layer.dilation), Pair(layer.padding), Pair(layer.stride));
    }
}
