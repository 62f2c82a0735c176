namespace Unlearn;

/// <summary>Fewer samples, with the classes kept even.</summary>
public static class BalancedPart
{
    /// <summary>
    /// The first samples of each class, in the order of the set, as many of one class as of another (the first classes get what is left
    /// over). A copy: the caller disposes it.
    /// </summary>
    /// <param name="data">Stays as it is.</param>
    /// <param name="train">Training samples in all; null: every one.</param>
    /// <param name="test">Test samples in all; null: every one.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one of a class, or more than the smallest class has.</exception>
    public static Dataset Balanced(this Dataset data, int? train, int? test = null) =>
        Dataset.Resident(data.Name, () => Rows(data.Train, Chosen(data.Train, train)), () => Rows(data.Test, Chosen(data.Test, test)));

    private static IReadOnlyList<long> Chosen(LabeledData data, int? count)
    {
        if (count is not { } wanted) return data.All.Indices;
        var (labels, classes) = (data.LabelsOnHost, data.Classes);
        var smallest = labels.CountBy(y => y).Min(c => c.Value);
        if (wanted < classes || wanted > (long)smallest * classes)
            throw new ArgumentOutOfRangeException(nameof(count), $"{wanted} samples of {classes} classes asked for, and the smallest class has {smallest}: ask for {classes} to {(long)smallest * classes}.");
        var left = Enumerable.Range(0, classes).Select(k => wanted / classes + (k < wanted % classes ? 1 : 0)).ToArray();
        return [.. labels.Index().Where(l => left[l.Item]-- > 0).Select(l => (long)l.Index)];
    }

    private static LabeledData Rows(LabeledData data, IReadOnlyList<long> indices)
    {
        using var scope = NewDisposeScope();
        var rows = tensor(indices.ToArray(), device: data.Inputs.Device); // [N]
        var (inputs, labels) = (data.Inputs.Gather(rows), data.Labels.index_select(0, rows));
        return new(inputs.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope(), data.ClassNames, data.Normalization)
        {
            Annotations = data.Annotations.ToDictionary(a => a.Key, a => a.Value with { Values = [.. indices.Select(i => a.Value.Values[(int)i])] }),
        };
    }
}
