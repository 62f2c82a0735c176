namespace Unlearn;

/// <summary>
/// <c>autograd.grad</c> behind checks: TorchSharp passes libtorch's errors there on to nobody, and the process ends. The graph is always
/// kept (it dies with its tensors), so that no call can meet one that an earlier call has freed.
/// </summary>
internal static class Gradients
{
    /// <summary>Σᵢ ⟨∂outputsᵢ/∂input, weightsᵢ⟩ for each input, in the inputs' shapes; 0 for an input that no output depends on.</summary>
    /// <param name="outputs">Those that depend on no parameter are left out.</param>
    /// <param name="inputs">Leaves or tensors of the graph that require a gradient.</param>
    /// <param name="weights">One a output, in its shape; null: outputs are single numbers, of weight 1.</param>
    /// <param name="again">Whether what comes back is to be differentiated once more.</param>
    /// <exception cref="ArgumentException">No input, an input without gradient, or weights that do not fit the outputs.</exception>
    public static Tensor[] Of(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor>? weights = null, bool again = false)
    {
        if (inputs.Count == 0) throw new ArgumentException("nothing to differentiate by: give at least one tensor.");
        if (inputs.FirstOrDefault(t => !t.requires_grad) is { } constant)
            throw new ArgumentException($"an input [{string.Join(", ", constant.shape)}] needs no gradient: unfreeze it, or leave it out.");
        if (weights is null && outputs.FirstOrDefault(t => t.numel() != 1) is { } many)
            throw new ArgumentException($"an output [{string.Join(", ", many.shape)}] is not a single number: weigh its entries.");
        if (weights is not null && (weights.Count != outputs.Count || outputs.Zip(weights).Any(p => !p.First.shape.SequenceEqual(p.Second.shape) || p.First.dtype != p.Second.dtype)))
            throw new ArgumentException("the weights' number, shapes or types are not the outputs': give each output weights like itself.");

        var live = Enumerable.Range(0, outputs.Count).Where(i => outputs[i].requires_grad).ToList();
        if (live.Count == 0) return [.. inputs.Select(t => zeros_like(t))];
        var found = autograd.grad([.. live.Select(i => outputs[i])], inputs.ToArray(), weights is null ? null : [.. live.Select(i => weights[i])],
            retain_graph: true, create_graph: again, allow_unused: true);
        return [.. found.Select((g, i) => g is null || g.IsInvalid ? zeros_like(inputs[i]) : g)];
    }
}
