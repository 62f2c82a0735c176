namespace Unlearn.Tests.Datasets;

public sealed class SubsetTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();

    public void Dispose() => data.Dispose();

    [Fact]
    public void A_pass_visits_every_image_once_and_normalises_as_a_loop_would()
    {
        var part = new Subset(data.Train, [.. data.Train.All.Indices.Where(i => i % 3 == 0)]);
        using var rng = Seeds.Stream(0, "order");
        var expected = part.Indices.Select(i => Image(i)).ToList();
        List<float[]> seen = [];
        List<int> sizes = [];
        foreach (var batch in part.Batches(rng, 16))
        {
            sizes.Add(batch.Count);
            for (var b = 0; b < batch.Count; b++)
            {
                using var one = batch.X[b].contiguous();
                seen.Add(one.data<float>().ToArray());
            }
        }
        Assert.Equal([16, 16, 16, part.Count - 48], sizes);
        Assert.NotEqual(expected, seen);
        Assert.Equal(Sorted(expected), Sorted(seen));

        float[] Image(long i)
        {
            using var image = data.Train.Inputs.Gather(tensor(new long[] { i }));
            return [.. image.data<byte>().ToArray().Select(v => (v / 255f - 0.4f) / 0.2f)];
        }

        static List<string> Sorted(List<float[]> images) => [.. images.Select(image => string.Join(' ', image.Select(v => v.ToString("0.000")))).Order()];
    }

    [Fact]
    public void Evaluation_keeps_the_order_of_the_indices_whatever_the_batch_size()
    {
        using var scope = NewDisposeScope();
        var part = new Subset(data.Train, [7, 3, 3, 150, 0]);
        var (whole, split) = (cat([.. Copies(5)]), cat([.. Copies(2)]));
        Assert.True(whole.Equals(split));
        Assert.Equal(part.Indices.Select(i => i % Tiny.Classes), Evaluate.Labels(part).data<long>().ToArray());

        List<Tensor> Copies(int size) => [.. part.InOrder(size).Select(batch => batch.X.clone())];
    }

    [Fact]
    public void A_cycle_goes_on_pass_after_pass_in_a_new_order()
    {
        var part = data.Train.All.First(20);
        using var rng = Seeds.Stream(0, "order");
        var labels = new List<string>();
        foreach (var batch in part.Cycle(rng, 20).Take(3)) labels.Add(string.Join(',', batch.Y.data<long>().ToArray()));
        Assert.Equal(3, labels.Distinct().Count());
        Assert.Throws<InvalidOperationException>(() => part.First(0).Cycle(rng, 20).First());
    }

    [Fact]
    public void Loading_leaks_nothing_even_when_it_is_left_halfway()
    {
        using var rng = Seeds.Stream(0, "order");
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        foreach (var _ in data.Train.All.Batches(rng, 16)) { }
        foreach (var _ in data.Train.All.Batches(rng, 16).Take(2)) { }
        foreach (var _ in data.Train.All.Cycle(rng, 16).Take(25)) { }
        foreach (var _ in data.Train.All.InOrder(16)) { }
        _ = Forgetting.Class(1).Split(data, 0).Hash;
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
