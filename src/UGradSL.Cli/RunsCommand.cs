using System.CommandLine;
using System.Text.Json;

namespace Unlearn.Cli;

/// <summary><c>ugradsl runs</c>: what a store holds.</summary>
internal static class RunsCommand
{
    private static readonly Argument<string?> Address = new("address") { Description = "The first digits of one unit's address, to see it whole; all in a table if left out.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Stale = new("--stale") { Description = "Only units that no command asks for any more, or that are damaged, and why." };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write JSON instead of text." };

    public static Command Create()
    {
        var command = new Command("runs", "List the units of a store, or show one: settings, numbers, cost, where it was made, and whether it is stale. Changes nothing.") { Address, SweepWork.Out, Stale, AsJson };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var output = arguments.InvocationConfiguration.Output;
        if (!Directory.Exists(arguments.GetValue(SweepWork.Out)))
            throw new ArgumentException($"no store in '{arguments.GetValue(SweepWork.Out)}': name the folder of a sweep (--out), or make one with ugradsl sweep PLAN.");
        var (store, json) = (SweepWork.Store(arguments, new()), arguments.GetValue(AsJson));
        if (arguments.GetValue(Address) is { } address)
        {
            var unit = store.Named(address);
            output.WriteLine(json ? JsonSerializer.Serialize(RunLine.Of(unit), Json.Indented) : RunsTable.Page(unit));
            return 0;
        }
        List<RunLine> lines = [.. store.All.Select(RunLine.Of).Where(l => !arguments.GetValue(Stale) || l.State != RunLine.Good)];
        output.WriteLine(json ? JsonSerializer.Serialize(lines, Json.Indented) : RunsTable.Of(lines, store.Folder));
        return 0;
    }
}
