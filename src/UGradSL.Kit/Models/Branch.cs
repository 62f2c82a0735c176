namespace Unlearn;

/// <summary>Modules under one name, for the levels of PyTorch's names that do nothing but group: "attention.self.query".</summary>
internal sealed class Branch : nn.Module
{
    public Branch(params ReadOnlySpan<(string Name, nn.Module Module)> children) : base(nameof(Branch))
    {
        foreach (var (name, module) in children) register_module(name, module);
    }

    /// <summary>The same module in a row of branches: "0", "1", ….</summary>
    public static Branch Row(IEnumerable<nn.Module> children) => new([.. children.Select((module, i) => ($"{i}", module))]);
}
