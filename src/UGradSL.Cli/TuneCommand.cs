using System.CommandLine;

namespace Unlearn.Cli;

/// <summary><c>ugradsl tune</c>: chooses settings on validation samples.</summary>
internal static class TuneCommand
{
    private static readonly Argument<string> Plan = new("plan") { Description = "A JSON file: scale, data, network, tuner (forgetting, training, budget, seed) and candidates (method, space)." };
    private static readonly Option<string> Presets = new("--presets") { Description = "Folder for the preset that comes out.", DefaultValueFactory = _ => "out/presets" };

    public static Command Create()
    {
        var command = new Command("tune", "Choose each method's settings on validation samples, with the same budget; the test set stays sealed.") { Plan, SweepWork.Out, Presets };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        Native.Require();
        var plan = PlanFile.Read<TuningPlan>(arguments.GetValue(Plan)!, "plan for tuning", "It needs scale, data, network, tuner and candidates.");
        var line = new ProgressLine();
        var store = SweepWork.Store(arguments, line);
        var preset = TuningWork.Do(plan, store, line, arguments.GetValue(Presets)!);
        arguments.InvocationConfiguration.Output.WriteLine(TunedTable.Of(preset));
        line.Say($"The preset is {Path.Combine(arguments.GetValue(Presets)!, preset.FileName)}.");
        return 0;
    }
}
