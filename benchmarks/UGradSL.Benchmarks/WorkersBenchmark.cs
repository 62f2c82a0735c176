using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Unlearn.Benchmarks;

/// <summary>
/// What a second worker adds to a sweep: <c>ugradsl sweep</c> of eight units (four seeds, original and Retrain) into a store of its own, by one
/// worker with all threads and by two with half of them each, in turn; start of the processes included.
/// </summary>
internal static class WorkersBenchmark
{
    private const int Epochs = 2, Seeds = 4;

    private static readonly (string Name, DataSettings Data, NetworkSettings Network)[] works =
    [
        ("small-cnn, 10,800 embedded images", new("embedded"), new("small-cnn")),
        ("resnet18 of width 16, 2,000 embedded images", new("embedded", 2_000, 500), new("resnet18", 16)),
    ];

    public static int Run(int turns)
    {
        Machine.Print();
        foreach (var (name, data, network) in works)
        {
            List<(double One, double Two)> rates = [];
            for (var turn = 0; turn < turns; turn++) rates.Add((SamplesPerSecond(data, network, 1), SamplesPerSecond(data, network, 2)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name}: one worker {Spread.Median(rates.ConvertAll(r => r.One)):0} samples/s, two {Spread.Median(rates.ConvertAll(r => r.Two)):0}, ratio {Spread.Median(rates.ConvertAll(r => r.Two / r.One)):0.00} ({rates.Min(r => r.Two / r.One):0.00} to {rates.Max(r => r.Two / r.One):0.00}, n = {turns})"));
        }
        return 0;
    }

    private static double SamplesPerSecond(DataSettings data, NetworkSettings network, int workers)
    {
        var folder = Directory.CreateTempSubdirectory("ugradsl").FullName;
        try
        {
            Experiment experiment = new("workers", data, network, [new ClassForgetting("5")], new() { Epochs = Epochs }, [.. Enumerable.Range(0, Seeds)], [new Retrain()]);
            var plan = Path.Combine(folder, "plan.json");
            File.WriteAllText(plan, JsonSerializer.Serialize<Experiment[]>([experiment], Json.Indented));
            var watch = Stopwatch.StartNew();
            var command = Path.Combine(AppContext.BaseDirectory, "..", "cli", "ugradsl.dll");
            using var sweep = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [command, "sweep", plan, "--out", Path.Combine(folder, "store"), "--results", folder, "--workers", $"{workers}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            sweep.ErrorDataReceived += (_, _) => { };
            sweep.BeginErrorReadLine();
            var said = sweep.StandardOutput.ReadToEnd();
            sweep.WaitForExit();
            if (sweep.ExitCode != 0) throw new InvalidOperationException($"the sweep ended with {sweep.ExitCode}: {said}");
            var retrained = ExperimentResults.Read(Path.Combine(folder, "workers.json")).Units.Where(u => u.Settings.Method is Retrain).Sum(u => u.Result.Cost.Samples);
            return retrained * 19.0 / 9 / watch.Elapsed.TotalSeconds; // nine of ten classes retrained, ten of ten by the originals
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
