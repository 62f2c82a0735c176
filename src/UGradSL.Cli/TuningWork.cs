using System.Diagnostics;
using System.Globalization;

namespace Unlearn.Cli;

/// <summary>Tuning as every command shows it: a line that stays for each trial, and what runs at the moment.</summary>
internal static class TuningWork
{
    /// <summary>Tunes what the store does not hold and writes the preset into <paramref name="folder"/>.</summary>
    public static TunedPreset Do(TuningPlan plan, UnitStore store, ProgressLine line, string folder, string of = "")
    {
        var expected = TuningForecast.Of(plan, store).Samples;
        var watch = Stopwatch.StartNew();
        var samples = 0L;
        var preset = plan.Run(store,
            trial => line.Say($"{of}{Methods.Title(trial.Settings)} · {trial.Failure ?? string.Create(CultureInfo.InvariantCulture, $"gap {trial.Gap:0.00}")} · {trial.Settings}"),
            step =>
            {
                SweepWork.StopIfAsked(store);
                samples += step.Images;
                line.Show(new TuningProgress(samples, expected, watch.Elapsed, step.Loss));
            });
        preset.Write(folder);
        return preset;
    }
}
