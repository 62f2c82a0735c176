namespace Unlearn;

/// <summary>
/// The attacks of Jia et al. (2023): a support vector classifier (RBF kernel, C = 3, γ = 1/features) learns members (D_r) from non-members
/// (test) by one feature of the attacked network's outputs. The released code has five of them, the paper reports the one by confidence
/// (<see cref="MembershipInference"/>, which learns from all samples; here half is kept back to judge on).
/// </summary>
public static class SvcAttack
{
    /// <summary>Distinct vectors cannot be merged and cost one kernel row a step: from more samples a side the vector attack does not learn.</summary>
    public const int MostVectors = 2000;

    private const double Tolerance = 1e-3; // scikit-learn's

    /// <summary>The features by name; "modified-entropy-released" has ln p where ln(1 − p) is meant.</summary>
    public static IReadOnlyList<string> Features { get; } =
        ["confidence", "correctness", "entropy", "modified-entropy", "modified-entropy-released", "probabilities"];

    /// <summary>Attacks D_f and D_r, each against the test set.</summary>
    /// <param name="outputs">Of the attacked network.</param>
    /// <param name="feature">One of <see cref="Features"/>.</param>
    /// <param name="rng">For the bootstrap.</param>
    /// <exception cref="ArgumentException">No such feature, or fewer than 2 samples of D_r or the test set.</exception>
    public static IReadOnlyList<AttackResult> Run(NetworkOutputs outputs, string feature, Generator rng)
    {
        if (!Features.Contains(feature)) throw new ArgumentException($"no feature '{feature}': there are {string.Join(", ", Features)}.");
        var sets = AttackSets<double[]>.Of(outputs, o => FeatureOf(o, feature), feature == "probabilities" ? MostVectors : int.MaxValue);
        double[][] samples = [.. sets.LearnedMembers, .. sets.LearnedNonMembers];
        bool[] isMember = [.. samples.Select((_, i) => i < sets.LearnedMembers.Length)];
        var attack = Svc.Train(samples, isMember, c: 3, tolerance: Tolerance);
        return [.. sets.Judge($"svc-{feature}", x => attack.Decision(x), 0, rng)];
    }

    /// <summary>Of each sample a vector [N][d].</summary>
    internal static double[][] FeatureOf(Outputs outputs, string feature) => feature switch
    {
        "confidence" => Each(outputs.Confidence),
        "correctness" => [.. outputs.Label.Zip(outputs.Predicted, (y, p) => new[] { y == p ? 1.0 : 0 })],
        "entropy" => Each(outputs.Entropy),
        "modified-entropy" => Each(outputs.ModifiedEntropy),
        "modified-entropy-released" => Each(Unlearn.ModifiedEntropy.Of(outputs, ModifiedEntropyReading.Released)),
        _ => Probabilities(outputs),
    };

    private static double[][] Each(double[] values) => [.. values.Select(v => new[] { v })];

    private static double[][] Probabilities(Outputs outputs)
    {
        using var quiet = no_grad();
        List<double[]> rows = [];
        foreach (var (_, z) in outputs.Chunks())
        {
            using var p = softmax(z, 1);                                                    // [B, K]
            rows.AddRange(p.data<double>().ToArray().Chunk(outputs.Classes));
            z.Dispose();
        }
        return [.. rows];
    }
}
