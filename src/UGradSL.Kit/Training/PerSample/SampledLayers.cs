using TorchSharp.Modules;

namespace Unlearn;

/// <summary>y_t = W·x_t + b: the gradient is Σ_t g_t·x_tᵀ, and Σ_t g_t.</summary>
internal sealed class SampledLinear(Linear layer) : SampledLayer(layer, layer.weight!, layer.bias)
{
    public override (Tensor Weight, Tensor? Bias) Rows(Tensor x, Tensor g)
    {
        var (b, s, from, to) = (x.shape[0], g.shape[1], x.shape[^1], g.shape[^1]);
        var gradients = g.reshape(b, s, -1, to);                                             // [B, S, T, O]
        var products = gradients.transpose(2, 3).reshape(b, s * to, -1).bmm(x.reshape(b, -1, from)); // [B, S·O, I]
        return (products.view(b, s, -1), Bias is null ? null : gradients.sum(2));
    }

    public override void AddSquares(Tensor x, Tensor g, Tensor? weight, Tensor? bias)
    {
        if (x.dim() > 2)
        {
            base.AddSquares(x, g, weight, bias);
            return;
        }
        using var scope = NewDisposeScope();
        var squares = g.square().sum(1);              // [B, O]: with one position, (g·x)² = g²·x² and no gradient is ever laid out
        weight?.add_(squares.t().mm(x.square()));     // [O, I]
        bias?.add_(squares.sum([0]));                 // [O]; sum(0) would be a sum as bytes
    }

    public override Tensor Dots(Tensor x, Tensor g, Tensor? weight, Tensor? bias)
    {
        if (weight is null) return base.Dots(x, g, weight, bias);
        var (b, v, from, to) = (x.shape[0], weight.shape[0], x.shape[^1], g.shape[^1]);
        var outputs = linear(x.reshape(b, -1, from), weight.reshape(v * to, from), bias?.reshape(-1)); // [B, T, V·O]
        return (outputs.view(b, -1, v, to) * g.reshape(b, -1, 1, to)).sum([1, 3]);
    }
}

/// <summary>y = γ·x̂ + β in evaluation mode, x̂ = (x − μ)/√(σ² + ε) by the running statistics: the gradient is Σ g·x̂, and Σ g.</summary>
internal sealed class SampledBatchNorm(BatchNorm2d layer) : SampledLayer(layer, layer.weight!, layer.bias)
{
    public override (Tensor Weight, Tensor? Bias) Rows(Tensor x, Tensor g)
    {
        var scale = (layer.running_var! + layer.eps).rsqrt();                                            // [C]
        var normal = (x - layer.running_mean!.view(1, -1, 1, 1)) * scale.view(1, -1, 1, 1);              // [B, C, H, W]
        if (g.is_contiguous()) normal = normal.contiguous();                                             // products of two orders in memory are slow
        return ((g * normal.unsqueeze(1)).sum([3, 4]), g.sum([3, 4]));
    }
}

/// <summary>y = γ·x̂ + β, x̂ normalised over the last dimensions: the gradient is Σ g·x̂ over all others, and Σ g.</summary>
internal sealed class SampledLayerNorm(LayerNorm layer) : SampledLayer(layer, layer.weight!, layer.bias)
{
    public override (Tensor Weight, Tensor? Bias) Rows(Tensor x, Tensor g)
    {
        var (b, s, size) = (x.shape[0], g.shape[1], Weight.numel());
        var normal = layer_norm(x, Weight.shape, eps: layer.eps).reshape(b, 1, -1, size); // [B, 1, T, D]
        var gradients = g.reshape(b, s, -1, size);                                       // [B, S, T, D]
        return ((gradients * normal).sum(2), Bias is null ? null : gradients.sum(2));
    }
}

/// <summary>y_t = W[x_t]: the gradient of a row is Σ g_t over the places of its token.</summary>
internal sealed class SampledEmbedding(Embedding layer) : SampledLayer(layer, layer.parameters().First(), null) // its weight property is a new tensor at each call
{
    public override (Tensor Weight, Tensor? Bias) Rows(Tensor x, Tensor g)
    {
        var (b, s, width) = (x.shape[0], g.shape[1], g.shape[^1]);
        var rows = zeros(b, s, Weight.shape[0], width, g.dtype, g.device);                                              // [B, S, V, D]
        var places = x.reshape(b, 1, -1, 1).expand(b, s, -1, width);                                                    // [B, S, L, D]
        return (rows.scatter_add_(2, places, g.reshape(b, s, -1, width)).view(b, s, -1), null);
    }

    /// <summary>Only rows whose token occurs: V·D numbers a sample would not fit into memory.</summary>
    public override void AddSquares(Tensor x, Tensor g, Tensor? weight, Tensor? bias)
    {
        if (weight is null) return;
        using var scope = NewDisposeScope();
        var (b, s, width) = (x.shape[0], g.shape[1], g.shape[^1]);
        var ids = x.reshape(b, -1);                                                                                     // [B, L]
        var same = ids.unsqueeze(2).eq(ids.unsqueeze(1)).to(g.dtype);                                                   // [B, L, L]
        var rows = same.bmm(g.reshape(b, s, -1, width).transpose(1, 2).reshape(b, -1, s * width));                      // [B, L, S·D], the sum over a token's places at each of them
        var squares = rows.pow_(2).view(b, -1, s, width).sum(2) / same.sum(2, keepdim: true);                           // [B, L, D]
        weight.scatter_add_(0, ids.reshape(-1, 1).expand(-1, width), squares.view(-1, width));
    }

    public override Tensor Dots(Tensor x, Tensor g, Tensor? weight, Tensor? bias)
    {
        if (weight is null) return base.Dots(x, g, weight, bias);
        var (b, v, width) = (x.shape[0], weight.shape[0], g.shape[^1]);
        var rows = weight.reshape(v, -1, width).index_select(1, x.reshape(-1)).view(v, b, -1, width);                   // [V, B, L, D]
        return (rows * g.reshape(1, b, -1, width)).sum([2, 3]).t();
    }
}
