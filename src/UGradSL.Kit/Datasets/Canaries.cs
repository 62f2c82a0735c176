namespace Unlearn;

/// <summary>What is wrong with a planted sample.</summary>
public enum CanaryKind
{
    /// <summary>It bears the label of another class, drawn evenly, and its own nowhere: only by heart can a network name it as it is labelled.</summary>
    Mislabelled,

    /// <summary>It is in the training set several times.</summary>
    Duplicated,
}

/// <summary>Samples planted in a training set before training, to see what a network memorises and whether it is forgotten
/// (<see cref="Forgetting.Canaries"/>).</summary>
public static class Canaries
{
    /// <summary>The annotation of the training set that marks them: 0 for an ordinary sample, 1, 2, … for all samples of the first, second, … canary.</summary>
    public const string Key = "canary";

    /// <summary>The annotation of the training set that holds the class of each sample before planting.</summary>
    public const string TrueClass = "true class";

    /// <summary>
    /// A copy of <paramref name="data"/> with canaries among its training samples: <paramref name="count"/> of them are drawn, those to be
    /// mislabelled are given another label in their place, and further copies are appended. The test set is not touched. Resident on the
    /// device of the original; the caller disposes it.
    /// </summary>
    /// <param name="data">Stays the caller's.</param>
    /// <param name="count">How many different samples, 1 to N.</param>
    /// <param name="kind">What is wrong with them.</param>
    /// <param name="copies">How often each is in the training set in all: at least 1, of duplicated ones at least 2.</param>
    /// <param name="seed">Draws samples and labels.</param>
    /// <exception cref="ArgumentException">A count out of range, one class only, or canaries planted already.</exception>
    public static Dataset Plant(Dataset data, int count, CanaryKind kind = CanaryKind.Mislabelled, int copies = 1, int seed = 0)
    {
        var train = data.Train;
        if (count < 1 || count > train.Count) throw new ArgumentException($"{count} canaries among {train.Count:N0} samples: plant 1 to {train.Count:N0}.");
        if (kind == CanaryKind.Duplicated && copies < 2) throw new ArgumentException($"{copies} copies of a duplicated canary: at least 2 are needed (try 10).");
        if (copies < 1) throw new ArgumentException($"{copies} copies of a canary: at least 1 is needed.");
        if (kind == CanaryKind.Mislabelled && train.Classes < 2) throw new ArgumentException("a set of one class has no wrong label to give: plant duplicated canaries.");
        if (train.Annotations.ContainsKey(Key)) throw new ArgumentException($"{data.Name} has canaries already: plant in the data as it was loaded.");

        var drawn = Draw.Order(train.Count, seed, "canaries")[..count];
        long[] rows = [.. Enumerable.Range(0, train.Count).Select(i => (long)i), .. Enumerable.Repeat(drawn, copies - 1).SelectMany(again => again)]; // [M]
        var labels = rows.Select(i => train.LabelsOnHost[i]).ToArray();                                                                            // [M]
        var marks = new Dictionary<long, int>(drawn.Index().Select(c => KeyValuePair.Create(c.Item, c.Index + 1)));
        if (kind == CanaryKind.Mislabelled) Mislabel(labels, rows, drawn, train.Classes, seed);

        var annotations = train.Annotations.ToDictionary(a => a.Key, a => a.Value with { Values = [.. rows.Select(i => a.Value.Values[(int)i])] });
        annotations[Key] = new([.. rows.Select(i => (long)marks.GetValueOrDefault(i))]);
        annotations[TrueClass] = new([.. rows.Select(i => train.LabelsOnHost[i])], train.ClassNames);

        return new($"{data.Name} with {count:N0} {(kind == CanaryKind.Mislabelled ? "mislabelled" : "duplicated")} canaries",
            Copy(train, rows, labels, annotations), Copy(data.Test, data.Test.All.Indices, data.Test.LabelsOnHost, data.Test.Annotations));
    }

    private static LabeledData Copy(LabeledData data, IReadOnlyList<long> rows, long[] labels, IReadOnlyDictionary<string, Annotation> annotations)
    {
        using var scope = NewDisposeScope();
        var inputs = data.Inputs.Gather(tensor(rows.ToArray(), device: data.Inputs.Device)); // [M, …Shape]
        return new(inputs.DetachFromDisposeScope(), tensor(labels, device: data.Labels.device).DetachFromDisposeScope(), data.ClassNames, data.Normalization)
        {
            Annotations = annotations,
        };
    }

    /// <summary>y ← (y + 1 + u) mod K with u even over 0..K−2, so that every other class is as likely; the copies of a canary share it.</summary>
    private static void Mislabel(long[] labels, long[] rows, long[] drawn, int classes, int seed)
    {
        using var scope = NewDisposeScope();
        using var rng = Seeds.Stream(seed, "canary labels");
        var steps = randint(classes - 1, drawn.Length, ScalarType.Int64, generator: rng).data<long>().ToArray(); // [count]
        var wrong = drawn.Index().ToDictionary(c => c.Item, c => (labels[c.Item] + 1 + steps[c.Index]) % classes);
        foreach (var (place, row) in rows.Index())
            if (wrong.TryGetValue(row, out var label))
                labels[place] = label;
    }
}
