using Microsoft.Data.Analysis;

namespace Unlearn;

/// <summary>All that can be said of an unlearned network from its outputs, and from those of the retrained and the original one where they are at hand.</summary>
/// <param name="Unlearned">The paper's numbers; RTE is NaN where nobody measured it.</param>
/// <param name="Retrained">Retrain's, the values to reach.</param>
/// <param name="Original">The network's before it unlearned.</param>
/// <param name="RelativeEntropy">H/ln K, 0 to 1.</param>
/// <param name="Distance">From Retrain: the headline.</param>
/// <param name="Floor">The distance between two retrained networks.</param>
/// <param name="Attacks">Population attacks on the unlearned network.</param>
/// <param name="RetrainedAttacks">The same attacks on Retrain as if it had unlearned: what each of them says of a network that has nothing to hide.</param>
/// <param name="Calibration">ECE on D_f, D_r and the test set.</param>
/// <param name="Streisand">Distance of D_f's prediction matrix from the test set's (<see cref="PredictionMatrix.Distance"/>); NaN where they share no class.</param>
/// <param name="Damage">Per class of the test set, against Retrain, or else against the original; empty without either.</param>
/// <param name="Sizes">Samples of D_f, D_r and the test set, and K.</param>
/// <param name="Notes">What was left out and why, what weakens a number.</param>
public sealed record Evaluation(
    Scores Unlearned, Scores? Retrained, Scores? Original, double RelativeEntropy, DistanceToRetrain? Distance, NoiseFloor? Floor,
    IReadOnlyList<AttackResult> Attacks, IReadOnlyList<AttackResult> RetrainedAttacks, (double Forget, double Retain, double Test) Calibration,
    double Streisand, IReadOnlyList<Collateral> Damage, (int Forget, int Retain, int Test, int Classes) Sizes, IReadOnlyList<string> Notes)
{
    /// <summary>Passes each network once over the three sets of a split, and evaluates.</summary>
    /// <param name="unlearned">Left as it is.</param>
    /// <param name="retrained">Trained on D_r alone; null: no distance.</param>
    /// <param name="original">Before unlearning; null: not shown.</param>
    /// <param name="split">What was forgotten.</param>
    /// <param name="seed">For folds and bootstrap.</param>
    public static Evaluation Of(Net unlearned, Net? retrained, Net? original, ForgetSplit split, int seed = 0)
    {
        using var mine = NetworkOutputs.Of(unlearned, split);
        using var theirs = retrained is null ? null : NetworkOutputs.Of(retrained, split);
        using var before = original is null ? null : NetworkOutputs.Of(original, split);
        return Of(mine, theirs, before, seed: seed);
    }

    /// <summary>Evaluates outputs, of networks trained anywhere.</summary>
    /// <param name="unlearned">Stays the caller's, as do the others.</param>
    /// <param name="retrained">On the same samples in the same order.</param>
    /// <param name="original">On the same samples.</param>
    /// <param name="retrainedAgain">Another seed's retrained network, for the noise floor.</param>
    /// <param name="seed">For folds and bootstrap.</param>
    /// <exception cref="ArgumentException">Outputs of other samples.</exception>
    public static Evaluation Of(
        NetworkOutputs unlearned, NetworkOutputs? retrained = null, NetworkOutputs? original = null, NetworkOutputs? retrainedAgain = null, int seed = 0)
    {
        if (retrained is not null) unlearned.CheckSame(retrained, "retrained");
        if (original is not null) unlearned.CheckSame(original, "original");
        if (retrainedAgain is not null) unlearned.CheckSame(retrainedAgain, "retrained-again");
        var (mine, theirs, before, again) = (unlearned.Score(), retrained?.Score(), original?.Score(), retrainedAgain?.Score());
        List<string> notes = [], unheard = [];
        if (unlearned.Retain.Count < unlearned.Test.Count)
            notes.Add($"D_r has {unlearned.Retain.Count} samples and the test set {unlearned.Test.Count}: attacks use the first {unlearned.Retain.Count} of both.");
        if (retrained is null) notes.Add("no retrained network: no distance to it, and no value that any of these numbers should have.");
        if (retrained is not null && retrainedAgain is null) notes.Add("one retrained network: no noise floor, so a small gap may be chance.");
        notes.Add("no shadow networks: no attack per sample (U-LiRA, RMIA), which finds what population attacks miss.");
        var attacks = PopulationAttacks.Run(unlearned, seed, notes);
        var matrix = PredictionMatrix.Distance(unlearned.Forget, unlearned.Test);
        if (matrix.Counted < unlearned.Forget.Count)
            notes.Add($"{unlearned.Forget.Count - matrix.Counted} samples of D_f are of classes that the test set lacks: the prediction matrices are compared without them.");
        return new(mine, theirs, before, mine.H / Math.Log(unlearned.Classes),
            retrained is null ? null : DistanceToRetrain.Of(unlearned, retrained, mine, theirs!),
            theirs is null || again is null ? null : NoiseFloor.Of([theirs, again]),
            attacks, retrained is null ? [] : PopulationAttacks.Run(retrained, seed, unheard),
            (Unlearn.Calibration.Error(unlearned.Forget), Unlearn.Calibration.Error(unlearned.Retain), Unlearn.Calibration.Error(unlearned.Test)),
            matrix.Distance, (retrained ?? original) is { } reference ? Collateral.PerClass(unlearned.Test, reference.Test) : [],
            (unlearned.Forget.Count, unlearned.Retain.Count, unlearned.Test.Count, unlearned.Classes), notes);
    }

    /// <summary>One row a number: its name, unit and direction, the unlearned network's value, Retrain's, and the gap.</summary>
    public DataFrame ToDataFrame() => EvaluationFrame.Of(this);
}
