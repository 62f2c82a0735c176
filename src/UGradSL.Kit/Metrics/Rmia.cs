namespace Unlearn;

/// <summary>
/// RMIA (Zarifzadeh, Liu and Shokri 2024): a sample is a member if the attacked network raised its probability more, against reference networks,
/// than it raised that of most samples of the population: score(x) = share of z with (p(x|θ)/p(x)) / (p(z|θ)/p(z)) ≥ γ. It needs far fewer
/// references than LiRA, down to one.
/// </summary>
/// <param name="Gamma">γ ≥ 1; 2 is the authors'.</param>
/// <param name="Offline">
/// a in [0, 1]: without references that saw x, p(x) is ½·((1 + a)·p_out + 1 − a), p_out the references' mean (their eq. 10; 0.3 for CIFAR-10).
/// p(z) is the plain mean of the references: nobody trained on z.
/// </param>
public sealed record Rmia(double Gamma = 2, double Offline = 0.3)
{
    private const string Name = "rmia:unlearned-vs-never", Good = "0.5: what was unlearned looks no more trained on than what was never seen.";

    /// <summary>The score of each sample [N], in [0, 1]; higher means "member".</summary>
    /// <param name="target">p(x|θ), the probability of the truth by the attacked network [N], in [0, 1].</param>
    /// <param name="never">By references that never saw x [T][N], T ≥ 1.</param>
    /// <param name="population">p(z|θ) by the attacked network [Z], Z ≥ 1.</param>
    /// <param name="populationReferences">Of the same samples by references [T′][Z], T′ ≥ 1.</param>
    /// <param name="seen">By references that saw x [T″][N]; null: the offline attack.</param>
    /// <exception cref="ArgumentException">A setting or a probability outside its range, no references, or other numbers of samples.</exception>
    public double[] Scores(double[] target, IReadOnlyList<double[]> never, double[] population, IReadOnlyList<double[]> populationReferences, IReadOnlyList<double[]>? seen = null)
    {
        if (!(Gamma >= 1)) throw new ArgumentException($"γ = {Gamma}, allowed is [1, ∞): the authors take 2.");
        if (Offline is not (>= 0 and <= 1)) throw new ArgumentException($"a = {Offline}, allowed is [0, 1]: the authors take 0.3 for CIFAR-10.");
        if (population.Length == 0) throw new ArgumentException("no samples of the population: RMIA compares with at least one (test samples that no reference saw).");
        var outside = Mean(never, target.Length, "that never saw");
        var x = seen is null
            ? target.Select((p, i) => Ratio(p, ((1 + Offline) * outside[i] + 1 - Offline) / 2))
            : target.Zip(outside.Zip(Mean(seen, target.Length, "that saw")), (p, m) => Ratio(p, (m.First + m.Second) / 2));
        double[] z = [.. population.Zip(Mean(populationReferences, population.Length, "of the population"), Ratio).Order()];
        return [.. x.Select(ratio => (double)NoMoreThan(z, ratio / Gamma) / z.Length)];
    }

    /// <summary>
    /// Attacks both networks of each pair: samples that the one unlearned are the members, the same samples by the one that never saw them the
    /// others. The references are the other pairs' networks that never saw them (the offline attack).
    /// </summary>
    /// <param name="unlearned">p by the networks that unlearned [T][N], T ≥ 3.</param>
    /// <param name="never">By those that never saw [T][N].</param>
    /// <param name="unlearnedPopulation">p of the population by the networks that unlearned [T][Z].</param>
    /// <param name="neverPopulation">By those that never saw [T][Z].</param>
    /// <param name="rng">For the bootstrap over pairs and samples.</param>
    /// <exception cref="ArgumentException">As <see cref="Scores"/>, or fewer than 3 pairs.</exception>
    public AttackResult LeavePairOut(
        IReadOnlyList<double[]> unlearned, IReadOnlyList<double[]> never, IReadOnlyList<double[]> unlearnedPopulation, IReadOnlyList<double[]> neverPopulation, Generator rng)
    {
        PairedAttack.CheckPairs(unlearned.Count, never.Count);
        double[][] Scored(IReadOnlyList<double[]> target, IReadOnlyList<double[]> population) => [.. target.Select((p, t) =>
            Scores(p, PairedAttack.Without(never, t), population[t], PairedAttack.Without(neverPopulation, t)))];
        return Named(PairedAttack.Of(Name, Good, Scored(unlearned, unlearnedPopulation), Scored(never, neverPopulation), rng), unlearned.Count - 1);
    }

    /// <summary>One network that unlearned against one that never saw.</summary>
    /// <param name="unlearned">Scores of D_f by the network that unlearned it [N].</param>
    /// <param name="never">Scores of the same samples by one that never saw them [N].</param>
    /// <param name="references">T, for the note.</param>
    /// <param name="rng">For the bootstrap over samples.</param>
    public static AttackResult Attack(double[] unlearned, double[] never, int references, Generator rng) =>
        Named(PairedAttack.Of(Name, Good, [unlearned], [never], rng), references);

    private static AttackResult Named(AttackResult result, int references) => result with { Notes = [$"T = {references} references", .. result.Notes] };

    private static double Ratio(double p, double mean) => p / Math.Max(mean, 1e-300);

    /// <summary>How many of the sorted numbers are ≤ x.</summary>
    private static int NoMoreThan(double[] sorted, double x)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] <= x) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static double[] Mean(IReadOnlyList<double[]> references, int samples, string which)
    {
        if (references.Count == 0) throw new ArgumentException($"no references {which}: RMIA needs at least one.");
        foreach (var (t, p) in references.Index())
            if (p.Length != samples || p.Any(v => v is not (>= 0 and <= 1)))
                throw new ArgumentException($"reference {t} {which} has {p.Length} numbers: needed are {samples} probabilities in [0, 1].");
        return [.. Enumerable.Range(0, samples).Select(i => references.Average(p => p[i]))];
    }
}
