namespace Unlearn;

/// <summary>What one network says of D_f, D_r and the test set.</summary>
public sealed class NetworkOutputs : IDisposable
{
    /// <param name="forget">Of D_f.</param>
    /// <param name="retain">Of D_r. Attacks take the first rows as members: in random order, then, not sorted by class.</param>
    /// <param name="test">Of the split's test set; for class forgetting, without that class.</param>
    /// <exception cref="ArgumentException">The sets have different numbers of classes.</exception>
    public NetworkOutputs(Outputs forget, Outputs retain, Outputs test)
    {
        (Forget, Retain, Test) = (forget, retain, test);
        if (forget.Classes != retain.Classes || forget.Classes != test.Classes)
            throw new ArgumentException($"D_f, D_r and the test set have {forget.Classes}, {retain.Classes} and {test.Classes} columns of logits: one network has one K.");
    }

    /// <summary>D_f.</summary>
    public Outputs Forget { get; }

    /// <summary>D_r.</summary>
    public Outputs Retain { get; }

    /// <summary>The split's test set.</summary>
    public Outputs Test { get; }

    /// <summary>K.</summary>
    public int Classes => Forget.Classes;

    /// <summary>One pass of a network over the three sets of a split; the caller disposes it.</summary>
    /// <param name="net">Left as it is.</param>
    /// <param name="split">The sets.</param>
    /// <param name="batchSize">Samples at a time; it moves logits by float32's rounding and nothing else.</param>
    public static NetworkOutputs Of(Net net, ForgetSplit split, int batchSize = 1000) =>
        new(Measure(net, split.Forget, batchSize), Measure(net, split.Retain, batchSize), Measure(net, split.Test, batchSize));

    /// <summary>UA, MIA, RA, TA and H. MIA's members are the first of D_r, as many as the test set has.</summary>
    /// <param name="rte">Seconds; NaN where nobody measured them.</param>
    public Scores Score(double rte = double.NaN) => new(
        UA: 100 - Forget.Accuracy,
        MIA: MembershipInference.Efficacy(Retain.Confidence, Test.Confidence, Forget.Confidence),
        RA: Retain.Accuracy,
        TA: Test.Accuracy,
        H: Forget.Entropy.Average(),
        RTE: rte);

    /// <summary>Refuses outputs of other samples than these: a comparison needs the same rows in the same order.</summary>
    /// <exception cref="ArgumentException">Another K, another number of rows, or a row of another label.</exception>
    internal void CheckSame(NetworkOutputs other, string name)
    {
        foreach (var (set, mine, theirs) in ((string, Outputs, Outputs)[])[("D_f", Forget, other.Forget), ("D_r", Retain, other.Retain), ("the test set", Test, other.Test)])
        {
            if (mine.Count != theirs.Count || mine.Classes != theirs.Classes)
                throw new ArgumentException($"{set} is [{theirs.Count}, {theirs.Classes}] in {name} and [{mine.Count}, {mine.Classes}] in unlearned: give logits of the same samples and classes.");
            for (var i = 0; i < mine.Count; i++)
                if (mine.Label[i] != theirs.Label[i])
                    throw new ArgumentException($"row {i} of {set} has label {theirs.Label[i]} in {name} and {mine.Label[i]} in unlearned: give the same samples in the same order.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget.Dispose();
        Retain.Dispose();
        Test.Dispose();
    }

    /// <summary>One pass over one set; the caller disposes it.</summary>
    internal static Outputs Measure(Net net, Subset part, int batchSize = 1000)
    {
        using var scope = NewDisposeScope();
        return new(Evaluate.Logits(net, part, batchSize), Evaluate.Labels(part));
    }
}
