namespace Unlearn;

/// <summary>What attacks per sample read of one network.</summary>
/// <param name="LogOdds">φ of D_f's truth [N].</param>
/// <param name="Confidence">p of D_f's truth, in [0, 1] [N].</param>
/// <param name="Population">p of the test set's truth [Z].</param>
public sealed record ShadowOutputs(double[] LogOdds, double[] Confidence, double[] Population)
{
    /// <summary>Takes it from a network's outputs, which stay the caller's.</summary>
    public static ShadowOutputs Of(Outputs forget, Outputs test) => new(forget.LogOdds, forget.Confidence, test.Confidence);
}

/// <summary>
/// T pairs of shadow networks, trained as the attacked one was on the same D_f, or without it: the stored numbers that U-LiRA, RMIA and the
/// forgetting quality read. Nothing is trained here.
/// </summary>
/// <param name="Unlearned">Networks that saw D_f and unlearned it [T].</param>
/// <param name="Retrained">Networks that never saw it, of the same pairs [T].</param>
public sealed record ShadowPairs(IReadOnlyList<ShadowOutputs> Unlearned, IReadOnlyList<ShadowOutputs> Retrained)
{
    /// <summary>Attacks every pair by the others.</summary>
    /// <param name="seed">For the bootstrap.</param>
    /// <exception cref="ArgumentException">Fewer than 3 pairs, or networks of other samples.</exception>
    public PerExampleAttacks Attack(int seed)
    {
        using var lira = Seeds.Stream(seed, "u-lira");
        using var rmia = Seeds.Stream(seed, "rmia");
        using var draws = Seeds.Stream(seed, "forgetting quality");
        var quality = Quality();
        return new(
            Lira.LeavePairOut(Phi(Unlearned), Phi(Retrained), lira),
            new Rmia().LeavePairOut(P(Unlearned), P(Retrained), Population(Unlearned), Population(Retrained), rmia),
            quality, quality.ScoreInterval(draws));
    }

    /// <summary>The NeurIPS 2023 forgetting quality, N = T.</summary>
    /// <exception cref="ArgumentException">As <see cref="ForgettingQuality.Of"/>.</exception>
    public ForgettingQuality Quality() => ForgettingQuality.Of(Phi(Unlearned), Phi(Retrained));

    /// <summary>The attacks on one network that is none of the shadows, beside one that never saw D_f; their intervals are over samples alone.</summary>
    /// <param name="target">What unlearned.</param>
    /// <param name="retrained">What never saw.</param>
    /// <param name="seed">For the bootstrap.</param>
    /// <exception cref="ArgumentException">Fewer than 2 pairs, or networks of other samples.</exception>
    public IReadOnlyList<AttackResult> Attack(ShadowOutputs target, ShadowOutputs retrained, int seed)
    {
        using var lira = Seeds.Stream(seed, "u-lira");
        using var rmia = Seeds.Stream(seed, "rmia");
        double[] Score(ShadowOutputs network) => new Rmia().Scores(network.Confidence, P(Retrained), network.Population, Population(Retrained));
        return
        [
            Lira.Attack(Phi(Unlearned), Phi(Retrained), target.LogOdds, retrained.LogOdds, lira),
            Rmia.Attack(Score(target), Score(retrained), Retrained.Count, rmia),
        ];
    }

    private static double[][] Phi(IEnumerable<ShadowOutputs> networks) => [.. networks.Select(n => n.LogOdds)];

    private static double[][] P(IEnumerable<ShadowOutputs> networks) => [.. networks.Select(n => n.Confidence)];

    private static double[][] Population(IEnumerable<ShadowOutputs> networks) => [.. networks.Select(n => n.Population)];
}

/// <summary>What attacks per sample found of a method, over T pairs of shadows.</summary>
/// <param name="Lira">U-LiRA.</param>
/// <param name="Rmia">RMIA.</param>
/// <param name="Quality">The forgetting quality, with N = T.</param>
/// <param name="QualityInterval">Of its score, bootstrapped over the samples; 95 %.</param>
public sealed record PerExampleAttacks(AttackResult Lira, AttackResult Rmia, ForgettingQuality Quality, Interval QualityInterval);
