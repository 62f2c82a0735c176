namespace Unlearn.Tests.Datasets;

/// <summary>Sets of one-pixel images: only labels and annotations count for a split.</summary>
internal static class Made
{
    /// <summary>The sizes of CIFAR-10's classes.</summary>
    public static Dataset Cifar10() => Set(Balanced(50_000, 10), Balanced(10_000, 10), 10);

    /// <summary>CIFAR-100 with its 20 super-classes as labels and its 100 classes as sub-classes.</summary>
    public static Dataset Cifar20() => Set([.. Balanced(50_000, 100).Select(f => f % 20)], [.. Balanced(10_000, 100).Select(f => f % 20)], 20,
        (SubclassForgetting.Key, Balanced(50_000, 100), [.. Enumerable.Range(0, 100).Select(f => $"fine {f}")]));

    public static long[] Balanced(int count, int classes) => [.. Enumerable.Range(0, count).Select(i => (long)(i % classes))];

    public static Dataset Set(long[] train, long[] test, int classes, params (string Key, long[] Values, string[]? Names)[] annotations) =>
        new("made", Part(train, classes, annotations), Part(test, classes, []));

    public static int[] Counts(LabeledData data, string key, IEnumerable<long> rows) =>
        [.. rows.CountBy(i => data.Annotations[key].Values[(int)i]).OrderBy(c => c.Key).Select(c => c.Value)];

    /// <summary>Refuses a split whose parts overlap or leave a training sample out.</summary>
    public static void AssertSound(ForgetSplit split)
    {
        Assert.Equal(split.Retain.Source.All.Indices, split.Forget.Indices.Concat(split.Retain.Indices).Concat(split.Validation.Indices).Order());
        Assert.All((Subset[])[split.Forget, split.Retain, split.Validation, split.Test], part => Assert.Equal(part.Indices.Order(), part.Indices));
    }

    private static LabeledData Part(long[] labels, int classes, (string Key, long[] Values, string[]? Names)[] annotations)
    {
        using var scope = NewDisposeScope();
        var pixels = tensor(Enumerable.Range(0, labels.Length).Select(i => (byte)(i % 251)).ToArray(), ScalarType.Byte).view(-1, 1, 1, 1); // [N, 1, 1, 1]
        return new(pixels.DetachFromDisposeScope(), tensor(labels).DetachFromDisposeScope(), [.. Enumerable.Range(0, classes).Select(k => $"class {(char)('A' + k)}")], new([0.5f], [0.2f]))
        {
            Annotations = annotations.ToDictionary(a => a.Key, a => new Annotation(a.Values, a.Names)),
        };
    }
}
