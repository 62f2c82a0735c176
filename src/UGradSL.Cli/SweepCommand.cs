using System.CommandLine;
using System.Text.Json;

namespace Unlearn.Cli;

/// <summary><c>ugradsl sweep</c>: declared experiments, each unit done once.</summary>
internal static class SweepCommand
{
    private static readonly Argument<string> Plan = new("plan") { Description = "A JSON array of experiments: name, data, network, forgettings, training, seeds, methods." };
    private static readonly Option<string?> Preset = new("--preset") { Description = "A preset that tune wrote: its methods join those of every experiment of the plan." };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write every result as JSON instead of tables." };

    public static Command Create()
    {
        var command = new Command("sweep", "Do what a plan declares; what is done is not done again, and the same command goes on after any stop.") { Plan, Preset, AsJson };
        SweepWork.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        Native.Require();
        var plan = PlanFile.Experiments(arguments.GetValue(Plan)!, arguments.GetValue(Preset));
        var line = new ProgressLine();
        if (SweepWork.Do(arguments, plan, SweepWork.Store(arguments, line), line) is not { } results) return 0;
        arguments.InvocationConfiguration.Output.WriteLine(arguments.GetValue(AsJson) ? JsonSerializer.Serialize(results, Json.Indented) : string.Join("\n\n", results.SelectMany(SweepTable.Of)));
        return 0;
    }
}
