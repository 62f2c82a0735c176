namespace Unlearn;

/// <summary>
/// Which parameters of a network are varied, and their one vector θ [P]: named parameters in the network's order, each flattened row by
/// row. Reading and writing copies; the network's own tensors stay where they are.
/// </summary>
public sealed class ParameterBlock
{
    private ParameterBlock(IReadOnlyList<string> names, IReadOnlyList<Tensor> parameters, string within)
    {
        if (parameters.Count == 0) throw new ArgumentException($"no parameter to vary {within}: name a block of the network, or unfreeze a layer.");
        if (parameters.FirstOrDefault(p => !p.is_floating_point() || p.dtype != parameters[0].dtype || p.device.ToString() != parameters[0].device.ToString()) is { } other)
            throw new ArgumentException($"parameters are {parameters[0].dtype} on {parameters[0].device} and {other.dtype} on {other.device}: give the network one type and one device.");
        (Names, Tensors, Size) = (names, parameters, parameters.Sum(p => p.numel()));
    }

    /// <summary>Every parameter that requires a gradient.</summary>
    /// <exception cref="ArgumentException">None does, or they differ in type or device.</exception>
    public static ParameterBlock All(nn.Module net) => Of(net, _ => true, "at all");

    /// <summary>The parameters of one block: those named <paramref name="block"/> or "block.…", such as "head" or "features.conv1".</summary>
    /// <exception cref="ArgumentException">No trainable parameter has that name; the message has the nearest one.</exception>
    public static ParameterBlock Named(nn.Module net, string block)
    {
        bool Within(string name) => name == block || name.StartsWith($"{block}.", StringComparison.Ordinal);
        if (!net.named_parameters().Any(p => Within(p.name)))
            throw new ArgumentException($"no parameters in '{block}': did you mean '{Nearest.Of(block, net.named_parameters().Select(p => p.name))}'? A block is a module's name, such as 'head'.");
        return Of(net, Within, $"in '{block}'");
    }

    /// <summary>P.</summary>
    public long Size { get; }

    /// <summary>The names, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The network's own tensors, in order; not to be disposed.</summary>
    public IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>Float32 or Float64.</summary>
    public ScalarType Type => Tensors[0].dtype;

    /// <summary>Where they lie.</summary>
    public torch.Device Device => Tensors[0].device;

    /// <summary>θ, float64 [P], a copy; the caller disposes it.</summary>
    public Tensor Read()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return Join(Tensors).MoveToOuterDisposeScope();
    }

    /// <summary>θ ← <paramref name="theta"/> [P].</summary>
    /// <exception cref="ArgumentException">Another size.</exception>
    public void Write(Tensor theta) => Each(theta, (p, part) => p.copy_(part));

    /// <summary>θ ← θ + <paramref name="step"/> [P].</summary>
    /// <exception cref="ArgumentException">Another size.</exception>
    public void Add(Tensor step) => Each(step, (p, part) => p.add_(part));

    /// <summary>A vector [P] in the shapes and the type of the parameters. Fresh; they belong to the scope that is open.</summary>
    internal Tensor[] Split(Tensor vector)
    {
        var at = 0L;
        var parts = new Tensor[Tensors.Count];
        foreach (var (i, p) in Tensors.Index())
        {
            parts[i] = vector.narrow(0, at, p.numel()).view(p.shape).to(Type);
            at += p.numel();
        }
        return parts;
    }

    /// <summary>Tensors in the parameters' shapes as one float64 [P]; it belongs to the scope that is open.</summary>
    internal static Tensor Join(IReadOnlyList<Tensor> parts) => cat([.. parts.Select(p => p.detach().reshape(-1).to(ScalarType.Float64))]);

    private static ParameterBlock Of(nn.Module net, Func<string, bool> within, string where)
    {
        var chosen = net.named_parameters().Where(p => p.parameter.requires_grad && within(p.name)).ToList();
        return new([.. chosen.Select(p => p.name)], [.. chosen.Select(p => (Tensor)p.parameter)], where);
    }

    private void Each(Tensor vector, Action<Tensor, Tensor> change)
    {
        if (vector.dim() != 1 || vector.shape[0] != Size)
            throw new ArgumentException($"a vector [{string.Join(", ", vector.shape)}] for {Size:N0} parameters: one entry each is needed.");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var (p, part) in Tensors.Zip(Split(vector))) change(p, part);
    }
}
