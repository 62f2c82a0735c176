namespace Unlearn;

/// <summary>How much each weight matters to some data: squared gradients of a network in evaluation mode, gathered batch by batch.</summary>
public abstract class SquaredGradients : IDisposable
{
    /// <summary>Names and values of the parameters that need a gradient, in the order of <see cref="Mean"/>. The weights must not change meanwhile.</summary>
    public abstract IReadOnlyList<(string Name, Tensor Tensor)> Parameters { get; }

    /// <summary>Takes in a batch.</summary>
    /// <returns>Its mean cross-entropy with the data's labels.</returns>
    public abstract double Add(Batch batch);

    /// <summary>The mean so far, float32 in each parameter's shape; they belong to the scope that is open.</summary>
    /// <exception cref="InvalidOperationException">No batch was added.</exception>
    public abstract IReadOnlyList<Tensor> Mean();

    /// <inheritdoc/>
    public abstract void Dispose();
}
