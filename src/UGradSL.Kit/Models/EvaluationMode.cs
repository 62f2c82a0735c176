namespace Unlearn;

/// <summary>
/// Holds a network in evaluation mode, and puts every module's mode back. In training mode BatchNorm couples the samples of a batch and
/// moves its statistics, and dropout makes every product another one.
/// </summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly List<(nn.Module Module, bool Training)> modes;

    public EvaluationMode(nn.Module net)
    {
        modes = [.. net.modules().Prepend(net).Select(module => (module, module.training))];
        net.eval();
    }

    public void Dispose()
    {
        foreach (var (module, training) in modes) module.train(training); // parents first: each child ends in its own mode
    }
}
