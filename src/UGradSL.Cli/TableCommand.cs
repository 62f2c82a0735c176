using System.CommandLine;
using System.Text.Json;

namespace Unlearn.Cli;

/// <summary><c>ugradsl table</c>: a table of the paper made anew, its numbers beside ours.</summary>
internal static class TableCommand
{
    private static readonly Argument<int> Number = new("number") { Description = "The paper's: 1 to 4, 6 to 12." };
    private static readonly Option<string[]> Only = new("--data") { Description = "Only these data sets of the table, as the paper names them: CIFAR-10.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write every result as JSON instead of tables." };

    public static Command Create()
    {
        var command = new Command("table", "Make a table of the paper anew: tune on validation samples where the scale says so, run every method for every seed, and print our numbers beside the paper's.") { Number, PaperWork.Scale, PaperWork.Seeds, Only, PaperWork.Presets, AsJson };
        SweepWork.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        Native.Require();
        var (table, line) = (Paper.Table(arguments.GetValue(Number)), new ProgressLine());
        List<PaperBlock> named = arguments.GetValue(Only) is { Length: > 0 } names ? [.. names.Select(table.Block)] : [.. table.Blocks];
        var wanted = table.Blocks.Zip(table.Experiments(arguments.GetValue(PaperWork.Scale))).Where(pair => named.Contains(pair.First)).ToList();
        var store = SweepWork.Store(arguments, line);
        var blocks = wanted.Zip(PaperWork.Tuned(arguments, [.. wanted.Select(pair => pair.Second)], store, line), (pair, experiment) => (Block: pair.First, Experiment: experiment)).ToList();
        List<Experiment> plan = [.. blocks.Select(b => b.Experiment.Experiment(arguments.GetValue(PaperWork.Seeds)))];
        if (SweepWork.Do(arguments, plan, store, line) is not { } results) return 0;
        arguments.InvocationConfiguration.Output.WriteLine(arguments.GetValue(AsJson) ? JsonSerializer.Serialize(results, Json.Indented)
            : string.Join("\n\n", blocks.Zip(results, (b, r) => PaperResultView.Of(table, b.Block, b.Experiment, r))));
        return 0;
    }
}
