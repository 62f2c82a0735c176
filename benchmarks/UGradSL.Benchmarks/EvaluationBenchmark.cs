using System.Diagnostics;
using System.Globalization;

namespace Unlearn.Benchmarks;

/// <summary>
/// The whole evaluation of stored logits, of 10 classes: 10,000 samples of D_f, 40,000 of D_r, 10,000 of the test set, of an unlearned, a retrained,
/// an original and another retrained network. The clock starts with the logits at hand; shadow networks are not in it. Wanted: under 20 s on 2 cores.
/// </summary>
internal static class EvaluationBenchmark
{
    private const int Classes = 10;

    // How sure of D_f each network is: nearly as of the test set, as of the test set, as of D_r, as of the test set.
    private static readonly double[] Margins = [2, 1.6, 4, 1.5];

    public static void Run()
    {
        Machine.Print();
        using var scope = NewDisposeScope();
        var logits = Margins.Select((margin, i) => ((Tensor, Tensor)[])[Made(10_000, margin, 1, i), Made(40_000, 4, 2, i), Made(10_000, 1.5, 3, i)]).ToList();
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var networks = logits.ConvertAll(sets => new NetworkOutputs(Of(sets[0]), Of(sets[1]), Of(sets[2])));
        var read = watch.Elapsed.TotalSeconds;
        var evaluation = Evaluation.Of(networks[0], networks[1], networks[2], networks[3]);
        var (seconds, processor) = (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        foreach (var network in networks) network.Dispose();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"evaluation of 4 networks on 10,000 + 40,000 + 10,000 samples: {seconds:0.0} s (of these {read:0.0} s from logits to numbers a sample), {processor:0.0} s of processor time, {evaluation.Attacks.Count} attacks on two networks, wanted under 20 s"));
    }

    private static Outputs Of((Tensor Logits, Tensor Labels) set) => new(set.Logits, set.Labels);

    /// <summary>Labels are the set's, noise is the network's.</summary>
    private static (Tensor Logits, Tensor Labels) Made(int count, double margin, ulong set, int network)
    {
        using Generator labelled = new(set, CPU), rng = new(10 * set + (ulong)network, CPU);
        var labels = randint(0, Classes, [count], ScalarType.Int64, generator: labelled);                                                            // [N]
        var favour = one_hot(labels, Classes) * (randn(count, 1, generator: labelled).abs() * (float)margin / 2 + (float)margin);                  // [N, K]
        return (randn(count, Classes, generator: rng) + favour, labels);
    }
}
