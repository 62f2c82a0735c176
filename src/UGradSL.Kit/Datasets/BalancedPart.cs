namespace Unlearn;

/// <summary>Fewer training samples, with the classes kept even.</summary>
public static class BalancedPart
{
    /// <summary>
    /// The first samples of each class of the training part, in the order of the set, <paramref name="count"/> in all and as many of one
    /// class as of another (the first classes get what is left over); the test part whole. A copy: the caller disposes it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one of a class, or more than the smallest class has.</exception>
    public static Dataset Balanced(this Dataset data, int count)
    {
        var (labels, classes) = (data.Train.LabelsOnHost, data.Train.Classes);
        var smallest = labels.CountBy(y => y).Min(c => c.Value);
        if (count < classes || count > (long)smallest * classes)
            throw new ArgumentOutOfRangeException(nameof(count), $"{count} images of {classes} classes asked for, and the smallest class has {smallest}: ask for {classes} to {(long)smallest * classes}.");
        var left = Enumerable.Range(0, classes).Select(k => count / classes + (k < count % classes ? 1 : 0)).ToArray();
        return Dataset.Resident(data.Name, () => Rows(data.Train, [.. labels.Index().Where(l => left[l.Item]-- > 0).Select(l => (long)l.Index)]), () => Rows(data.Test, data.Test.All.Indices));
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
