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
    string Name, PaperScale Scale, PaperData Data, PaperNetwork Network, Forgetting Forgetting, TrainSettings Training, IReadOnlyList<int> Seeds, IReadOnlyList<Unlearner> Methods)
{
    /// <summary>Settings that a <see cref="Tuner"/> tries for each method that has a space in <see cref="PaperSpaces"/>; 0: they are taken as they stand.</summary>
    public int Trials { get; init; }

    /// <summary>Every setting, beside it what the paper gives.</summary>
    public IReadOnlyList<PaperSetting> Settings { get; init; } = [];

    /// <summary>Where it is not the paper's experiment made smaller but another in its place.</summary>
    public IReadOnlyList<string> StandIns { get; init; } = [];

    /// <summary>What the paper leaves out; at <see cref="PaperScale.Paper"/> that is all that is ours, but for eq. 10's sum (docs/paper.md).</summary>
    [JsonIgnore]
    public IEnumerable<PaperSetting> Unknown => Settings.Where(setting => setting.Published is null);

    /// <summary>What the paper gives and this scale has otherwise.</summary>
    [JsonIgnore]
    public IEnumerable<PaperSetting> Changed => Settings.Where(setting => setting.Published is not null && !setting.IsAsPublished);
}

/// <summary>A data set, whole or in part.</summary>
/// <param name="Name">One of <see cref="NamedData.Names"/>.</param>
/// <param name="Train">Training samples, as many of each class as of any other; null: all.</param>
/// <param name="Test">Test samples, likewise; null: all.</param>
public sealed record PaperData(string Name, int? Train = null, int? Test = null);

/// <summary>A network.</summary>
/// <param name="Name">One of <see cref="NamedNets.Names"/>.</param>
/// <param name="Width">Of its first layer; null: as published.</param>
public sealed record PaperNetwork(string Name, int? Width = null);

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
