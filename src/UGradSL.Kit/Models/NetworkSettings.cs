namespace Unlearn;

/// <summary>A network by name, as a plan writes it.</summary>
/// <param name="Name">One of <see cref="NamedNets.Names"/>.</param>
/// <param name="Width">Of the first layer; null: as published.</param>
public sealed record NetworkSettings(string Name, int? Width = null)
{
    /// <summary>Built for <paramref name="data"/>, with the weights that <paramref name="seed"/> draws; the caller disposes it.</summary>
    /// <exception cref="ArgumentException">No such network, or one that does not read such data.</exception>
    public Net For(Dataset data, int seed = 0) => Seeds.Initialise(seed, () => NamedNets.For(Name, data, Width));

    /// <summary>"resnet18, width 16".</summary>
    public override string ToString() => Width is { } width ? $"{Name}, width {width}" : Name;
}
