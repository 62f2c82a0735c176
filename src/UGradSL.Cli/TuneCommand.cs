using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Unlearn.Cli;

/// <summary><c>ugradsl tune</c>: chooses settings on validation samples.</summary>
internal static class TuneCommand
{
    private static readonly Argument<string> Plan = new("plan") { Description = "A JSON file: scale, data, network, tuner (forgetting, training, budget, seed) and candidates (method, space)." };
    private static readonly Option<string> Out = new("--out") { Description = "The store, as of sweep.", DefaultValueFactory = _ => "out/sweep" };
    private static readonly Option<string> Presets = new("--presets") { Description = "Folder for the preset that comes out.", DefaultValueFactory = _ => "out/presets" };

    public static Command Create()
    {
        var command = new Command("tune", "Choose each method's settings on validation samples, with the same budget; the test set stays sealed.") { Plan, Out, Presets };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        Native.Require();
        var plan = Read(arguments.GetValue(Plan)!);
        var line = new ProgressLine();
        var store = new UnitStore(arguments.GetValue(Out)!) { OnDamage = line.Say };
        var preset = plan.Run(store,
            trial => line.Say($"{trial.Settings} · {trial.Failure ?? string.Create(CultureInfo.InvariantCulture, $"gap {trial.Gap:0.00}")}"),
            _ => Interrupt.ThrowIfAsked(() => $"Stopped. What is tuned is kept in {store.Folder}: the same command goes on from there."));
        preset.Write(arguments.GetValue(Presets)!);
        arguments.InvocationConfiguration.Output.WriteLine(TunedTable.Of(preset));
        line.Say($"The preset is {Path.Combine(arguments.GetValue(Presets)!, preset.FileName)}.");
        return 0;
    }

    private static TuningPlan Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<TuningPlan>(File.ReadAllText(path), Json.Indented) ?? throw new JsonException("it is empty");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"{path} is no plan for tuning: {e.Message.TrimEnd('.')}. It needs scale, data, network, tuner and candidates.", e);
        }
    }
}
