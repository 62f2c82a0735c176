namespace Unlearn;

/// <summary>
/// A pair of shadows of a network: the same architecture trained the same way from first weights and in orders of its own, once on D_f and D_r (and
/// then unlearned), once on D_r alone. With all of D_r the pair differs from the network by chance alone, which is what exact unlearning is
/// defined over and what the NeurIPS 2023 competition measured; with a draw of D_r it is that of an attacker who does not know D_r
/// (as Hayes et al. 2024, who draw training sets).
/// </summary>
/// <param name="Pair">From 0. More pairs leave those before as they are.</param>
/// <param name="Share">Of D_r that is drawn, (0, 1].</param>
public sealed record Shadow(int Pair, double Share = 1)
{
    /// <summary>What the pair's first weights, orders and draw come from.</summary>
    /// <param name="seed">The network's own.</param>
    public int SeedOf(int seed) => (int)(Seeds.Derive(seed, $"shadow {Pair}") >> 33);

    /// <summary>The split with the pair's draw in D_r's place; D_f, validation and test part are the same for all pairs.</summary>
    /// <param name="split">The network's own.</param>
    /// <param name="seed">The network's own.</param>
    /// <exception cref="ArgumentException">A share outside (0, 1], or one of nothing.</exception>
    public ForgetSplit Of(ForgetSplit split, int seed)
    {
        if (Share is not (> 0 and <= 1)) throw new ArgumentException($"a share of {Share} of D_r, allowed is (0, 1]: 1 takes all of it, 0.5 is usual for draws.");
        if (Share == 1) return split;
        var count = Draw.RoundedDown(Share, split.Retain.Count);
        if (count == 0) throw new ArgumentException($"a share of {Share} of {split.Retain.Count} samples of D_r is none: draw more.");
        return split with { Retain = split.Retain.At(Draw.Order(split.Retain.Count, SeedOf(seed), "draw").Take(count).Order()), Forgetting = null, Seed = null };
    }
}
