namespace Unlearn;

/// <summary>libtorch's <c>autograd.grad</c>, most misuse of which ends the process, uncatchably: all is checked before it is called.</summary>
internal static class Gradients
{
    /// <summary>∂⟨output, direction⟩/∂input for each input; null where the output does not depend on it. They belong to the scope that is open.</summary>
    /// <param name="output">Any shape, part of a graph that no call has used up.</param>
    /// <param name="inputs">Each needs a gradient.</param>
    /// <param name="direction">Of the output's shape.</param>
    /// <param name="again">Whether the graph is needed once more.</param>
    /// <exception cref="ArgumentException">A direction of another shape, an output without a graph, or an input that needs no gradient.</exception>
    public static IReadOnlyList<Tensor?> Of(Tensor output, IReadOnlyList<Tensor> inputs, Tensor direction, bool again = false)
    {
        if (!output.shape.SequenceEqual(direction.shape))
            throw new ArgumentException($"a direction [{string.Join(", ", direction.shape)}] for an output [{string.Join(", ", output.shape)}]: both need one shape.");
        if (!output.requires_grad || inputs.Any(input => !input.requires_grad))
            throw new ArgumentException("the output or an input needs no gradient: compute the output with gradients enabled, and ask for inputs that require one.");
        return inputs.Count == 0 ? [] :
            [.. autograd.grad([output], [.. inputs], [direction], retain_graph: again, create_graph: false, allow_unused: true).Select(g => g is null || g.IsInvalid ? null : g)];
    }
}
