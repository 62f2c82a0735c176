namespace Unlearn;

/// <summary>A network in evaluation mode; disposed, every module is back in the mode that it had.</summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly List<(nn.Module Module, bool Training)> modes;

    public EvaluationMode(nn.Module net)
    {
        modes = [.. net.modules().Prepend(net).Select(module => (module, module.training))];
        net.eval();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (module, training) in modes) module.train(training); // parents first: each child ends in its own mode
    }
}
