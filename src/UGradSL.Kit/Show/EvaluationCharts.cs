namespace Unlearn;

/// <summary>What networks say of D_f and of the test set, as charts: each network beside Retrain.</summary>
/// <param name="Name">The method's name, for its colour.</param>
/// <param name="Forget">Of D_f.</param>
/// <param name="Test">Of the split's test set.</param>
public sealed record Said(string Name, Outputs Forget, Outputs Test);

/// <summary>Charts of an evaluation.</summary>
public static class EvaluationCharts
{
    private const string Retrained = nameof(Retrain);

    /// <summary>
    /// The attack that takes whoever is sure enough of the truth for a member: D_f found over test samples falsely taken for members, on logarithmic
    /// axes, since an attacker who is to accuse nobody falsely works at the left end. The goal is Retrain's line.
    /// </summary>
    /// <param name="networks">A line each.</param>
    /// <exception cref="ArgumentException">No network.</exception>
    public static Figure Attack(IReadOnlyList<Said> networks)
    {
        if (networks.Count == 0) throw new ArgumentException("no networks: give at least one.");
        var (members, others) = (networks.Min(n => n.Forget.Count), networks.Min(n => n.Test.Count));
        double[] rates = [.. Enumerable.Range(0, 41).Select(i => Math.Pow(others, i / 40.0 - 1))];
        return Charts.Lines("Who finds D_f among test samples?\nattack by the log-odds of the truth; Retrain's line is the goal, chance is what guessing finds",
            new Axis("test samples taken for members (FPR)", 1.0 / others, 1, Log: true), new Axis("D_f found (TPR)", 1.0 / members, 1, Log: true),
            [.. networks.Select(n => new Series(n.Name, rates, TprOf(n, rates))), new Series("chance", rates, rates)]);
    }

    /// <summary>Accuracy on each class of the test set, minus Retrain's: what was broken beyond what forgetting costs.</summary>
    /// <param name="networks">Retrain among them.</param>
    /// <param name="classNames">K names.</param>
    /// <exception cref="ArgumentException">No Retrain.</exception>
    public static Figure Classes(IReadOnlyList<Said> networks, IReadOnlyList<string> classNames)
    {
        var (retrained, rows) = Apart(networks);
        var change = rows.ConvertAll(n => (n.Name, Classes: Collateral.PerClass(n.Test, retrained.Test)));
        return Charts.Heat("What it cost the other classes\naccuracy on the test set, minus Retrain's, in points", "class", "network", "points",
            [.. change[0].Classes.Select(c => classNames[c.Group])],
            change.AsEnumerable().Reverse().Select(n => new Series(n.Name, [.. n.Classes.Select(c => Math.Round(c.Change, 1))])));
    }

    /// <summary>What D_f is taken for: a network that was to forget a class should confuse it as Retrain does, not as a grudge would.</summary>
    /// <param name="networks">A row each.</param>
    /// <param name="classNames">K names.</param>
    public static Figure Predictions(IReadOnlyList<Said> networks, IReadOnlyList<string> classNames) => Charts.Heat(
        "What D_f is taken for\nshare of D_f that each network names as each class, in percent", "predicted", "network", "% of D_f", classNames,
        networks.Reverse().Select(n => new Series(n.Name, [.. Enumerable.Range(0, n.Forget.Classes)
            .Select(k => Math.Round(100.0 * n.Forget.Predicted.Count(y => y == k) / n.Forget.Count, 1))])));

    /// <summary>How undecided each network is about D_f, from 0 to ln K, with Retrain's outline over it.</summary>
    /// <param name="networks">Retrain among them.</param>
    /// <exception cref="ArgumentException">No Retrain.</exception>
    public static Figure Entropies(IReadOnlyList<Said> networks) => BesideRetrain("How undecided about D_f?\nfilled: the network, line: Retrain",
        new Axis("entropy, nats", 0, Math.Log(networks[0].Forget.Classes)), networks, said => said.Entropy);

    /// <summary>How probable each network finds the truth of D_f, with Retrain's outline over it.</summary>
    /// <param name="networks">Retrain among them.</param>
    /// <exception cref="ArgumentException">No Retrain.</exception>
    public static Figure Confidences(IReadOnlyList<Said> networks) => BesideRetrain("How probable is the truth of D_f?\nfilled: the network, line: Retrain",
        new Axis("probability of the truth", 0, 1), networks, said => said.Confidence);

    /// <summary>Linear CKA of each layer's input with Retrain's. The first layer reads the sample itself and is left out.</summary>
    /// <param name="set">What the samples are: "D_f".</param>
    /// <param name="networks">A row each.</param>
    public static Figure Layers(string set, IReadOnlyList<(string Name, IReadOnlyList<LayerLikeness> Layers)> networks) => Charts.Heat(
        $"Alike inside? {set}\nlinear CKA with Retrain of what each layer reads; 1 is alike", "layer", "network", "CKA",
        [.. networks[0].Layers.Skip(1).Select(layer => layer.Layer)],
        networks.Reverse().Select(n => new Series(n.Name, [.. n.Layers.Skip(1).Select(layer => Math.Round(layer.Cka, 3))])));

    private static Figure BesideRetrain(string title, Axis x, IReadOnlyList<Said> networks, Func<Outputs, double[]> value)
    {
        var (retrained, rows) = Apart(networks);
        return Charts.Histograms(title, x, rows.Select(n => (n.Name, (n.Name, (IReadOnlyList<double>)value(n.Forget)), (Retrained, (IReadOnlyList<double>)value(retrained.Forget)))), bins: 24);
    }

    private static double[] TprOf(Said said, double[] rates)
    {
        var roc = Roc.Of(said.Forget.LogOdds, said.Test.LogOdds);
        return [.. rates.Select(rate => roc.Tpr(Math.Min(1, rate)))];
    }

    private static (Said Retrained, List<Said> Others) Apart(IReadOnlyList<Said> networks) =>
        networks.FirstOrDefault(n => n.Name == Retrained) is { } retrained && networks.Count > 1 ? (retrained, [.. networks.Where(n => n != retrained)])
            : throw new ArgumentException($"the networks are {string.Join(", ", networks.Select(n => n.Name))}: Retrain and at least one other are needed.");
}
