namespace Unlearn;

/// <summary>
/// Reads the batches of one pass over mapped samples before they are asked for, several at a time. They come in the order of the rows,
/// whoever has read them, so that the same seed gives the same batches. The tensors are made and disposed on the thread that takes them;
/// the pool's threads only fill them.
/// </summary>
/// <remarks>Dispose it to abandon the pass: it waits for the reads under way, at most <c>ahead</c> of them, and leaves nothing behind.</remarks>
internal sealed class Prefetch : IDisposable
{
    /// <summary>Batches read ahead, and so the most that are read at once.</summary>
    internal const int Ahead = 4;

    private readonly Queue<(Tensor Batch, Task Filling)> underWay = [];
    private readonly Action<Tensor, long[]> fill;
    private readonly Func<long, Tensor> room;
    private readonly long[] order;
    private readonly int batchSize;
    private int next;

    /// <summary>Begins to read.</summary>
    /// <param name="room">Makes a tensor for so many samples.</param>
    /// <param name="fill">Fills it with these rows, on another thread.</param>
    /// <param name="order">The rows of the pass.</param>
    /// <param name="batchSize">Rows of a batch; the last may have fewer.</param>
    /// <param name="ahead">Batches that are read ahead, 1 or more.</param>
    internal Prefetch(Func<long, Tensor> room, Action<Tensor, long[]> fill, long[] order, int batchSize, int ahead = Ahead)
    {
        (this.room, this.fill, this.order, this.batchSize) = (room, fill, order, batchSize);
        while (underWay.Count < ahead && Begin()) { }
    }

    /// <summary>Reads ahead where that pays: null where the samples lie in memory.</summary>
    /// <param name="samples">What is read.</param>
    /// <param name="order">int64 [N], the rows of the pass.</param>
    /// <param name="batchSize">Rows of a batch.</param>
    public static Prefetch? Of(Samples samples, Tensor order, int batchSize) =>
        samples is MappedSamples mapped ? new(mapped.Room, mapped.Fill, order.data<long>().ToArray(), batchSize) : null;

    /// <summary>The next batch, uint8 [B, C, H, W]; it belongs to <paramref name="scope"/>. What its reading threw is thrown here.</summary>
    /// <exception cref="InvalidOperationException">The pass is over.</exception>
    public Tensor Take(DisposeScope scope)
    {
        if (underWay.Count == 0) throw new InvalidOperationException($"all {order.Length} rows of the pass are taken: begin another one.");
        underWay.Peek().Filling.GetAwaiter().GetResult();
        var batch = underWay.Dequeue().Batch;
        Begin();
        scope.Attach(batch);
        return batch;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        next = order.Length;
        foreach (var (batch, filling) in underWay)
        {
            ((IAsyncResult)filling).AsyncWaitHandle.WaitOne(); // whatever it throws: the tensor must not go while it is written
            batch.Dispose();
        }
        underWay.Clear();
    }

    private bool Begin()
    {
        if (next >= order.Length) return false;
        var rows = order[next..Math.Min(next + batchSize, order.Length)];
        next += rows.Length;
        var batch = room(rows.Length).DetachFromDisposeScope();
        underWay.Enqueue((batch, Task.Run(() => fill(batch, rows))));
        return true;
    }
}
