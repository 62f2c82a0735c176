using TorchSharp.Modules;

namespace Unlearn;

/// <summary>How published networks draw their first weights, where that is not how PyTorch's layers do.</summary>
internal static class FirstWeights
{
    /// <summary>Convolutions from N(0, 2/fan-out) (He et al., 2015), their biases 0.</summary>
    public static void DrawConvolutions(nn.Module net)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var conv in net.modules().OfType<Conv2d>())
        {
            nn.init.kaiming_normal_(conv.weight, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU);
            conv.bias?.zero_();
        }
    }

    /// <summary>Linear layers and embeddings from N(0, <paramref name="deviation"/>²), biases 0.</summary>
    public static void DrawLinears(nn.Module net, double deviation)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var linear in net.modules().OfType<Linear>())
        {
            nn.init.normal_(linear.weight, 0, deviation);
            linear.bias?.zero_();
        }
        foreach (var embedding in net.modules().OfType<Embedding>()) nn.init.normal_(embedding.weight, 0, deviation);
    }
}
