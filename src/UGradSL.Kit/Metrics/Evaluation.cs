using System.Globalization;
using Microsoft.Data.Analysis;

namespace Unlearn;

/// <summary>All that can be said of an unlearned network from its outputs, and from those of the retrained and the original one where they are at hand.</summary>
/// <param name="Unlearned">The paper's numbers; RTE is NaN where nobody measured it.</param>
/// <param name="Retrained">Retrain's, the values to reach.</param>
/// <param name="Original">The network's before it unlearned.</param>
/// <param name="RelativeEntropy">H/ln K, 0 to 1.</param>
/// <param name="Distance">From Retrain: the headline.</param>
/// <param name="Floor">The distance between two retrained networks.</param>
/// <param name="Attacks">Population attacks on the unlearned network, and where shadows were given U-LiRA and RMIA on it.</param>
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
    /// <summary>The same distance between two retrained networks of different seeds, number by number; null for one.</summary>
    public DistanceToRetrain? FloorDistance { get; init; }

    /// <summary>ECE of the retrained network, the values to reach; null without it.</summary>
    public (double Forget, double Retain, double Test)? RetrainedCalibration { get; init; }

    /// <summary><see cref="Streisand"/> of the retrained network; null without it.</summary>
    public double? RetrainedStreisand { get; init; }

    /// <summary>Parts of D_f that can be named as they are labelled only by heart: memorised samples, planted canaries.</summary>
    public IReadOnlyList<KnownByHeart> ByHeart { get; init; } = [];

    /// <summary>CKA of layers and distance of weights from Retrain; null without networks.</summary>
    public InnerLikeness? Inside { get; init; }

    /// <summary>ZRF on D_f against a network that was never trained (<see cref="Unlearn.Zrf"/>); null where nobody asked one.</summary>
    public Beside? Zrf { get; init; }

    /// <summary>Sub-classes that were kept beside a forgotten one, on the test set, against the same reference as <see cref="Damage"/>.</summary>
    public IReadOnlyList<Collateral> Siblings { get; init; } = [];

    /// <summary>What running told: cost and relearn time; null where nobody ran.</summary>
    public Measured? Measured { get; init; }

    /// <summary>The NeurIPS 2023 forgetting quality of the method, over the shadows; null without at least 3 pairs of them.</summary>
    public ForgettingQuality? Quality { get; init; }

    /// <summary>Passes each network once over the three sets of a split, and evaluates. Nothing is trained.</summary>
    /// <param name="unlearned">Left as it is, as are the others.</param>
    /// <param name="retrained">Trained on D_r alone; null: no distance.</param>
    /// <param name="original">Before unlearning; null: not shown, and no memorised part of D_f.</param>
    /// <param name="split">What was forgotten.</param>
    /// <param name="retrainedAgain">Another seed's retrained network; null: no noise floor.</param>
    /// <param name="measured">What running told; null: left out.</param>
    /// <param name="seed">For folds, bootstrap and the fresh weights of ZRF.</param>
    /// <param name="shadows">Of the same split and method, none of them among these networks; null: no attack per sample.</param>
    public static Evaluation Of(
        Net unlearned, Net? retrained, Net? original, ForgetSplit split, Net? retrainedAgain = null, Measured? measured = null, int seed = 0, ShadowPairs? shadows = null)
    {
        using var mine = NetworkOutputs.Of(unlearned, split);
        using var theirs = retrained is null ? null : NetworkOutputs.Of(retrained, split);
        using var before = original is null ? null : NetworkOutputs.Of(original, split);
        using var again = retrainedAgain is null ? null : NetworkOutputs.Of(retrainedAgain, split);
        using var fresh = Seeds.Initialise(seed, unlearned.Fresh);
        fresh.to(unlearned.parameters().First().device);
        using var random = NetworkOutputs.Measure(fresh, split.Forget);
        var reference = theirs ?? before;
        var siblings = reference is null ? [] : Collateral.OfSiblings(mine.Test, reference.Test, split);
        var planted = KnownByHeart.Planted(mine, theirs, before, again, split, seed);
        var evaluation = OfOutputs(mine, theirs, before, again, measured, seed, shadows);
        List<string> notes = [.. evaluation.Notes];
        if (siblings.Count == 0) notes.Add("no sub-classes beside a forgotten one that the annotations of both sets name: no collateral damage of siblings.");
        if (planted is null) notes.Add("no canaries in D_f.");
        return evaluation with
        {
            Inside = retrained is null ? null : InnerLikeness.Of(unlearned, retrained, retrainedAgain, split),
            Zrf = Ignorance(random, mine, theirs, again),
            Siblings = siblings,
            ByHeart = planted is null ? evaluation.ByHeart : [.. evaluation.ByHeart, planted],
            Notes = notes,
        };
    }

    /// <summary>Evaluates outputs, of networks trained anywhere.</summary>
    /// <param name="unlearned">Stays the caller's, as do the others.</param>
    /// <param name="retrained">On the same samples in the same order.</param>
    /// <param name="original">On the same samples.</param>
    /// <param name="retrainedAgain">Another seed's retrained network, for the noise floor.</param>
    /// <param name="seed">For folds and bootstrap.</param>
    /// <param name="measured">What running told; null: left out.</param>
    /// <param name="shadows">Of the same samples and method; null: no attack per sample.</param>
    /// <param name="incompetent">What a network that was never trained says of D_f; null: no ZRF.</param>
    /// <exception cref="ArgumentException">Outputs of other samples.</exception>
    public static Evaluation Of(
        NetworkOutputs unlearned, NetworkOutputs? retrained = null, NetworkOutputs? original = null, NetworkOutputs? retrainedAgain = null, int seed = 0,
        Measured? measured = null, ShadowPairs? shadows = null, Outputs? incompetent = null)
    {
        var evaluation = OfOutputs(unlearned, retrained, original, retrainedAgain, measured, seed, shadows);
        return evaluation with
        {
            Zrf = incompetent is null ? null : Ignorance(incompetent, unlearned, retrained, retrainedAgain),
            Notes =
            [
                .. evaluation.Notes, "outputs alone: CKA of layers and distance of weights need the networks, siblings and canaries the split.",
                .. incompetent is null ? (string[])["no outputs of a network that was never trained: no ZRF."] : [],
            ],
        };
    }

    private static Beside Ignorance(Outputs incompetent, NetworkOutputs mine, NetworkOutputs? theirs, NetworkOutputs? again) =>
        new(Unlearn.Zrf.Of(mine.Forget, incompetent), theirs is null ? null : Unlearn.Zrf.Of(theirs.Forget, incompetent), again is null ? null : Unlearn.Zrf.Of(again.Forget, incompetent));

    private static Evaluation OfOutputs(
        NetworkOutputs unlearned, NetworkOutputs? retrained, NetworkOutputs? original, NetworkOutputs? retrainedAgain, Measured? measured, int seed, ShadowPairs? shadows)
    {
        if (retrained is not null) unlearned.CheckSame(retrained, "retrained");
        if (original is not null) unlearned.CheckSame(original, "original");
        if (retrainedAgain is not null) unlearned.CheckSame(retrainedAgain, "retrained-again");
        var (mine, theirs, before, again) = (unlearned.Score(measured?.Unlearned?.Seconds ?? double.NaN), retrained?.Score(measured?.Retrained?.Seconds ?? double.NaN),
            original?.Score(), retrainedAgain?.Score());
        List<string> notes = [], unheard = [];
        var distance = retrained is null ? null : DistanceToRetrain.Of(unlearned, retrained, mine, theirs!);
        if (unlearned.Retain.Count < unlearned.Test.Count)
            notes.Add($"D_r has {unlearned.Retain.Count} samples and the test set {unlearned.Test.Count}: attacks use the first {unlearned.Retain.Count} of both.");
        if (retrained is null) notes.Add("no retrained network: no distance to it, and no value that any of these numbers should have.");
        if (retrained is not null && retrainedAgain is null) notes.Add("one retrained network: no noise floor, so a small gap may be chance.");
        if (distance is { OverForgets: true })
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"over-forgetting: UA is {distance.Gap.UA:0.0} points above Retrain's, RA {-distance.Gap.RA:0.0} and TA {-distance.Gap.TA:0.0} points below."));
        if (shadows is null) notes.Add("no shadow networks: no attack per sample (U-LiRA, RMIA), which finds what population attacks miss.");
        else if (retrained is null) notes.Add("no retrained network: no attack per sample on this network, which is set beside one that never saw D_f.");
        if (measured?.Unlearned is null) notes.Add("nobody measured what unlearning took: no cost.");
        if (measured?.Relearned is null) notes.Add("nobody trained the networks on D_f again: no relearn time.");
        var heart = retrained is null || original is null ? null : KnownByHeart.Memorised(unlearned.Forget, retrained.Forget, original.Forget, retrainedAgain?.Forget);
        if (heart is null)
            notes.Add(retrained is null || original is null ? "without both the original and a retrained network, what D_f has that was known by heart cannot be told."
                : "the retrained network names all of D_f that the original named: nothing of it was known by heart alone.");
        IReadOnlyList<AttackResult> Attacked(NetworkOutputs network, NetworkOutputs? never, ICollection<string> said) =>
            [.. PopulationAttacks.Run(network, seed, said), .. shadows is null || never is null ? [] : shadows.Attack(ShadowOutputs.Of(network.Forget, network.Test), ShadowOutputs.Of(never.Forget, never.Test), seed)];
        var attacks = Attacked(unlearned, retrained, notes);
        var matrix = PredictionMatrix.Distance(unlearned.Forget, unlearned.Test);
        if (matrix.Counted < unlearned.Forget.Count)
            notes.Add($"{unlearned.Forget.Count - matrix.Counted} samples of D_f are of classes that the test set lacks: the prediction matrices are compared without them.");
        return new(mine, theirs, before, mine.H / Math.Log(unlearned.Classes), distance,
            theirs is null || again is null ? null : NoiseFloor.Of([theirs, again]),
            attacks, retrained is null ? [] : Attacked(retrained, retrainedAgain, unheard), Errors(unlearned),
            matrix.Distance, (retrained ?? original) is { } reference ? Collateral.PerClass(unlearned.Test, reference.Test) : [],
            (unlearned.Forget.Count, unlearned.Retain.Count, unlearned.Test.Count, unlearned.Classes), notes)
        {
            FloorDistance = retrained is null || retrainedAgain is null ? null : DistanceToRetrain.Of(retrainedAgain, retrained, again!, theirs!),
            RetrainedCalibration = retrained is null ? null : Errors(retrained),
            RetrainedStreisand = retrained is null ? null : PredictionMatrix.Distance(retrained.Forget, retrained.Test).Distance,
            ByHeart = heart is null ? [] : [heart],
            Measured = measured,
            Quality = shadows is { Unlearned.Count: >= 3 } ? shadows.Quality() : null,
        };
    }

    private static (double Forget, double Retain, double Test) Errors(NetworkOutputs outputs) =>
        (Unlearn.Calibration.Error(outputs.Forget), Unlearn.Calibration.Error(outputs.Retain), Unlearn.Calibration.Error(outputs.Test));

    /// <summary>One row a number: its name, unit and direction, the unlearned network's value, Retrain's, the gap, and what the gap is next to the noise floor.</summary>
    public DataFrame ToDataFrame() => EvaluationFrame.Of(this);
}
