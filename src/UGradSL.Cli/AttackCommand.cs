using System.CommandLine;

namespace Unlearn.Cli;

/// <summary><c>ugradsl attack</c>: attacks per sample on the methods of a plan, by shadow networks trained once.</summary>
internal static class AttackCommand
{
    private static readonly Argument<string> Plan = new("plan") { Description = $"As for sweep: {PlanFile.Parts}. The first seed chooses D_f." };
    private static readonly Option<string?> Preset = new("--preset") { Description = "A preset that tune wrote: its methods join those of every experiment of the plan." };
    private static readonly Option<int> Pairs = new("--pairs") { Description = "Pairs of shadows: T of U-LiRA, N of the forgetting quality. More pairs keep those that are done.", DefaultValueFactory = _ => 16 };
    private static readonly Option<double> Share = new("--share") { Description = "Of D_r that each pair draws; 1: all of it, and seeds alone differ.", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write every number as JSON instead of tables." };

    public static Command Create()
    {
        var command = new Command("attack", "Attack every method of a plan per sample: U-LiRA, RMIA and the forgetting quality beside a population attack. Shadow networks are trained once, shared by all methods, and gone on with after any stop.")
        {
            Plan, Preset, Pairs, Share, AsJson,
        };
        SweepWork.AddRunning(command);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        Native.Require();
        var plan = PlanFile.Experiments(arguments.GetValue(Plan)!, arguments.GetValue(Preset));
        List<ShadowAttack> attacks = [.. plan.Select(e => new ShadowAttack(e, arguments.GetValue(Pairs), arguments.GetValue(Share)))];
        foreach (var attack in attacks) attack.Check();
        var line = new ProgressLine();
        var store = SweepWork.Store(arguments, line);
        if (!SweepWork.Do(arguments, attacks.SelectMany(a => a.Units), store, line)) return 0;
        List<MethodAttacked> found = [.. attacks.SelectMany(a => a.Read(store))];
        arguments.InvocationConfiguration.Output.WriteLine(arguments.GetValue(AsJson) ? MethodAttacked.Json(found) : string.Join("\n\n", AttackTable.Of(found)));
        return 0;
    }
}
