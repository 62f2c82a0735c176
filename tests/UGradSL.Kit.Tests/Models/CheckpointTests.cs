using System.Text.Json;

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
    public void A_file_says_how_its_split_was_made_and_the_split_can_be_made_again()
    {
        using var net = Tiny.Net();
        foreach (var way in (Forgetting[])[Forgetting.Class(1), Forgetting.Random(0.2, seed: 5) with { ValidationShare = 0.2 }, Forgetting.Indices(3, 1, 4)])
        {
            var split = way.Split(data, 7);
            var path = Saved(net, split);
            using var scope = NewDisposeScope();
            var metadata = SafeTensors.Load(path).Metadata;
            Assert.Equal(way, JsonSerializer.Deserialize<Forgetting>(metadata["forgetting"], Json.Compact));
            Assert.Equal(("7", split.Hash), (metadata["seed"], metadata["split"]));
            var again = Checkpoint.SplitOf(path, data);
            Assert.Equal((split.Hash, way, 7), (again.Hash, again.Forgetting, again.Seed));
            Assert.Equal(split.OnValidation.Hash, Checkpoint.SplitOf(Saved(net, split.OnValidation), data).Hash);
        }
    }

    [Fact]
    public void Another_way_to_forget_is_refused_with_the_one_that_the_network_was_trained_for()
    {
        using var net = Tiny.Net();
        var path = Saved(net, Forgetting.Random(0.2).Split(data, 7));
        var message = Assert.Throws<InvalidDataException>(() => Checkpoint.Load(net, path, Tiny.Split(data))).Message;
        Assert.Contains("(RandomForgetting { ValidationShare = 0.1, Share = 0.2, Seed =  }, seed 7); this one is", message);
        using var other = Tiny.Data(perClass: 30);
        message = Assert.Throws<InvalidDataException>(() => Checkpoint.SplitOf(path, other)).Message;
        Assert.Matches("net.safetensors was trained on split [0-9a-f]{64}; RandomForgetting .* with seed 7 gives [0-9a-f]{64} of tiny: load the data it was trained on.", message);
    }

    [Fact]
    public void A_file_that_does_not_say_how_its_split_was_made_is_loaded_by_its_hash_alone()
    {
        var split = Tiny.Split(data) with { Forgetting = null, Seed = null };
        using var net = Tiny.Net(1);
        using var other = Tiny.Net(2);
        var path = Saved(net, split);
        Checkpoint.Load(other, path, Tiny.Split(data));
        Assert.All(Tiny.State(net), p => Assert.Equal(p.Value, Tiny.State(other)[p.Key]));
        Assert.Equal($"net.safetensors does not say how its split was made, only its hash ({split.Hash}): make the split as it was made then.",
            Assert.Throws<InvalidDataException>(() => Checkpoint.SplitOf(path, data)).Message);
    }

    [Theory]
    [InlineData("""{"forget":"dream"}""", "0", "update the kit, or take another copy of the file.")]
    [InlineData("{", "0", "update the kit, or take another copy of the file.")]
    [InlineData("null", "0", "('null', seed '0'); take another copy of the file.")]
    [InlineData("""{"forget":"canaries"}""", "x", "seed 'x'); take another copy of the file.")]
    public void A_split_that_cannot_be_read_is_refused(string forgetting, string seed, string end)
    {
        var path = Path.Combine(folder.FullName, "net.safetensors");
        SafeTensors.Save(path, new Dictionary<string, Tensor>(), new Dictionary<string, string> { ["forgetting"] = forgetting, ["seed"] = seed, ["split"] = "0" });
        var message = Assert.Throws<InvalidDataException>(() => Checkpoint.SplitOf(path, data)).Message;
        Assert.StartsWith("net.safetensors: how its split was made cannot be read (", message);
        Assert.EndsWith(end, message);
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
