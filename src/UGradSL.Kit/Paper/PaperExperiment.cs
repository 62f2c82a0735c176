using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>What makes a block of a table, or a figure, anew: every method on one way to forget, for every seed. It is declared, not run.</summary>
/// <param name="Name">"table-02-cifar-100", "figure-3".</param>
/// <param name="Scale">At what size.</param>
/// <param name="Data">What is trained and tested on.</param>
/// <param name="Network">The architecture.</param>
/// <param name="Forgetting">How D_f is chosen.</param>
/// <param name="Training">How originals are trained, and networks retrained.</param>
/// <param name="Seeds">Each seeds a split, an original and every method's order.</param>
/// <param name="Methods">The rows, <see cref="Retrain"/> first; in the paper's order, then what we add.</param>
public sealed record PaperExperiment(
    string Name, PaperScale Scale, DataSettings Data, NetworkSettings Network, Forgetting Forgetting, TrainSettings Training, IReadOnlyList<int> Seeds, IReadOnlyList<Unlearner> Methods)
{
    /// <summary>Settings that a <see cref="Tuner"/> tries for each method that has a space in <see cref="PaperSpaces"/>; 0: they are taken as they stand.</summary>
    public int Trials { get; init; }

    /// <summary>Whether rows differ by α, as in Figure 3: it is then not tuned.</summary>
    public bool SweepsAlpha { get; init; }

    /// <summary>Every setting, beside it what the paper gives.</summary>
    public IReadOnlyList<PaperSetting> Settings { get; init; } = [];

    /// <summary>Where it is not the paper's experiment made smaller but another in its place.</summary>
    public IReadOnlyList<string> StandIns { get; init; } = [];

    /// <summary>As a sweep runs it on this machine.</summary>
    /// <param name="seeds">How many of its seeds; null: all.</param>
    /// <exception cref="ArgumentException">More seeds than there are, or none.</exception>
    public Experiment Experiment(int? seeds = null)
    {
        if (seeds is < 1 || seeds > Seeds.Count) throw new ArgumentException($"{seeds} seeds: {Name} at the scale {Scale} has {Seeds.Count}; take 1 to {Seeds.Count}.");
        return new(Name, Data, Network, [Forgetting], Here(Training), [.. Seeds.Take(seeds ?? Seeds.Count)], [.. Methods.Select(Here)]);
    }

    /// <summary>
    /// With a preset's settings for the methods that it has, that are to be tuned, and that have none of another preset yet: they are not tuned
    /// again. Rows of one method (Table 6, Figure 3) take the same, all but what they are about.
    /// </summary>
    /// <exception cref="ArgumentException">A preset of another kind of scenario: what is best there says nothing here.</exception>
    public PaperExperiment With(TunedPreset preset)
    {
        if (!IsNear(preset))
            throw new ArgumentException($"the preset {preset.FileName} is of {preset.Data}, {preset.Network}, {preset.Scenario}; {Name} is of {Data}, {Network}, {Forgetting}: tune it there (ugradsl tune), or leave it out.");
        var settings = preset.Methods.Select(m => m.Settings).Where(m => !Chosen.Contains(m.GetType())).ToDictionary(m => m.GetType());
        bool Takes(Unlearner row) => PaperSpaces.Of(row) is not null && settings.ContainsKey(row.GetType());
        if (!Methods.Any(Takes)) return this;
        var budget = $"{preset.FileName}: {preset.Tuner.Budget.Trials} trials a method, seed {preset.Tuner.Seed}";
        return this with
        {
            Methods = [.. Methods.Select(m => Takes(m) ? m.Tuned(settings[m.GetType()], SweepsAlpha) : m)],
            Chosen = [.. Chosen, .. settings.Keys],
            StandIns = [.. StandIns, Fits(preset) ? $"Settings from the preset {budget}."
                : $"Settings of {string.Join(", ", Methods.Where(Takes).Select(m => Unlearn.Methods.Title(m)).Distinct())} were not tuned here: they are from the preset {budget}, on {preset.Data}, {preset.Network}, {preset.Scenario}."],
        };
    }

    /// <summary>Whether a preset is of this experiment's data, network and way to forget.</summary>
    public bool Fits(TunedPreset preset) => (preset.Data, preset.Network, preset.Tuner.Forgetting) == ($"{Data}", $"{Network}", Forgetting);

    /// <summary>Whether a preset may stand in for one that fits: of the same kind of scenario (a class, random samples, a sub-class and so on) and scale, whose networks are trained by the same optimizer.</summary>
    public bool IsNear(TunedPreset preset) => Fits(preset) || (preset.Scale.Equals($"{Scale}", StringComparison.OrdinalIgnoreCase)
        && preset.Tuner.Forgetting.GetType() == Forgetting.GetType() && preset.Tuner.Training.Optimizer.GetType() == Training.Optimizer.GetType());

    // Types of the methods whose settings come from a preset.
    private IReadOnlyList<Type> Chosen { get; init; } = [];

    /// <summary>What is still to be tuned: <see cref="Trials"/> of every method that has a space and no preset's settings; null where that is none.</summary>
    [JsonIgnore]
    public TuningPlan? Tuning
    {
        get
        {
            List<Candidate> candidates = [.. Methods.Select(PaperMethods.Whole).Distinct().Select(m => (Method: m, Space: PaperSpaces.Of(m))).Where(m => m.Space is not null && !Chosen.Contains(m.Method.GetType())).Select(m => new Candidate(Here(m.Method), m.Space!))];
            return Trials == 0 || candidates.Count == 0 ? null : new($"{Scale}", Data, Network, new(Forgetting, Here(Training), new(Trials)), candidates);
        }
    }

    // Quick is float32, so that it gives the same everywhere; elsewhere the machine's own numbers are named in the unit.
    private Precision Numbers => Scale == PaperScale.Quick ? Precision.Float32 : Precision.Auto.On(Device.Best());

    private TrainSettings Here(TrainSettings training) => training with { Precision = Numbers };

    private Unlearner Here(Unlearner method) => method with { Precision = Numbers };

    /// <summary>What the paper leaves out; at <see cref="PaperScale.Paper"/> that is all that is ours, but for eq. 10's sum (docs/paper.md).</summary>
    [JsonIgnore]
    public IEnumerable<PaperSetting> Unknown => Settings.Where(setting => setting.Published is null);

    /// <summary>What the paper gives and this scale has otherwise.</summary>
    [JsonIgnore]
    public IEnumerable<PaperSetting> Changed => Settings.Where(setting => setting.Published is not null && !setting.IsAsPublished);
}

/// <summary>One setting of an experiment.</summary>
/// <param name="Of">What it is a setting of: "data", "network", "forgetting", "training", "seeds", or a method's name.</param>
/// <param name="Name">Of the setting.</param>
/// <param name="Value">What is run.</param>
/// <param name="Published">What the paper gives; null: nothing.</param>
/// <param name="Source">Where the paper gives it: a section or a table.</param>
public sealed record PaperSetting(string Of, string Name, string Value, string? Published, string? Source)
{
    /// <summary>Whether the paper's value is run.</summary>
    [JsonIgnore]
    public bool IsAsPublished => Published == Value;
}
