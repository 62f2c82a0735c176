namespace Unlearn.Tests.Models;

public sealed class CheckpointTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ugradsl");

    public void Dispose()
    {
        data.Dispose();
        folder.Delete(recursive: true);
    }

    private string Saved(Net net, ForgetSplit split)
    {
        var path = Path.Combine(folder.FullName, "net.safetensors");
        Checkpoint.Save(net, path, split, new TrainSettings());
        return path;
    }

    [Fact]
    public void A_network_comes_back_bit_for_bit_statistics_included()
    {
        var split = Tiny.Split(data);
        using var net = Tiny.Net(1);
        using var rng = Seeds.Stream(0, "order");
        foreach (var _ in Trainer.Run(net, split.Train, new(1, BatchSize: 16), rng)) { }
        using var other = Tiny.Net(2);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Checkpoint.Load(other, Saved(net, split), split);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.All(Tiny.State(net), p => Assert.Equal(p.Value, Tiny.State(other)[p.Key]));
    }

    [Fact]
    public void Another_split_is_refused_with_both_hashes_and_the_network_stays_as_it_was()
    {
        var (mine, theirs) = (Tiny.Split(data, 0), Tiny.Split(data, 1));
        using var net = Tiny.Net(1);
        using var other = Tiny.Net(2);
        var before = Tiny.State(other);
        var message = Assert.Throws<InvalidDataException>(() => Checkpoint.Load(other, Saved(net, mine), theirs)).Message;
        Assert.Contains(mine.Hash, message);
        Assert.Contains(theirs.Hash, message);
        Assert.All(Tiny.State(other), p => Assert.Equal(before[p.Key], p.Value));
    }

    [Fact]
    public void Another_architecture_is_refused_by_name()
    {
        var split = Tiny.Split(data);
        using var net = Tiny.Net();
        using var wider = new SmallCnn(Tiny.Classes, 1, 8);
        var message = Assert.Throws<InvalidDataException>(() => Checkpoint.Load(wider, Saved(net, split), split)).Message;
        Assert.Contains("SmallCnn(classes: 4, channels: 1, width: 4)", message);
        Assert.Contains("SmallCnn(classes: 4, channels: 1, width: 8)", message);
    }

    [Fact]
    public void A_clone_is_equal_and_apart()
    {
        using var net = Tiny.Net(1);
        using var copy = net.Clone();
        Assert.All(Tiny.State(net), p => Assert.Equal(p.Value, Tiny.State(copy)[p.Key]));
        copy.Reset(9);
        using var again = Tiny.Net(9);
        Assert.All(Tiny.State(again), p => Assert.Equal(p.Value, Tiny.State(copy)[p.Key]));
        Assert.NotEqual(Tiny.State(net)["head.weight"], Tiny.State(copy)["head.weight"]);
    }

    [Fact]
    public void SmallCnn_has_the_shapes_it_says()
    {
        using var net = new SmallCnn();
        Assert.Equal(
            """
            features.bn1.bias: 16
            features.bn1.num_batches_tracked: 
            features.bn1.running_mean: 16
            features.bn1.running_var: 16
            features.bn1.weight: 16
            features.bn2.bias: 32
            features.bn2.num_batches_tracked: 
            features.bn2.running_mean: 32
            features.bn2.running_var: 32
            features.bn2.weight: 32
            features.bn3.bias: 64
            features.bn3.num_batches_tracked: 
            features.bn3.running_mean: 64
            features.bn3.running_var: 64
            features.bn3.weight: 64
            features.conv1.weight: 16 × 1 × 3 × 3
            features.conv2.weight: 32 × 16 × 3 × 3
            features.conv3.weight: 64 × 32 × 3 × 3
            head.bias: 10
            head.weight: 10 × 64
            """, string.Join('\n', net.state_dict().OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}: {string.Join(" × ", p.Value.shape)}")));
    }
}
