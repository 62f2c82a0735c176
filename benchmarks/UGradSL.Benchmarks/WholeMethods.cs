namespace Unlearn.Benchmarks;

/// <summary>A method from beginning to end, on the first images: one of works.py's METHODS.</summary>
/// <param name="Retain">Samples of D_r.</param>
/// <param name="Method">As the released algorithm computes it, or the same statistic.</param>
internal readonly record struct WholeMethods(int Retain, Unlearner Method)
{
    public static IReadOnlyDictionary<string, WholeMethods> Of { get; } = new Dictionary<string, WholeMethods>
    {
        ["ff"] = new(128, new FisherForgetting(1e-8)),
        ["ff released"] = new(128, new FisherForgetting(1e-8) { Reading = Reading.AsReleased }),
        ["iu released"] = new(1002, new InfluenceUnlearning(1e-3) { Reading = Reading.AsReleased }),
    };

    /// <summary>Unlearns the first <paramref name="forget"/> images; the losses of its steps.</summary>
    public IReadOnlyList<double> Run(Net net, LabeledData data, int retain, int forget, Generator rng)
    {
        Subset all = data.All.First(retain + forget), gone = all.First(forget), kept = all with { Indices = [.. all.Indices.Skip(forget)] };
        return [.. Method.Run(net, new(gone, kept, gone.First(1), gone.First(1), "the first"), rng).Select(step => step.Loss)];
    }
}
