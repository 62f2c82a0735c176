using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Unlearn.Cli;

/// <summary>What commands that sweep have in common: the store, workers, the dry run and where results go.</summary>
internal static class SweepWork
{
    /// <summary>Where the store is.</summary>
    public static readonly Option<string> Out = new("--out") { Description = "The store: a folder, which several plans and processes may share.", DefaultValueFactory = _ => "out/sweep" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Say what is done and what is left, with samples and time, and do nothing." };
    private static readonly Option<bool> Declare = new("--declare") { Description = "Write down every unit in the store and print the addresses of those left, one a line, for ugradsl unit; do nothing else." };
    private static readonly Option<int> Workers = new("--workers") { Description = "Processes, each with its share of the threads.", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> KeepWeights = new("--keep-weights") { Description = "Keep the weights of every method, not only of originals and retrained networks." };
    private static readonly Option<string?> Results = new("--results") { Description = "Folder to write each experiment's results to, as results/ has them." };

    /// <summary>The options, for a command to take.</summary>
    public static void AddTo(Command command)
    {
        AddRunning(command);
        command.Options.Add(Results);
    }

    /// <summary>The same without where results go.</summary>
    public static void AddRunning(Command command)
    {
        foreach (var option in (Option[])[Out, DryRun, Declare, Workers, KeepWeights]) command.Options.Add(option);
    }

    /// <summary>Whether nothing is to be done.</summary>
    public static bool IsDry(ParseResult arguments) => arguments.GetValue(DryRun);

    /// <summary>Where results go; null: nowhere.</summary>
    public static string? ResultsOf(ParseResult arguments) => arguments.GetValue(Results);

    /// <summary>The store that was named.</summary>
    public static UnitStore Store(ParseResult arguments, ProgressLine line) => new(arguments.GetValue(Out)!) { OnDamage = line.Say };

    /// <summary>Stops the caller if somebody asked for it, and says how to go on.</summary>
    public static void StopIfAsked(UnitStore store) => Interrupt.ThrowIfAsked(() => $"Stopped. What is done is kept in {store.Folder}: the same command goes on from there.");

    /// <summary>Shows a probe's stages, and stops it likewise.</summary>
    public static Action<ProbeStage> Showing(UnitStore store, ProgressLine line) => stage =>
    {
        StopIfAsked(store);
        line.Show(stage);
    };

    /// <summary>Does what a plan declares and writes its results; null after a dry run or a declaration.</summary>
    public static List<ExperimentResults>? Do(ParseResult arguments, IReadOnlyList<Experiment> plan, UnitStore store, ProgressLine line)
    {
        foreach (var experiment in plan) experiment.Check();
        if (!Do(arguments, plan.SelectMany(e => e.Units), store, line)) return null;
        List<ExperimentResults> results = [.. plan.Select(e => ExperimentResults.Of(e, new([], store)))];
        if (ResultsOf(arguments) is { } folder)
            foreach (var one in results) one.Write(folder);
        return results;
    }

    /// <summary>Does units; false where nothing is to be done but to say what is left.</summary>
    public static bool Do(ParseResult arguments, IEnumerable<SweepUnit> units, UnitStore store, ProgressLine line)
    {
        var sweep = new Sweep([.. units.DistinctBy(u => u.Key)], store) { KeepWeights = arguments.GetValue(KeepWeights) };
        if (IsDry(arguments))
        {
            arguments.InvocationConfiguration.Output.WriteLine(SweepForecast.Of(sweep));
            return false;
        }
        if (arguments.GetValue(Declare))
        {
            sweep.Declare();
            foreach (var unit in sweep.Units.Where(unit => sweep.Read(unit) is null)) arguments.InvocationConfiguration.Output.WriteLine(unit.Key.Address);
            return false;
        }
        Sweep(arguments.GetValue(Workers), sweep, line);
        return true;
    }

    private static void Sweep(int workers, Sweep sweep, ProgressLine line)
    {
        if (workers < 1) throw new ArgumentException($"{workers} workers: at least 1 is needed.");
        var others = Enumerable.Range(1, workers - 1).Select(_ => Start(workers)).ToList();
        if (workers > 1) TorchSharp.torch.set_num_threads(Threads(workers));
        try
        {
            Run(sweep, line);
        }
        finally
        {
            foreach (var other in others)
            {
                if (!other.HasExited) other.Kill();
                other.Dispose();
            }
        }
    }

    /// <summary>Does the units of a sweep in this process, each told when it is there.</summary>
    public static void Run(Sweep sweep, ProgressLine line)
    {
        foreach (var result in sweep.Run(progress =>
        {
            StopIfAsked(sweep.Store);
            line.Show(progress);
        }))
            line.Say($"{result.Unit} · {result.Description} · {string.Join(" · ", result.Runs.Select(run => run.ToString().Split(" · ", 3)[2]))}");
    }

    private static int Threads(int workers) => Math.Max(1, Environment.ProcessorCount / workers);

    /// <summary>This command again, as one of several workers on the same store.</summary>
    private static Process Start(int workers)
    {
        var own = Environment.GetCommandLineArgs();
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(own[0]);
        for (var i = 1; i < own.Length; i++)
            if (own[i] == Workers.Name) i++;
            else if (!own[i].StartsWith(Workers.Name + "=", StringComparison.Ordinal)) start.ArgumentList.Add(own[i]);
        start.Environment["OMP_NUM_THREADS"] = Threads(workers).ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
