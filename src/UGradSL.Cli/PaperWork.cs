using System.CommandLine;
using System.Globalization;

namespace Unlearn.Cli;

/// <summary>What the commands that make the paper's tables and figures anew have in common: scale, seeds and settings.</summary>
internal static class PaperWork
{
    /// <summary>At what size.</summary>
    public static readonly Option<PaperScale> Scale = new("--scale") { Description = "Quick (seconds, to see that it runs), Laptop (hours of two cores) or Paper (a GPU).", DefaultValueFactory = _ => PaperScale.Laptop };

    /// <summary>How many of the experiment's seeds.</summary>
    public static readonly Option<int?> Seeds = new("--seeds") { Description = "Only the first of its seeds." };

    /// <summary>Settings chosen before.</summary>
    public static readonly Option<string[]> Presets = new("--preset") { Description = "Presets that tune wrote for the same data, network and scenario: their settings are taken, and only methods that none has are tuned.", AllowMultipleArgumentsPerToken = true };

    /// <summary>The experiments with the settings of presets, each where it fits, and of the tuner for what they lack.</summary>
    /// <exception cref="ArgumentException">A preset that fits none of them.</exception>
    public static List<PaperExperiment> Tuned(ParseResult arguments, IReadOnlyList<PaperExperiment> experiments, UnitStore store, ProgressLine line)
    {
        List<PaperExperiment> chosen = [.. experiments];
        foreach (var preset in (arguments.GetValue(Presets) ?? []).Select(TunedPreset.Read))
        {
            if (!experiments.Any(e => e.Fits(preset))) _ = experiments[0].With(preset); // says what it is of
            chosen = [.. chosen.Select(e => e.Fits(preset) ? e.With(preset) : e)];
        }
        return [.. chosen.Select(e => Tuned(arguments, e, store, line))];
    }

    private static PaperExperiment Tuned(ParseResult arguments, PaperExperiment experiment, UnitStore store, ProgressLine line) =>
        experiment.Trials == 0 || SweepWork.IsDry(arguments) ? experiment : experiment.Tuned(store,
            trial => line.Say($"{experiment.Name} · {Methods.Title(trial.Settings)} · {trial.Failure ?? string.Create(CultureInfo.InvariantCulture, $"gap {trial.Gap:0.00}")} · {trial.Settings}"),
            _ => SweepWork.StopIfAsked(store));
}
