namespace Unlearn;

/// <summary>What a stored network was built from, by the names that the command line takes: with it a folder is enough to load the data and build the network again.</summary>
/// <param name="Data">A name of <see cref="NamedData"/>.</param>
/// <param name="Model">A name of <see cref="NamedNets"/>.</param>
public sealed record Origin(string Data, string Model)
{
    /// <summary>Training samples that were taken, as even as possible over the classes; null: all.</summary>
    public int? Images { get; init; }

    /// <summary>The network's width, where it was set.</summary>
    public int? Width { get; init; }

    /// <summary>The data, or the part of it that was taken; the caller disposes it.</summary>
    /// <exception cref="ArgumentException">No such set, or more samples than it has.</exception>
    /// <exception cref="FileNotFoundException">It is not in the cache.</exception>
    public Dataset Load()
    {
        var data = NamedData.Load(Data);
        if (Images is not { } images) return data;
        using (data) return data.Balanced(images);
    }

    /// <summary>A network like the stored one, with the first weights of <paramref name="seed"/>; the caller disposes it.</summary>
    public Net Build(Dataset data, int seed) => Seeds.Initialise(seed, () => NamedNets.For(Model, data, Width));
}
