using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Unlearn;
using Unlearn.Benchmarks;

Native.Require();
switch (args)
{
    case ["loader"]:
        LoaderBenchmark.Run();
        return 0;
    case ["loader", var number] when int.TryParse(number, out var threads) && threads > 0:
        set_num_threads(threads);
        LoaderBenchmark.Run();
        return 0;
    case ["train", var work, .. var options]:
        var at = Array.IndexOf(options, "--data");
        return TrainBenchmark.Run(work, at >= 0 ? options.ElementAtOrDefault(at + 1) : null, options.Contains("--peak"));
    case ["precision", var folder, .. var counts] when counts.Length <= 2 && Array.TrueForAll(counts, c => int.TryParse(c, out var n) && n is > 0 and <= 50_000):
        int[] numbers = [.. counts.Select(c => int.Parse(c, CultureInfo.InvariantCulture))];
        PrecisionBenchmark.Run(folder, numbers.ElementAtOrDefault(0) is > 0 and var seeds ? seeds : 5, numbers.ElementAtOrDefault(1) is > 0 and var images ? images : 15_000);
        return 0;
    case ["attacks", var path, var tolerance]:
        return AttackBenchmark.Run(path, double.Parse(tolerance, System.Globalization.CultureInfo.InvariantCulture));
    case ["evaluation"]:
        EvaluationBenchmark.Run();
        return 0;
    case ["probe", var number] when int.TryParse(number, out var turns) && turns > 0:
        ProbeBenchmark.Run(turns);
        return 0;
    case ["workers", .. var count] when count.Length == 0 || (count.Length == 1 && int.TryParse(count[0], out var n) && n > 0):
        return WorkersBenchmark.Run(count.Length == 0 ? 3 : int.Parse(count[0], CultureInfo.InvariantCulture));
    case ["probe-twin"]:
        ProbeBenchmark.Twin();
        return 0;
    case ["probe-memory", var work]:
        ProbeBenchmark.Memory(work);
        return 0;
    case ["machine"]:
        Machine.Print();
        return 0;
    case ["micro", .. var rest]:
        // In this process: a project that BenchmarkDotNet builds of its own would stand without the mended native library.
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "..", "benchmark-results"));
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(rest.Length == 0 ? ["--filter", "*"] : rest, config);
        return 0;
    default:
        Console.Error.WriteLine($"'{string.Join(' ', args)}' is no benchmark: benchmarks/run.sh loader [THREADS], benchmarks/run.sh train [--runs N] [WORK...], benchmarks/run.sh attacks [--runs N], benchmarks/run.sh evaluation, benchmarks/run.sh probe [--runs N], benchmarks/run.sh workers [N], benchmarks/run.sh precision [SEEDS [IMAGES]], or benchmarks/run.sh micro [--filter '*Augmentation*'].");
        return 2;
}
