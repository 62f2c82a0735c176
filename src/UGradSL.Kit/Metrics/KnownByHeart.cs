namespace Unlearn;

/// <summary>
/// A part of D_f that a network can name as it is labelled only by heart, and whether it still does. What Retrain knows of it is what can be
/// known without having seen it.
/// </summary>
/// <param name="Part">"memorised" or "canaries".</param>
/// <param name="Count">How many samples of D_f.</param>
/// <param name="Accuracy">On the part, percent, as it is labelled ↓; Retrain's is the good value.</param>
/// <param name="Original">The original's accuracy on it, percent; null without it.</param>
/// <param name="Attack">The part against the test set; null where the part was chosen by what the networks say.</param>
/// <param name="RetrainedAttack">The same on Retrain.</param>
public sealed record KnownByHeart(string Part, int Count, Beside Accuracy, double? Original, AttackResult? Attack = null, AttackResult? RetrainedAttack = null)
{
    private const string Good = "Retrain's value, near 0.5: more means that planted samples are still known by heart.";

    /// <summary>
    /// The samples of D_f that the original names rightly and Retrain does not: each is known for having been trained on, as far as one network
    /// of each kind can tell (Feldman 2020 takes the mean over many). Retrain's accuracy on them is 0 by choice, that of another seed's is not:
    /// it is what chance leaves.
    /// </summary>
    /// <returns>Null where there are none.</returns>
    public static KnownByHeart? Memorised(Outputs unlearned, Outputs retrained, Outputs original, Outputs? retrainedAgain = null)
    {
        int[] rows = [.. Enumerable.Range(0, unlearned.Count).Where(i => original.Predicted[i] == original.Label[i] && retrained.Predicted[i] != retrained.Label[i])];
        return rows.Length == 0 ? null : new("memorised", rows.Length,
            new(Percent(unlearned, rows)!.Value, 0, Percent(retrainedAgain, rows)), 100);
    }

    /// <summary>
    /// The planted samples of D_f (<see cref="Canaries"/>), attacked by the log-odds of their label. A mislabelled one is set against test
    /// samples under a wrong label drawn as its own was, since a network that never saw it finds both as unlikely; a duplicated one against
    /// test samples as they are.
    /// </summary>
    /// <returns>Null where D_f has none.</returns>
    public static KnownByHeart? Planted(NetworkOutputs unlearned, NetworkOutputs? retrained, NetworkOutputs? original, NetworkOutputs? retrainedAgain, ForgetSplit split, int seed)
    {
        var (source, indices) = (split.Forget.Source, split.Forget.Indices);
        if (!source.Annotations.TryGetValue(Canaries.Key, out var marks)) return null;
        int[] rows = [.. Enumerable.Range(0, indices.Count).Where(i => marks.Values[(int)indices[i]] > 0)];
        if (rows.Length == 0) return null;
        var truth = source.Annotations.GetValueOrDefault(Canaries.TrueClass)?.Values;
        var mislabelled = truth is not null && rows.Any(i => truth[(int)indices[i]] != split.Forget.Label(i));
        return new("canaries", rows.Length,
            new(Percent(unlearned.Forget, rows)!.Value, Percent(retrained?.Forget, rows), Percent(retrainedAgain?.Forget, rows)), Percent(original?.Forget, rows),
            Attacked(unlearned, rows, mislabelled, seed), retrained is null ? null : Attacked(retrained, rows, mislabelled, seed));
    }

    private static AttackResult Attacked(NetworkOutputs outputs, int[] rows, bool mislabelled, int seed)
    {
        using var rng = Seeds.Stream(seed, "canaries");
        var never = mislabelled ? UnderWrongLabels(outputs.Test, rng) : outputs.Test.LogOdds;
        return AttackResult.Of("log-odds:canaries-vs-test", Good, [.. rows.Select(i => outputs.Forget.LogOdds[i])], never, rng);
    }

    /// <summary>φ of another label than the true one, drawn evenly for each sample [N].</summary>
    private static double[] UnderWrongLabels(Outputs test, Generator rng)
    {
        using var scope = NewDisposeScope();
        var steps = randint(0, test.Classes - 1, [test.Count], ScalarType.Int64, generator: rng);   // [N]
        using var wrong = new Outputs(test.Logits, (test.Labels + 1 + steps) % test.Classes);
        return wrong.LogOdds;
    }

    private static double? Percent(Outputs? outputs, int[] rows) =>
        outputs is null ? null : 100.0 * rows.Count(i => outputs.Predicted[i] == outputs.Label[i]) / rows.Length;
}
