using TorchSharp.Modules;

namespace Unlearn;

/// <summary>A convolution followed by BatchNorm, in one pass where that is the same.</summary>
internal static class Folding
{
    /// <summary>
    /// norm(conv(x)). In evaluation, without a graph, BatchNorm is an affine map of each channel and is folded into the convolution:
    /// with s = γ/√(σ² + ε), the weights are s·W and the bias β + s·(b − μ). Folding anew for each batch costs less than keeping what
    /// was folded right while weights change.
    /// </summary>
    /// <param name="conv">Groups, strides and padding as they are; zero padding.</param>
    /// <param name="norm">Over the convolution's channels.</param>
    /// <param name="x">[B, C, H, W].</param>
    /// <returns>[B, C', H', W']; it belongs to the scope that is open.</returns>
    public static Tensor Normalised(this Conv2d conv, BatchNorm2d norm, Tensor x)
    {
        if (norm.training || is_grad_enabled() || !norm.track_running_stats || !norm.affine) return norm.call(conv.call(x));
        using var scope = NewDisposeScope();
        var scale = norm.weight! * (norm.running_var! + norm.eps).rsqrt();                                  // [C']
        var weight = conv.weight!.to(ScalarType.Float32) * scale.view(-1, 1, 1, 1);                         // [C', C/groups, k, k]
        var shift = conv.bias is { } b ? b.to(ScalarType.Float32) - norm.running_mean! : -norm.running_mean!; // [C']
        var bias = norm.bias! + scale * shift;                                                              // [C']
        var type = conv.weight!.dtype;
        return conv2d(x.to(type), weight.to(type), bias.to(type), conv.stride, conv.padding, conv.dilation, conv.groups).MoveToOuterDisposeScope();
    }
}
