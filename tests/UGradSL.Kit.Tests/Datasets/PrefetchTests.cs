namespace Unlearn.Tests.Datasets;

public sealed class PrefetchTests : IDisposable
{
    private static readonly long[] order = [.. Enumerable.Range(0, 50).Select(i => (long)(i * 7 % 50))];

    private readonly long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    public void Dispose() => Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(100)]
    public void Batches_come_in_the_order_of_the_rows_however_many_are_read_at_once(int ahead)
    {
        // The earlier a batch is due, the longer it takes: were the first to be read taken first, the order would be lost.
        using var prefetch = new Prefetch(Room, (batch, rows) =>
        {
            Thread.Sleep(rows.Contains(order[0]) ? 30 : rows.Contains(order[9]) ? 10 : 0);
            Fill(batch, rows);
        }, order, 8, ahead);
        List<long> seen = [];
        for (var i = 0; i < 7; i++)
        {
            using var scope = NewDisposeScope();
            seen.AddRange(prefetch.Take(scope).data<long>().ToArray());
        }
        Assert.Equal(order, seen);
        using var none = NewDisposeScope();
        Assert.Contains("all 50 rows of the pass are taken", Assert.Throws<InvalidOperationException>(() => prefetch.Take(none)).Message);
    }

    [Fact]
    public void An_error_in_a_read_comes_out_where_its_batch_is_due()
    {
        using var prefetch = new Prefetch(Room, (batch, rows) =>
        {
            if (rows.Contains(order[20])) throw new IOException("the disk is gone");
            Fill(batch, rows);
        }, order, 8);
        using var scope = NewDisposeScope();
        prefetch.Take(scope);
        prefetch.Take(scope);
        Assert.Equal("the disk is gone", Assert.Throws<IOException>(() => prefetch.Take(scope)).Message);
    }

    [Fact]
    public void A_pass_left_halfway_waits_for_its_reads_and_leaves_nothing()
    {
        var (begun, ended) = (0, 0);
        using (var prefetch = new Prefetch(Room, (batch, rows) =>
        {
            Interlocked.Increment(ref begun);
            Thread.Sleep(20);
            Fill(batch, rows);
            Interlocked.Increment(ref ended);
        }, order, 4))
        {
            using var scope = NewDisposeScope();
            prefetch.Take(scope);
        }
        Assert.Equal(begun, ended);
        Assert.InRange(begun, 1, 1 + Prefetch.Ahead);
    }

    [Fact]
    public void A_mapped_set_gives_the_batches_that_it_gives_in_memory()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 40; i++) folder.Write($"set/{"ab"[i % 2]}/{i}.jpg", MadePictures.Picture(i));
        using var mapped = ImageFile.Load(ImageFolder.Convert(folder.PathOf("set"), folder.Path, new(8)));
        using var resident = mapped.Train.To(CPU);
        Assert.Equal(Passes(resident.All), Passes(mapped.Train.All));
        foreach (var _ in mapped.Train.All.InOrder(5).Take(2)) { }
        using var rng = Seeds.Stream(0, "order");
        foreach (var _ in mapped.Train.All.Cycle(rng, 16).Take(5)) { }

        static List<string> Passes(Subset part)
        {
            using var rng = Seeds.Stream(3, "order");
            List<string> seen = [];
            foreach (var batch in part.Batches(rng, 8).Concat(part.Batches(rng, 5)).Concat(part.InOrder(7)))
            {
                using var scope = NewDisposeScope();
                seen.Add($"{string.Join(' ', batch.Y.data<long>().ToArray())}: {string.Join(' ', batch.X.contiguous().data<float>().ToArray())}");
            }
            return seen;
        }
    }

    [Fact]
    public void A_network_trains_and_is_evaluated_on_a_mapped_set()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 40; i++) folder.Write($"set/{"ab"[i % 2]}/{i}.png", MadePictures.Picture(i % 2, 9, 12, SkiaSharp.SKEncodedImageFormat.Png));
        using var data = ImageFile.Load(ImageFolder.Convert(folder.PathOf("set"), folder.Path, new(8)));
        var split = Forgetting.Class("a").Split(data, 0);
        using var net = Seeds.Initialise(0, () => new SmallCnn(2, channels: 3, width: 4));
        using var rng = Seeds.Stream(0, "order");
        foreach (var _ in new FineTune(Epochs: 1).Run(net, split, rng)) { }
        using var logits = Evaluate.Logits(net, split.Test);
        Assert.Equal([split.Test.Count, 2], logits.shape);
    }

    private static Tensor Room(long count) => empty([count], ScalarType.Int64);

    private static void Fill(Tensor batch, long[] rows) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(rows.AsSpan()).CopyTo(batch.bytes);
}
