namespace Unlearn;

/// <summary>
/// Attacks per sample on every method of an experiment, by pairs of shadows. The originals and the retrained networks are units of a store like
/// any other: trained once, shared by all methods, gone on with after a kill. Each way to forget is attacked at the experiment's first seed,
/// which chooses D_f; the shadows have seeds of their own.
/// </summary>
/// <param name="Experiment">What is attacked. Its Retrain is the shadows' other half, whether it names it or not.</param>
/// <param name="Pairs">T, and N of the forgetting quality: 16 are few, 64 usual for LiRA; the competition had 512.</param>
/// <param name="Share">Of D_r that each pair draws (<see cref="Shadow"/>).</param>
public sealed record ShadowAttack(Experiment Experiment, int Pairs = 16, double Share = 1)
{
    /// <summary>Refuses settings outside their range, before anything is trained.</summary>
    /// <exception cref="ArgumentException">The value, what is allowed and what to try.</exception>
    public void Check()
    {
        Experiment.Check();
        if (Pairs < 3) throw new ArgumentException($"{Pairs} pairs of shadows: at least 3 are needed (16 are few, 64 usual).");
        if (Share is not (> 0 and <= 1)) throw new ArgumentException($"a share of {Share} of D_r, allowed is (0, 1]: 1 takes all of it, 0.5 is usual for draws.");
    }

    /// <summary>All that has to be there, pair by pair: the original as it is, the retrained network, each method.</summary>
    public IEnumerable<SweepUnit> Units => Experiment.Forgettings.SelectMany(way => Enumerable.Range(0, Pairs).SelectMany(pair => Rows.Prepend(Retrained).Select(method => Unit(way, pair, method))));

    /// <summary>What the attacks find in a store that holds every unit; nothing is trained. One item a way to forget and method.</summary>
    /// <exception cref="InvalidOperationException">A unit is not done.</exception>
    public IEnumerable<MethodAttacked> Read(UnitStore store)
    {
        foreach (var way in Experiment.Forgettings)
        {
            var retrained = Networks(store, way, Retrained);
            var half = Pairs / 2;
            if (half >= 3) yield return Attacked(way, Retrained, new([.. retrained.Take(half)], [.. retrained.Skip(half).Take(half)]));
            foreach (var method in Rows) yield return Attacked(way, method, new(Networks(store, way, method), retrained));
        }
    }

    private Retrain Retrained => Experiment.Methods.OfType<Retrain>().FirstOrDefault(new Retrain()) with { Training = Experiment.Training };

    /// <summary>The original as it is, then every method but Retrain.</summary>
    private IEnumerable<Unlearner?> Rows => Experiment.Methods.Where(m => m is not Retrain).Prepend(null);

    private SweepUnit Unit(Forgetting way, int pair, Unlearner? method) =>
        new(Experiment.Data, Experiment.Network, way, Experiment.Training, Experiment.Seeds[0], method) { Shadow = new(pair, Share) };

    private MethodAttacked Attacked(Forgetting way, Unlearner? method, ((ShadowOutputs, double, string)[] Unlearned, (ShadowOutputs, double, string)[] Never) pairs)
    {
        using var rng = Seeds.Stream(Experiment.Seeds[0], "population");
        double[] population = [.. pairs.Unlearned.Select(n => n.Item2)];
        return new(way, pairs.Unlearned[0].Item3, method, Share, Spread.Of(population), MeanInterval.Of(population, rng)!,
            new ShadowPairs([.. pairs.Unlearned.Select(n => n.Item1)], [.. pairs.Never.Select(n => n.Item1)]).Attack(Experiment.Seeds[0]));
    }

    /// <summary>Of each pair what attacks read of the network, the AUC of the population attack on it, and who was forgotten, in words.</summary>
    private (ShadowOutputs Outputs, double Population, string Forgotten)[] Networks(UnitStore store, Forgetting way, Unlearner? method) => [.. Enumerable.Range(0, Pairs).Select(pair =>
    {
        var unit = Unit(way, pair, method);
        var stored = store.Find(unit.Key) ?? throw new InvalidOperationException($"{unit} is not in {store.Folder}: sweep the units of the attack first.");
        using Outputs forget = LogitsFile.Read(stored.Folder, "forget"), test = LogitsFile.Read(stored.Folder, "test");
        return (ShadowOutputs.Of(forget, test), Roc.Of(forget.LogOdds, test.LogOdds).Auc, stored.Read<UnitResult>(Sweep.ResultFile).Description);
    })];
}
