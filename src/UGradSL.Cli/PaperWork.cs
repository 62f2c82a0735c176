using System.CommandLine;

namespace Unlearn.Cli;

/// <summary>What the commands that make the paper's tables and figures anew have in common: scale, seeds and settings.</summary>
internal static class PaperWork
{
    /// <summary>At what size.</summary>
    public static readonly Option<PaperScale> Scale = new("--scale") { Description = "Quick (seconds, to see that it runs), Laptop (hours of two cores) or Paper (a GPU).", DefaultValueFactory = _ => PaperScale.Laptop };

    /// <summary>How many of the experiment's seeds.</summary>
    public static readonly Option<int?> Seeds = new("--seeds") { Description = "Only the first of its seeds." };

    /// <summary>Settings chosen before.</summary>
    public static readonly Option<string[]> Presets = new("--preset") { Description = "Presets that tune or table wrote, for the same data, network and scenario, or failing that for the same kind of scenario, which the table then says: their settings are taken, and only methods that none has are tuned.", AllowMultipleArgumentsPerToken = true };

    /// <summary>The experiments with the settings of presets, each where it fits best, and of the tuner for what they lack, whose presets are written beside the results.</summary>
    /// <exception cref="ArgumentException">A preset that is of the kind of none of them.</exception>
    public static List<PaperExperiment> Tuned(ParseResult arguments, IReadOnlyList<PaperExperiment> experiments, UnitStore store, ProgressLine line)
    {
        List<TunedPreset> presets = [.. (arguments.GetValue(Presets) ?? []).Select(TunedPreset.Read)];
        foreach (var preset in presets.Where(preset => !experiments.Any(e => e.IsNear(preset)))) _ = experiments[0].With(preset); // says what it is of
        return [.. experiments.Select(e => Tuned(arguments, presets.Where(e.IsNear).OrderByDescending(e.Fits).Aggregate(e, (experiment, preset) => experiment.With(preset)), store, line))];
    }

    private static PaperExperiment Tuned(ParseResult arguments, PaperExperiment experiment, UnitStore store, ProgressLine line)
    {
        if (experiment.Tuning is not { } plan) return experiment;
        if (SweepWork.IsDry(arguments))
        {
            arguments.InvocationConfiguration.Output.WriteLine($"{experiment.Name}: {TuningForecast.Of(plan, store)}");
            return experiment;
        }
        return experiment.With(TuningWork.Do(plan, store, line, Path.Combine(SweepWork.ResultsOf(arguments) ?? store.Folder, "presets"), $"{experiment.Name} · "));
    }
}
