namespace Unlearn;

/// <summary>What is tuned for one data set, network and way to forget, as a file says it.</summary>
/// <param name="Scale">In a word: "laptop".</param>
/// <param name="Data">What is trained and validated on.</param>
/// <param name="Network">The architecture.</param>
/// <param name="Tuner">Forgetting, training, budget and seed.</param>
/// <param name="Candidates">The methods, each with what may be chosen of it.</param>
public sealed record TuningPlan(string Scale, DataSettings Data, NetworkSettings Network, Tuner Tuner, IReadOnlyList<Candidate> Candidates)
{
    /// <summary>Tunes what <paramref name="store"/> does not hold; throw from either to stop.</summary>
    /// <exception cref="ArgumentException">A setting outside its range.</exception>
    public TunedPreset Run(UnitStore store, Action<Trial>? onTrial = null, Action<Step>? onStep = null)
    {
        using var data = Data.Load();
        using var network = Network.For(data);
        return new($"{Data}", $"{Network}", Tuner.Forgetting.Split(data, Tuner.Seed).Description, Scale, Tuner,
            [.. Tuner.Run(data, network, [.. Candidates.Select(c => (c.Method, c.Space))], onTrial, store: store, onStep: onStep)]);
    }
}

/// <summary>A method to be tuned.</summary>
/// <param name="Method">With the settings that stay.</param>
/// <param name="Space">Those that may be chosen.</param>
public sealed record Candidate(Unlearner Method, SearchSpace Space);
