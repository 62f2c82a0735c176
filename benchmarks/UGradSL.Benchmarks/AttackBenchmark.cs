using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Unlearn.Benchmarks;

/// <summary>
/// The support vector classifier of MIA on the confidences that benchmarks/peers/attacks.py made: it prints seconds and decisions as one line
/// of JSON, so that both sides can be laid beside each other.
/// </summary>
internal static class AttackBenchmark
{
    /// <summary>Trains on a file of lines "confidence,member", then decides about every sample.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tolerance">Of the solver.</param>
    public static int Run(string path, double tolerance)
    {
        var rows = File.ReadLines(path).Select(line => line.Split(',')).ToList();
        double[][] features = [.. rows.Select(row => new[] { double.Parse(row[0], CultureInfo.InvariantCulture) })];
        bool[] members = [.. rows.Select(row => row[1] == "1")];
        Svc.Train([[0], [1], [0.5], [0.7]], [true, false, true, false]); // compiles
        var watch = Stopwatch.StartNew();
        var svc = Svc.Train(features, members, c: 3, gamma: 1, tolerance);
        var trained = watch.Elapsed.TotalSeconds;
        double[] decisions = [.. features.Select(x => svc.Decision(x))];
        Console.WriteLine(JsonSerializer.Serialize(new { train = trained, decide = watch.Elapsed.TotalSeconds - trained, vectors = svc.SupportVectors, decisions }));
        return 0;
    }
}
