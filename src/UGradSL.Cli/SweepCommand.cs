using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Unlearn.Cli;

/// <summary><c>ugradsl sweep</c>: declared experiments, each unit done once.</summary>
internal static class SweepCommand
{
    private static readonly Argument<string> Plan = new("plan") { Description = "A JSON array of experiments: name, data, network, forgettings, training, seeds, methods." };
    private static readonly Option<string> Out = new("--out") { Description = "The store: a folder, which several plans and processes may share.", DefaultValueFactory = _ => "out/sweep" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Say what is done and what is left, with samples and time, and do nothing." };
    private static readonly Option<int> Workers = new("--workers") { Description = "Processes, each with its share of the threads.", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> KeepWeights = new("--keep-weights") { Description = "Keep the weights of every method, not only of originals and retrained networks." };
    private static readonly Option<string?> Preset = new("--preset") { Description = "A preset that tune wrote: its methods join those of every experiment of the plan." };
    private static readonly Option<string?> Results = new("--results") { Description = "Folder to write each experiment's results to, as results/ has them." };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Write every result as JSON instead of tables." };

    public static Command Create()
    {
        var command = new Command("sweep", "Do what a plan declares; what is done is not done again, and the same command goes on after any stop.") { Plan, Out, DryRun, Workers, KeepWeights, Preset, Results, AsJson };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        Native.Require();
        var plan = Read(arguments.GetValue(Plan)!);
        if (arguments.GetValue(Preset) is { } path) plan = [.. plan.Select(e => e.With(TunedPreset.Read(path)))];
        var line = new ProgressLine();
        var store = new UnitStore(arguments.GetValue(Out)!) { OnDamage = line.Say };
        var sweep = new Sweep([.. plan.SelectMany(e => e.Units).DistinctBy(u => u.Key)], store) { KeepWeights = arguments.GetValue(KeepWeights) };
        var output = arguments.InvocationConfiguration.Output;
        if (arguments.GetValue(DryRun))
        {
            output.WriteLine(SweepForecast.Of(sweep));
            return 0;
        }
        var workers = arguments.GetValue(Workers);
        if (workers < 1) throw new ArgumentException($"{workers} workers: at least 1 is needed.");
        var others = Enumerable.Range(1, workers - 1).Select(_ => Start(arguments, workers)).ToList();
        if (workers > 1) TorchSharp.torch.set_num_threads(Math.Max(1, Environment.ProcessorCount / workers));
        try
        {
            foreach (var result in sweep.Run(progress =>
            {
                Interrupt.ThrowIfAsked(() => $"Stopped. What is done is kept in {store.Folder}: the same command goes on from there.");
                line.Show(progress);
            }))
                line.Say($"{result.Unit} · {result.Description} · {string.Join(" · ", result.Runs.Select(run => run.ToString().Split(" · ", 3)[2]))}");
        }
        finally
        {
            foreach (var other in others)
            {
                if (!other.HasExited) other.Kill();
                other.Dispose();
            }
        }
        List<ExperimentResults> results = [.. plan.Select(e => ExperimentResults.Of(e, sweep))];
        if (arguments.GetValue(Results) is { } folder) foreach (var one in results) one.Write(folder);
        output.WriteLine(arguments.GetValue(AsJson) ? JsonSerializer.Serialize(results, Json.Indented) : string.Join("\n\n", results.SelectMany(SweepTable.Of)));
        return 0;
    }

    /// <exception cref="InvalidDataException">No plan, or a setting outside its range.</exception>
    private static List<Experiment> Read(string path)
    {
        try
        {
            var plan = JsonSerializer.Deserialize<List<Experiment>>(File.ReadAllText(path), Json.Indented) ?? throw new JsonException("it is empty");
            foreach (var experiment in plan) experiment.Check();
            return plan;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or NullReferenceException)
        {
            throw new InvalidDataException($"{path} is no plan: {e.Message.TrimEnd('.')}. A plan is a JSON array of experiments with name, data, network, forgettings, training, seeds and methods.", e);
        }
    }

    /// <summary>This command again, as one of several workers on the same store.</summary>
    private static Process Start(ParseResult arguments, int workers)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(SweepCommand).Assembly.Location);
        foreach (var argument in (string[])["sweep", arguments.GetValue(Plan)!, "--out", arguments.GetValue(Out)!, .. arguments.GetValue(KeepWeights) ? ["--keep-weights"] : Array.Empty<string>(),
            .. arguments.GetValue(Preset) is { } preset ? ["--preset", preset] : Array.Empty<string>()]) start.ArgumentList.Add(argument);
        start.Environment["OMP_NUM_THREADS"] = Math.Max(1, Environment.ProcessorCount / workers).ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
