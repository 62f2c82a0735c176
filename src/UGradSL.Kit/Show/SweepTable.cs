namespace Unlearn;

/// <summary>The results of an experiment as tables, one for each way to forget: the paper's numbers, and what they cost.</summary>
public static class SweepTable
{
    /// <summary>Each method over its seeds; seeds without a Retrain are left out.</summary>
    /// <exception cref="ArgumentException">No seed has a Retrain.</exception>
    public static IEnumerable<Table> Of(ExperimentResults results) => Groups(results).Select(group =>
        StudyTable.Of(Comparison.Of(group.Results.SelectMany(r => r.Runs)), Caption(results.Experiment, group.Results[0]), UnitEnvironment.Of(group.Results)));

    /// <summary>Seconds, their ratio to Retrain's, samples that went through a network, and peak memory; then each method's own settings.</summary>
    public static IEnumerable<Table> Costs(ExperimentResults results) => Groups(results).Select(group =>
    {
        var retrain = group.Results.Where(r => r.Unit.Method is Retrain).Select(r => r.Cost.Seconds).DefaultIfEmpty(double.NaN).Average();
        var apart = Methods.Distinctions(group.Results.Select(r => r.Unit.Method).OfType<Unlearner>());
        var rows = group.Results.Where(r => r.Unit.Method is not null).GroupBy(r => r.Unit.Method!).Select(g => (object?[])
        [
            Methods.Title(g.Key, apart[g.Key]), Spread.Of(g.Select(r => r.Cost.Seconds)).ToString("F1"), Math.Round(g.Average(r => r.Cost.Seconds) / retrain, 3),
            (long)Math.Round(g.Average(r => (double)r.Cost.Samples)), g.Max(r => r.Cost.PeakBytes) is { } bytes ? Math.Round(bytes / 1048576.0) : null, Settings(g.Key),
        ]);
        return new Table(["Method", "RTE s ↓", "of Retrain's", "Samples", "Peak memory MiB", "Settings"], rows, $"Cost: {Caption(results.Experiment, group.Results[0])}",
            "RTE: all that the method needs once D_f is known, without measuring. Samples: those that went through a network in its steps. Peak memory: of the whole process, data set and libtorch included.",
            UnitEnvironment.Of(group.Results))
        { ColoredBy = "Method" };
    });

    private static IEnumerable<(Forgetting Way, List<UnitResult> Results)> Groups(ExperimentResults results) =>
        results.Units.GroupBy(u => u.Settings.Forgetting).Select(g => (g.Key, g.Select(u => u.Result).ToList())).Where(g => g.Item2.Exists(r => r.Unit.Method is Retrain));

    private static string Caption(Experiment experiment, UnitResult first) =>
        $"{experiment.Name}: {first.Description} forgotten; {experiment.Data}; {experiment.Network}; {experiment.Training.Epochs} epochs";

    /// <summary>"Epochs 2, LearningRate 0.013, P 0.95": those of a record that are its own.</summary>
    internal static string Settings(Unlearner method) => method is Retrain ? "as the original"
        : string.Join(", ", method.GetType().GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters()
            .Select(p => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{p.Name} {Rounded(method.GetType().GetProperty(p.Name!)!.GetValue(method))}")));

    private static object? Rounded(object? value) => value is double number ? number.ToString("G3", System.Globalization.CultureInfo.InvariantCulture) : value;
}
