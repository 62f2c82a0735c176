using System.CommandLine;
using System.Text.Json;

namespace Unlearn.Cli;

/// <summary><c>ugradsl demo</c>: a class is forgotten, by every method, beside the retrained network.</summary>
internal static class DemoCommand
{
    private static readonly Option<string> Forget = new("--forget") { Description = "Class to forget, by name or number.", DefaultValueFactory = _ => "Sandal", CompletionSources = { _ => FashionMnist.ClassNames } };
    private static readonly Option<int> Seeds = new("--seeds") { Description = "How many seeds.", DefaultValueFactory = _ => 3 };
    private static readonly Option<string[]> Methods = new("--methods") { Description = "Only these methods, at the demo's settings (Retrain always runs).", AllowMultipleArgumentsPerToken = true, CompletionSources = { _ => Demo.Of("Sandal", 1).Methods.Select(m => m.GetType().Name).Distinct() } };
    private static readonly Option<double?> Alpha = new("--alpha") { Description = "Smoothing rate α of UGradSL and UGradSL+." };
    private static readonly Option<double?> P = new("--p") { Description = "Weight p of the retain term of UGradSL and UGradSL+." };
    private static readonly Option<bool> AllowPositive = new("--allow-positive") { Description = "Let α be above 0." };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for results and report.", DefaultValueFactory = _ => "out/demo" };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write the results to standard output as JSON instead of a table." };

    public static Command Create()
    {
        var command = new Command("demo", "Train a small network on 12,000 images, forget one class with every method, and compare each with retraining.")
        {
            Forget, Seeds, Methods, Alpha, P, AllowPositive, Out, AsJson,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        Native.Require();
        var study = StudyOf(arguments);
        var store = new RunStore(arguments.GetValue(Out)!);
        var line = new ProgressLine();
        using var data = FashionMnist.Embedded();
        using var network = new SmallCnn();
        using var networks = new StudyNetworks();
        line.Say($"{data} · forget {study.Forgetting.Split(data, 0).Description} · {study.Seeds.Count} seeds · {Device.Describe(Device.Best())}");
        if (store.Kept > 0) line.Say($"{store.Kept} runs of an interrupted call are kept in {arguments.GetValue(Out)}; those of the same settings are not done again.");

        List<Run> runs = [];
        foreach (var run in study.Runs(data, network, store, progress =>
        {
            Interrupt.ThrowIfAsked(() => $"Stopped. {store.Kept} finished runs are kept in {arguments.GetValue(Out)}: the same command goes on from there.");
            line.Show(progress);
        }, networks.Add))
        {
            runs.Add(run);
            line.Say(run.ToString());
        }

        var report = new StudyReport(study, data, network, runs, networks);
        report.Save(store.Folder);
        store.Finish();
        Console.WriteLine(arguments.GetValue(AsJson) ? JsonSerializer.Serialize(report.Comparison, Json.Indented) : report.Table.ToString());
        line.Say($"Results, every step, charts and report.html are in {arguments.GetValue(Out)}.");
        return 0;
    }

    private static Study StudyOf(ParseResult arguments)
    {
        var seeds = arguments.GetValue(Seeds);
        if (seeds < 1) throw new ArgumentException($"{seeds} seeds: at least 1 is needed (3 give a spread).");
        var study = Demo.Of(arguments.GetValue(Forget)!, seeds);
        Forgetting.Label(FashionMnist.ClassNames, arguments.GetValue(Forget)!);
        var wanted = arguments.GetValue(Methods)?.Select(name => Unlearn.Methods.Named(name).GetType()).Append(typeof(Retrain)).ToHashSet();
        if (wanted?.FirstOrDefault(type => study.Methods.All(m => m.GetType() != type)) is { } missing)
            throw new ArgumentException($"the demo has no settings for {missing.Name}; it runs {string.Join(", ", study.Methods.Select(m => m.GetType().Name).Distinct())}.");
        List<Unlearner> methods = [.. study.Methods.Where(m => wanted is not { Count: > 1 } || wanted.Contains(m.GetType())).Select(WithOptions)];
        foreach (var method in methods) method.Check();
        return study with { Methods = methods };

        Unlearner WithOptions(Unlearner method) => method is not UGradSL smoothed ? method : smoothed with
        {
            Alpha = arguments.GetValue(Alpha) ?? smoothed.Alpha,
            P = arguments.GetValue(P) ?? smoothed.P,
            AllowPositive = arguments.GetValue(AllowPositive),
        };
    }
}
