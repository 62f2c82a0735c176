using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>
/// One row of one seed: a method run on an original network and measured, or that original itself. Originals and retrained networks are
/// units like all others, and serve every experiment that needs them.
/// </summary>
/// <param name="Data">What it is trained and tested on.</param>
/// <param name="Network">The architecture.</param>
/// <param name="Forgetting">How D_f is chosen.</param>
/// <param name="Training">How the original is trained.</param>
/// <param name="Seed">Of split, first weights and order.</param>
/// <param name="Method">Null: the original as it is.</param>
public sealed record SweepUnit(DataSettings Data, NetworkSettings Network, Forgetting Forgetting, TrainSettings Training, int Seed, Unlearner? Method)
{
    internal const string Kind = "run";

    /// <summary>Which shadow of the network it is; null: the network itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Shadow? Shadow { get; init; }

    /// <summary>The unit that a key was made of.</summary>
    /// <exception cref="InvalidDataException">The key is of another kind, or its method is not the kit's own: its settings do not say how it works.</exception>
    public static SweepUnit Of(UnitKey key)
    {
        if (key.Kind != Kind) throw new InvalidDataException($"{key} is a '{key.Kind}', not a '{Kind}': it is made on the way to one, by itself.");
        try
        {
            var settings = JsonNode.Parse(key.Settings)!.AsObject();
            if (settings.TryGetPropertyValue("own", out var own) && own is not null) throw new JsonException($"the method {own} is not the kit's own");
            return settings.Deserialize<SweepUnit>(Json.Compact) ?? throw new JsonException("it is empty");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"the settings of {key} cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>By which its result is stored.</summary>
    /// <remarks>A method that is not the kit's own is written as it prints, too: as JSON it has only what all methods have.</remarks>
    [JsonIgnore]
    public UnitKey Key => UnitKey.Of(Kind, new { Data, Network, Forgetting, Training, Seed, Method, Own = Methods.All.Any(m => m.GetType() == Method?.GetType()) ? null : Method?.ToString(), Shadow });

    /// <summary>By which its original's weights are stored: the same for all ways to forget that hold out the same samples, where no part of D_r is drawn.</summary>
    [JsonIgnore]
    public UnitKey OriginalKey => UnitKey.Of("original",
        new { Data, Network, HeldOut = Forgetting.HeldOut(), Training, Seed, Shadow, Drawn = Shadow is { Share: < 1 } ? Forgetting : null });

    /// <summary>"UGradSL+", "UGradSL+ (BN both)", "Original".</summary>
    [JsonIgnore]
    public string Name => Methods.Title(Method);

    /// <summary>What first weights and orders come from.</summary>
    internal int TrainingSeed => Shadow?.SeedOf(Seed) ?? Seed;

    /// <summary>"UGradSL+", and of a shadow "UGradSL+, pair 3".</summary>
    internal string Title => Shadow is null ? Name : $"{Name}, pair {Shadow.Pair + 1}";

    /// <summary>Its parts of the data.</summary>
    internal ForgetSplit Split(Dataset data)
    {
        var whole = Forgetting.Split(data, Seed);
        return Shadow is null ? whole : Shadow.Of(whole, Seed);
    }

    /// <summary>"cifar10, 15,000 to train on · resnet18, width 16 · seed 0 · UGradSL+".</summary>
    public override string ToString() => $"{Data} · {Network} · seed {Seed} · {Title}";
}

/// <summary>What is declared together: every method on every way to forget, for every seed.</summary>
/// <param name="Name">In a word or two.</param>
/// <param name="Data">What is trained and tested on.</param>
/// <param name="Network">The architecture.</param>
/// <param name="Forgettings">Ways to choose D_f.</param>
/// <param name="Training">How originals are trained, and networks retrained.</param>
/// <param name="Seeds">Each seeds a split, an original and every method's order.</param>
/// <param name="Methods">Besides the original. A <see cref="Retrain"/> is trained as <paramref name="Training"/> says, whatever it says itself.</param>
public sealed record Experiment(
    string Name, DataSettings Data, NetworkSettings Network, IReadOnlyList<Forgetting> Forgettings, TrainSettings Training, IReadOnlyList<int> Seeds, IReadOnlyList<Unlearner> Methods)
{
    /// <summary>Its units: for each way to forget and seed the original, then the methods in their order.</summary>
    [JsonIgnore]
    public IEnumerable<SweepUnit> Units =>
        from forgetting in Forgettings
        from seed in Seeds
        from method in Methods.Select(m => m is Retrain retrain ? retrain with { Training = Training } : m).Prepend(null)
        select new SweepUnit(Data, Network, forgetting, Training, seed, method);

    /// <summary>With a preset's methods after its own: those that climb with both readings of BatchNorm's statistics, so that none wins by that alone.</summary>
    public Experiment With(TunedPreset preset) => this with
    {
        Methods = [.. Methods, .. preset.Methods.SelectMany(tuned => tuned.Settings is AscendingUnlearner climbing
            ? (Unlearner[])[climbing with { BatchNorm = BatchNormStatistics.RetainOnly }, climbing with { BatchNorm = BatchNormStatistics.Both }] : [tuned.Settings])],
    };

    /// <summary>Refuses settings outside their range before anything is trained.</summary>
    /// <exception cref="ArgumentException">The value, what is allowed and what to try.</exception>
    public void Check()
    {
        if (Forgettings.Count == 0 || Seeds.Count == 0) throw new ArgumentException($"{Name}: {Forgettings.Count} ways to forget and {Seeds.Count} seeds: at least one of each is needed.");
        Training.Check();
        foreach (var method in Methods) method.Check();
    }
}
