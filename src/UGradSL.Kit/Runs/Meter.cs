namespace Unlearn;

/// <summary>Measures a network on a split: quickly along a run, wholly at its end.</summary>
/// <param name="Points">Measured points of a run's curve, besides the start; 0 measures the end alone.</param>
/// <param name="Images">Images of each of the three sets that a point of the curve is measured on: the first of each.</param>
public sealed record Meter(int Points = 12, int Images = 1000)
{
    /// <summary>Whether the curve has a point after <paramref name="step"/> of <paramref name="steps"/>: evenly spaced, the last step always among them.</summary>
    public bool IsDue(int step, int steps) => Points > 0 && (steps == 0 || step == steps || step * Points / steps > (step - 1) * Points / steps);

    /// <summary>One point of the curve.</summary>
    public CurvePoint Measure(Net net, ForgetSplit split, int step) =>
        Points == 0 ? new(step, double.NaN, double.NaN, double.NaN)
        : new(step, AccuracyOf(net, split.Forget.First(Images)), AccuracyOf(net, split.Retain.First(Images)), AccuracyOf(net, split.Test.First(Images)));

    /// <summary>The paper's numbers, on the whole of each set. MIA's members are the first of D_r, as many as the test set has.</summary>
    public static Scores Score(Net net, ForgetSplit split, TimeSpan time)
    {
        using var scope = NewDisposeScope();
        var (forget, retain, test) = (Evaluate.Logits(net, split.Forget), Evaluate.Logits(net, split.Retain), Evaluate.Logits(net, split.Test));
        return Scores.Of(forget, Evaluate.Labels(split.Forget), retain, Evaluate.Labels(split.Retain), test, Evaluate.Labels(split.Test), time.TotalSeconds);
    }

    /// <summary>What the network says of the first <paramref name="count"/> images of D_f.</summary>
    public static IReadOnlyList<Prediction> Forgotten(Net net, ForgetSplit split, int count)
    {
        using var scope = NewDisposeScope();
        var part = split.Forget.First(count);
        var probabilities = softmax(Evaluate.Logits(net, part), 1);                     // [n, K]
        var (best, labels) = probabilities.max(1);                                      // [n], [n]
        var truth = probabilities.gather(1, Evaluate.Labels(part).unsqueeze(1)).squeeze(1); // [n]
        var (b, l, t) = (best.data<float>().ToArray(), labels.data<long>().ToArray(), truth.data<float>().ToArray());
        return [.. Enumerable.Range(0, part.Count).Select(i => new Prediction((int)l[i], b[i], t[i]))];
    }

    private static double AccuracyOf(Net net, Subset part)
    {
        using var scope = NewDisposeScope();
        return Accuracy.Percent(Evaluate.Logits(net, part), Evaluate.Labels(part));
    }
}
