using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Unlearn.Cli;

/// <summary><c>ugradsl table</c>: a table of the paper made anew, its numbers beside ours.</summary>
internal static class TableCommand
{
    private static readonly Argument<int> Number = new("number") { Description = "The paper's: 1 to 4, 6 to 12." };
    private static readonly Option<PaperScale> Scale = new("--scale") { Description = "Quick (seconds, to see that it runs), Laptop (hours of two cores) or Paper (a GPU).", DefaultValueFactory = _ => PaperScale.Laptop };
    private static readonly Option<int?> Seeds = new("--seeds") { Description = "Only the first of its seeds." };
    private static readonly Option<string[]> Only = new("--data") { Description = "Only these data sets of the table, as the paper names them: CIFAR-10.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write every result as JSON instead of tables." };

    public static Command Create()
    {
        var command = new Command("table", "Make a table of the paper anew: tune on validation samples where the scale says so, run every method for every seed, and print our numbers beside the paper's.") { Number, Scale, Seeds, Only, AsJson };
        SweepWork.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        Native.Require();
        var (table, line) = (Paper.Table(arguments.GetValue(Number)), new ProgressLine());
        var wanted = arguments.GetValue(Only) is { Length: > 0 } names ? [.. names.Select(table.Block)] : table.Blocks;
        var store = SweepWork.Store(arguments, line);
        var blocks = table.Blocks.Zip(table.Experiments(arguments.GetValue(Scale))).Where(pair => wanted.Contains(pair.First)).Select(pair => (Block: pair.First, Experiment: Tuned(arguments, pair.Second, store, line))).ToList();
        List<Experiment> plan = [.. blocks.Select(b => b.Experiment.Experiment(arguments.GetValue(Seeds)))];
        if (SweepWork.Do(arguments, plan, store, line) is not { } results) return 0;
        arguments.InvocationConfiguration.Output.WriteLine(arguments.GetValue(AsJson) ? JsonSerializer.Serialize(results, Json.Indented)
            : string.Join("\n\n", blocks.Zip(results, (b, r) => PaperResultView.Of(table, b.Block, b.Experiment, r))));
        return 0;
    }

    private static PaperExperiment Tuned(ParseResult arguments, PaperExperiment experiment, UnitStore store, ProgressLine line) =>
        experiment.Trials == 0 || SweepWork.IsDry(arguments) ? experiment : experiment.Tuned(store,
            trial => line.Say($"{experiment.Name} · {Methods.Title(trial.Settings)} · {trial.Failure ?? string.Create(CultureInfo.InvariantCulture, $"gap {trial.Gap:0.00}")} · {trial.Settings}"),
            _ => SweepWork.StopIfAsked(store));
}
