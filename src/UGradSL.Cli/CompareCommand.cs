using System.CommandLine;
using System.Text.Json;

namespace Unlearn.Cli;

/// <summary><c>ugradsl compare</c>: stored runs side by side, each beside the Retrain of its seed.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string[]> Runs = new("run") { Description = "The first digits of a unit's address, as ugradsl runs lists them.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write JSON instead of tables." };

    public static Command Create()
    {
        var command = new Command("compare", "Put stored runs side by side, each beside the Retrain of its own seed and split. Runs nothing.") { Runs, SweepWork.Out, AsJson };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var store = SweepWork.Store(arguments, new());
        var groups = SideBySide.Of(store, [.. arguments.GetValue(Runs)!.Select(store.Named)]);
        arguments.InvocationConfiguration.Output.WriteLine(arguments.GetValue(AsJson)
            ? JsonSerializer.Serialize(groups.Select(g => g.Comparison), Json.Indented) : string.Join("\n\n", groups.Select(RunsTable.Of)));
        return 0;
    }
}
