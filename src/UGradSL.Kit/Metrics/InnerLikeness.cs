namespace Unlearn;

/// <summary>
/// How alike the unlearned network and Retrain are inside, beside what two Retrains of different seeds are to each other. Networks that behave
/// alike need not be alike inside; what is nearer to Retrain than another Retrain cannot be told from it.
/// </summary>
/// <param name="Layers">CKA of each layer's input, on D_f and on the test set.</param>
/// <param name="Weights">‖θ_u − θ_r‖₂ ↓ (<see cref="WeightDistance"/>).</param>
/// <param name="WeightFloor">‖θ_r − θ_r′‖₂ of two Retrains; null for one.</param>
public sealed record InnerLikeness(IReadOnlyList<LayerGap> Layers, double Weights, double? WeightFloor)
{
    /// <summary>Passes the first samples of D_f and of the test set.</summary>
    /// <param name="unlearned">Left as it is, as are the others.</param>
    /// <param name="retrained">Of the same architecture.</param>
    /// <param name="retrainedAgain">Another seed's Retrain; null: no floor.</param>
    /// <param name="split">The sets.</param>
    /// <param name="samples">How many of each; CKA is biased towards 1 by few, alike for all networks.</param>
    /// <exception cref="ArgumentException">Fewer than 2 samples, or networks of other architectures.</exception>
    public static InnerLikeness Of(Net unlearned, Net retrained, Net? retrainedAgain, ForgetSplit split, int samples = 256)
    {
        List<LayerGap> layers = [];
        foreach (var (set, part) in ((string, Subset)[])[("D_f", split.Forget), ("test", split.Test)])
        {
            var floor = retrainedAgain is null ? null : LayerLikeness.Of(retrainedAgain, retrained, part, samples);
            layers.AddRange(LayerLikeness.Of(unlearned, retrained, part, samples).Select((layer, i) => new LayerGap(set, layer.Layer, layer.Cka, floor?[i].Cka)));
        }
        return new(layers, WeightDistance.Of(unlearned, retrained), retrainedAgain is null ? null : WeightDistance.Of(retrainedAgain, retrained));
    }
}

/// <summary>One layer of two networks on one set.</summary>
/// <param name="Set">"D_f" or "test".</param>
/// <param name="Layer">Its name; what is compared is its input.</param>
/// <param name="Cka">Of the unlearned network and Retrain ↑, in [0, 1].</param>
/// <param name="Floor">Of two Retrains of different seeds; null for one.</param>
public sealed record LayerGap(string Set, string Layer, double Cka, double? Floor);
