namespace Unlearn;

/// <summary>
/// Can an attacker tell what was forgotten from what was never seen? A support vector classifier learns D_f from test samples by the unlearned
/// network's outputs (log-odds of the truth and entropy, each standardised) and is judged on the others. Unlike the membership attacks it
/// knows forgotten samples by name, and finds D_f when it looks odd in any way: too wrong, too uncertain, all alike (paper, D.10).
/// </summary>
public static class StreisandAttack
{
    private const int Most = 2000; // learned from a side: two features cannot be merged

    private const string Good =
        "Retrain's value; 0.5 where D_f is distributed as the test set. Above: forgetting left a trace that gives D_f away. In class forgetting the classes differ, and Retrain's value is high, too.";

    /// <summary>Learns from every other sample of both sets and is judged on the rest.</summary>
    /// <param name="outputs">Of the unlearned network.</param>
    /// <param name="rng">For the bootstrap.</param>
    /// <exception cref="ArgumentException">Fewer than 2 samples of D_f or the test set.</exception>
    public static AttackResult Run(NetworkOutputs outputs, Generator rng)
    {
        var count = Math.Min(outputs.Forget.Count, outputs.Test.Count);
        if (count < 2) throw new ArgumentException($"{outputs.Forget.Count} samples of D_f and {outputs.Test.Count} of the test set: the attack learns from one half and is judged on the other, so it needs 2 of each.");
        double[][] forget = Sampling.Thin(Seen(outputs.Forget), count), test = Sampling.Thin(Seen(outputs.Test), count);
        double[][] learned = [.. Sampling.Thin(Sampling.Even(forget), Most), .. Sampling.Thin(Sampling.Even(test), Most)];
        var scale = Enumerable.Range(0, 2).Select(f => MeanAndDeviation([.. learned.Select(x => x[f])])).ToArray();
        double[] Scaled(double[] x) => [.. x.Zip(scale, (v, s) => (v - s.Mean) / s.Deviation)];
        var attack = Svc.Train([.. learned.Select(Scaled)], [.. learned.Select((_, i) => i < learned.Length / 2)]);
        return AttackResult.Of("streisand-svc:forget-vs-test", Good, [.. Sampling.Odd(forget).Select(x => attack.Decision(Scaled(x)))],
            [.. Sampling.Odd(test).Select(x => attack.Decision(Scaled(x)))], rng, 0);
    }

    private static double[][] Seen(Outputs outputs) => [.. outputs.LogOdds.Zip(outputs.Entropy, (phi, h) => new[] { Math.Clamp(phi, -1e3, 1e3), h })];

    private static (double Mean, double Deviation) MeanAndDeviation(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        return (mean, deviation > 1e-12 ? deviation : 1);
    }
}
