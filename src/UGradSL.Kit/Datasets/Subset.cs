namespace Unlearn;

/// <summary>Part of a data set, as indices into it: D_r, D_f, a validation or a test part. Nothing is copied.</summary>
/// <param name="Source">The set the indices point into.</param>
/// <param name="Indices">Rows of <paramref name="Source"/>, in order.</param>
[TypeFormatterSource(typeof(PrintedFormatters), PreferredMimeTypes = [PrintedFormatters.Plain])]
public sealed record Subset(LabeledData Source, IReadOnlyList<long> Indices)
{
    /// <summary>How many images.</summary>
    public int Count => Indices.Count;

    /// <summary>K, of the whole set: a part may hold fewer classes.</summary>
    public int Classes => Source.Classes;

    /// <summary>One pass in an order drawn from <paramref name="rng"/>; the last batch may be smaller. A batch lives until the next is asked for.</summary>
    /// <param name="rng">On the CPU. It gives the same orders with an augmentation as without.</param>
    /// <param name="batchSize">B, at least 1.</param>
    /// <param name="augmentation">Random changes to the images, anew in every pass; null for none.</param>
    public IEnumerable<Batch> Batches(Generator rng, int batchSize, Augmentation? augmentation = null)
    {
        using var order = Shuffled(rng); // [N]
        if (augmentation is { IsNone: true }) augmentation = null;
        if (augmentation is not null && Count == 1) Seeds.Draw(rng); // the order of one image draws nothing: the next pass would branch off here again
        using var draws = augmentation is null ? null : Seeds.Branch(rng, "augment");
        using var ahead = Prefetch.Of(Source.Inputs, order, batchSize);
        for (var start = 0; start < Count; start += batchSize)
        {
            using var batch = Read(order, start, Math.Min(batchSize, Count - start), ahead, augmentation, draws);
            yield return batch;
        }
    }

    /// <summary>Pass after pass without end, each in a new order.</summary>
    /// <exception cref="InvalidOperationException">The part is empty, so that there would be no first batch.</exception>
    public IEnumerable<Batch> Cycle(Generator rng, int batchSize, Augmentation? augmentation = null)
    {
        if (Count == 0) throw new InvalidOperationException("no images to cycle over: this part of the split is empty; forget less.");
        while (true)
            foreach (var batch in Batches(rng, batchSize, augmentation))
                yield return batch;
    }

    /// <summary>The samples at these positions, 0..Count − 1, in their order.</summary>
    internal Subset At(IEnumerable<long> positions) => this with { Indices = [.. positions.Select(i => Indices[(int)i])] };

    /// <summary>One pass in the order of the indices, for evaluation.</summary>
    public IEnumerable<Batch> InOrder(int batchSize)
    {
        using var order = tensor(Indices.ToArray(), device: Source.Inputs.Device); // [N]
        using var ahead = Prefetch.Of(Source.Inputs, order, batchSize);
        for (var start = 0; start < Count; start += batchSize)
        {
            using var batch = Read(order, start, Math.Min(batchSize, Count - start), ahead);
            yield return batch;
        }
    }

    /// <summary>The inputs as they are stored, uint8 [N, C, H, W] of images, on the CPU; the caller disposes them.</summary>
    public Tensor Pixels()
    {
        using var scope = NewDisposeScope();
        return Source.Inputs.Gather(tensor(Indices.ToArray(), device: Source.Inputs.Device)).cpu().MoveToOuterDisposeScope();
    }

    /// <summary>The first <paramref name="count"/> images, or all where there are fewer.</summary>
    public Subset First(int count) => this with { Indices = [.. Indices.Take(count)] };

    /// <summary>The label of image <paramref name="i"/> of this part.</summary>
    public int Label(int i) => (int)Source.LabelsOnHost[Indices[i]];

    /// <summary>How many images of each class, [K].</summary>
    public int[] CountPerClass()
    {
        var counts = new int[Classes];
        foreach (var i in Indices) counts[Source.LabelsOnHost[i]]++;
        return counts;
    }

    /// <inheritdoc/>
    public bool Equals(Subset? other) => other is not null && ReferenceEquals(Source, other.Source) && Indices.SequenceEqual(other.Indices);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Source, Count);

    /// <inheritdoc/>
    public override string ToString() => $"{Count:N0} images";

    private Tensor Shuffled(Generator rng)
    {
        using var scope = NewDisposeScope();
        var indices = tensor(Indices.ToArray());                                   // [N]
        var order = randperm(Count, dtype: ScalarType.Int64, generator: rng);      // [N], drawn on the CPU: one order for every device
        return indices.index_select(0, order).to(Source.Inputs.Device).MoveToOuterDisposeScope();
    }

    /// <summary>Gathers, or takes what was read ahead, augments and normalises the rows order[start..start+count].</summary>
    private Batch Read(Tensor order, int start, int count, Prefetch? ahead, Augmentation? augmentation = null, Generator? draws = null)
    {
        StopRequest.Check();
        using var scope = NewDisposeScope();
        var rows = order.narrow(0, start, count); // [B]
        var x = ahead?.Take(scope) ?? Source.Inputs.Gather(rows); // uint8 [B, C, H, W] or int64 [B, 2, L]
        if (augmentation is not null) x = augmentation.Apply(x, draws!);
        if (Source.Normalization is { } normalization) x = normalization.Apply(x);
        return new(x.MoveToOuterDisposeScope(), Source.Labels.index_select(0, rows).MoveToOuterDisposeScope());
    }
}

/// <summary>Some samples and their labels.</summary>
/// <param name="X">float32 [B, C, H, W], images, normalised; or int64 [B, 2, L], token ids and their mask.</param>
/// <param name="Y">int64 [B].</param>
public readonly record struct Batch(Tensor X, Tensor Y) : IDisposable
{
    /// <summary>B.</summary>
    public int Count => (int)Y.shape[0];

    /// <inheritdoc/>
    public void Dispose()
    {
        X.Dispose();
        Y.Dispose();
    }
}
