namespace Unlearn;

/// <summary>Labelled samples in a fixed order, to sum a loss over: a part of a data set, or two tensors.</summary>
public sealed class Examples
{
    private readonly Func<int, IEnumerable<Batch>> inOrder;

    private Examples(int count, Func<int, IEnumerable<Batch>> inOrder, Func<IReadOnlyList<int>, Examples> pick)
    {
        if (count == 0) throw new ArgumentException("no samples to sum over: forget fewer, or give more.");
        (Count, this.inOrder, Pick) = (count, inOrder, pick);
    }

    /// <summary>A part, in the order of its indices, without augmentation.</summary>
    /// <exception cref="ArgumentException">An empty part.</exception>
    public static Examples Of(Subset part) => new(part.Count, part.InOrder, rows => Of(part.At(rows.Select(i => (long)i))));

    /// <summary>The rows of two tensors, which stay the caller's.</summary>
    /// <param name="x">[N, …], what the network takes.</param>
    /// <param name="y">int64 [N], 0..K−1.</param>
    /// <exception cref="ArgumentException">No rows, or labels of another type or number.</exception>
    public static Examples Of(Tensor x, Tensor y)
    {
        if (x.dim() < 1 || y.dtype != ScalarType.Int64 || y.dim() != 1 || y.shape[0] != x.shape[0])
            throw new ArgumentException($"labels are {y.dtype} [{string.Join(", ", y.shape)}] for samples [{string.Join(", ", x.shape)}]; int64, one a sample, is needed.");
        return Rows(x, y, null);
    }

    /// <summary>A part of a data set as it is.</summary>
    public static implicit operator Examples(Subset part) => Of(part);

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>The samples at these places, 0..N−1, in this order.</summary>
    public Func<IReadOnlyList<int>, Examples> Pick { get; }

    /// <summary>One pass; the last batch may be smaller. A batch lives until the next is asked for.</summary>
    /// <param name="size">B, at least 1.</param>
    public IEnumerable<Batch> Batches(int size) => inOrder(size);

    private static Examples Rows(Tensor x, Tensor y, IReadOnlyList<int>? rows) =>
        new(rows?.Count ?? (int)x.shape[0], size => InOrder(x, y, rows, size), picked => Rows(x, y, rows is null ? picked : [.. picked.Select(i => rows[i])]));

    private static IEnumerable<Batch> InOrder(Tensor x, Tensor y, IReadOnlyList<int>? rows, int size)
    {
        var count = rows?.Count ?? (int)x.shape[0];
        for (var start = 0; start < count; start += size)
        {
            using var batch = Read(x, y, rows, start, Math.Min(size, count - start));
            yield return batch;
        }
    }

    private static Batch Read(Tensor x, Tensor y, IReadOnlyList<int>? rows, int start, int count)
    {
        if (rows is null) return new(x.narrow(0, start, count), y.narrow(0, start, count));
        using var at = tensor(rows.Skip(start).Take(count).Select(i => (long)i).ToArray(), device: x.device); // [B]
        return new(x.index_select(0, at), y.index_select(0, at));
    }
}
