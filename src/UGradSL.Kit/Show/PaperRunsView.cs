namespace Unlearn;

/// <summary>Which of the paper's experiments have stored results, and the command that makes each.</summary>
public static class PaperRunsView
{
    /// <summary>A row for every block of a table and for every figure with an experiment of its own, at the laptop's scale.</summary>
    /// <param name="folder">Where <c>--results</c> writes.</param>
    /// <exception cref="InvalidDataException">A damaged file of results.</exception>
    public static Table Of(string folder)
    {
        List<IReadOnlyList<object?>> rows =
        [
            .. Paper.Tables.SelectMany(table => table.Blocks.Zip(table.Experiments(PaperScale.Laptop), (block, experiment) => Row(folder, $"Table {table.Number}", experiment, $"table {table.Number} --data \"{block.Name}\""))),
            .. Paper.Figures.Where(figure => figure.Number is 3 or 5).SelectMany(figure => figure.Experiments(PaperScale.Laptop).Select(experiment => Row(folder, $"Figure {figure.Number}", experiment, $"figure {figure.Number}"))),
        ];
        return new(["of the paper", "data", "network", "forgotten", "at the laptop's scale", "command"], rows, $"{rows.Count(row => !$"{row[4]}".StartsWith("not", StringComparison.Ordinal))} of {rows.Count} experiments have results here",
            ["Every command takes --scale laptop and --results results, goes on where it was stopped, and says with --dry-run what it will take. Figures 1 and 4 are drawn from Table 8's networks."]);
    }

    private static IReadOnlyList<object?> Row(string folder, string of, PaperExperiment experiment, string command)
    {
        var path = Path.Combine(folder, $"{experiment.Name}.json");
        return [of, $"{experiment.Data}", $"{experiment.Network}", Way(experiment.Forgetting), File.Exists(path) ? Stored(experiment, ExperimentResults.Read(path)) : Missing(experiment), $"./run.sh {command}"];
    }

    private static string Stored(PaperExperiment experiment, ExperimentResults results)
    {
        var seeds = results.Units.Select(u => u.Settings.Seed).Distinct().Count();
        return $"{seeds} of {experiment.Seeds.Count} seeds, {results.Units.Select(u => u.Settings.Method).Distinct().Count() - 1} methods: {results.Experiment.Name}.json";
    }

    private static string Missing(PaperExperiment experiment) => experiment.Data.Name is "imagenet" or "celeba" ? "not run here: images not redistributable" : "not run here";

    private static string Way(Forgetting way) => way switch
    {
        ClassForgetting one => $"class {one.NameOrNumber}",
        RandomForgetting some => $"{100 * some.Share:0.#} % at random",
        WithinClassForgetting part => $"{100 * part.Share:0.#} % of class {part.NameOrNumber}",
        SubclassForgetting sub => $"sub-class {sub.NameOrNumber}",
        SubclassesAcrossForgetting => "one sub-class of every class",
        GroupForgetting groups => $"{100 * groups.Share:0.#} % of the persons",
        var other => $"{other}",
    };
}
