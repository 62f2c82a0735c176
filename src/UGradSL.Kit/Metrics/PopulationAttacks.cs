namespace Unlearn;

/// <summary>
/// Every attack that needs nothing but the outputs of the attacked network. They look at D_f as a whole: passing them all is needed and not
/// enough, since an attack that models each sample by itself finds more (Hayes et al. 2024; <see cref="Lira"/>).
/// </summary>
public static class PopulationAttacks
{
    /// <summary>All that the sets allow, by name in a fixed order; what was left out is said in <paramref name="notes"/>.</summary>
    /// <param name="outputs">Of the attacked network.</param>
    /// <param name="seed">For folds and bootstrap.</param>
    /// <param name="notes">Gets a line for each attack that could not run.</param>
    public static IReadOnlyList<AttackResult> Run(NetworkOutputs outputs, int seed, ICollection<string> notes)
    {
        List<AttackResult> results = [];
        foreach (var feature in SvcAttack.Features)
            if (feature == "probabilities" && outputs.Classes > 200) notes.Add($"svc-probabilities is left out: {outputs.Classes} features a sample take too long; 200 are the most.");
            else Try($"svc-{feature}", rng => SvcAttack.Run(outputs, feature, rng));
        Try("logistic-loss", rng => LogisticAttack.Run(outputs, rng));
        foreach (var feature in ThresholdAttack.Features) Try($"threshold-{feature}", rng => ThresholdAttack.Run(outputs, feature, rng));
        Try("streisand-svc", rng => [StreisandAttack.Run(outputs, rng)]);
        return results;

        void Try(string name, Func<Generator, IReadOnlyList<AttackResult>> attack)
        {
            using var rng = Seeds.Stream(seed, name); // its own, so that leaving one out shifts no other
            try
            {
                results.AddRange(attack(rng));
            }
            catch (ArgumentException e)
            {
                notes.Add($"{name} is left out: {e.Message}");
            }
        }
    }
}
