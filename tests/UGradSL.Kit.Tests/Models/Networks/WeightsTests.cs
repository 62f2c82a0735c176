namespace Unlearn.Tests.Models;

public sealed class WeightsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ugradsl");
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Net net = Fixture.Loaded("resnet18");

    private string Made => Path.Combine(folder.FullName, "made.safetensors");

    public void Dispose()
    {
        net.Dispose();
        scope.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Missing_extra_and_misshapen_tensors_are_named_and_the_network_stays_as_it_was()
    {
        var before = Tiny.State(net);
        Write(tensors =>
        {
            tensors["layer1.0.conv1.weight"] = zeros(2, 2, 5, 5);
            tensors["bn1.bias"] = zeros(2, dtype: ScalarType.Int64);
            tensors.Remove("layer4.1.bn2.running_var");
            tensors["conv1.bias"] = zeros(2);
        });
        var message = Assert.Throws<InvalidDataException>(() => Weights.Load(net, Made)).Message;
        Assert.Equal("made.safetensors does not fit ResNet(depth: 18, classes: 10, channels: 3, width: 2, form: Cifar), read as torchvision: it lacks 'layer4.1.bn2.running_var'; "
            + "it also holds 'conv1.bias'; 'bn1.bias' is Int64 where Float32 is needed, 'layer1.0.conv1.weight' is [2, 2, 5, 5] where [2, 2, 3, 3] is needed. "
            + "Build the network as the file's was; if only the last layer differs, keepHead: true keeps the network's own.", message);
        Assert.All(Tiny.State(net), p => Assert.Equal(before[p.Key], p.Value));
    }

    [Fact]
    public void Of_many_faults_the_first_are_named_and_the_rest_counted()
    {
        using var other = new ResNet(width: 3);
        var message = Assert.Throws<InvalidDataException>(() => Weights.Load(other, Fixture.PathOf("resnet18"))).Message;
        Assert.Contains("read as torchvision: 'conv1.weight' is [2, 3, 3, 3] where [3, 3, 3, 3] is needed, ", message);
        Assert.Contains(" is needed and 96 more. Build", message);
    }

    [Fact]
    public void Weights_of_other_classes_are_read_under_the_network_s_own_head()
    {
        using var other = new ResNet(classes: 7, width: 2);
        Assert.Contains("'fc.weight' is [10, 16] where [7, 16] is needed", Assert.Throws<InvalidDataException>(() => Weights.Load(other, Fixture.PathOf("resnet18"))).Message);
        var (mine, theirs) = (Tiny.State(other), Tiny.State(net));
        Assert.Equal("fc.bias, fc.weight", string.Join(", ", Weights.Load(other, Fixture.PathOf("resnet18"), keepHead: true).Ignored.Order()));
        Assert.All(Tiny.State(other), p => Assert.Equal((p.Key.StartsWith("fc.", StringComparison.Ordinal) ? mine : theirs)[p.Key], p.Value));
    }

    [Fact]
    public void Old_files_without_counts_are_read_with_counts_of_0()
    {
        Write(tensors =>
        {
            foreach (var name in tensors.Keys.Where(name => name.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToList()) tensors.Remove(name);
        });
        Weights.Load(net, Made);
        Assert.All(net.state_dict().Where(p => p.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)), p => Assert.Equal(0, p.Value.item<long>()));
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    public void Weights_of_another_precision_are_read_into_the_network_s_own(ScalarType type)
    {
        Write(tensors => tensors["fc.weight"] = tensors["fc.weight"].to(type));
        var before = net.get_parameter("fc.weight")!.clone();
        Weights.Load(net, Made);
        var after = net.get_parameter("fc.weight")!;
        Assert.Equal(ScalarType.Float32, after.dtype);
        Assert.True(after.Equals(before.to(type).to(ScalarType.Float32)));
    }

    [Fact]
    public void The_header_alone_is_read_before_the_shapes_are_known_to_fit()
    {
        // A BOOL of another shape whose byte is none: were the tensors read first, that would be the complaint.
        Write(tensors => tensors["fc.weight"] = zeros(7, dtype: ScalarType.Bool));
        using (var file = File.OpenWrite(Made))
        {
            file.Position = file.Length - 1;
            file.WriteByte(2);
        }
        var (type, shape) = SafeTensors.Describe(Made)["fc.weight"];
        Assert.Equal((ScalarType.Bool, 7), (type, shape.Single()));
        Assert.Contains("'fc.weight' is [7] where [10, 16] is needed", Assert.Throws<InvalidDataException>(() => Weights.Load(net, Made)).Message);
    }

    [Fact]
    public void Pickled_cut_and_lengthened_files_are_refused_with_the_reason()
    {
        var whole = File.ReadAllBytes(Fixture.PathOf("resnet18"));
        Refused([0x50, 0x4b, 3, 4, .. new byte[60]], "it is a pickle, as torch.save writes them, which can run any code and is never executed here; convert it in Python:");
        Refused(whole[..^5], "it is cut short or bytes follow; copy it again");
        Refused([.. whole, 0], "it is cut short or bytes follow; copy it again");
        Refused("<!DOCTYPE html>"u8.ToArray(), "it is another format");
    }

    [Fact]
    public void Spoiled_files_are_read_or_refused_and_then_change_nothing()
    {
        using var mlp = Fixture.Loaded("mlp");
        var whole = File.ReadAllBytes(Fixture.PathOf("mlp"));
        var before = Tiny.State(mlp);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var refused = 0;
        foreach (var file in Faults.Of(whole, 8 + BitConverter.ToInt32(whole)))
        {
            File.WriteAllBytes(Made, file);
            try
            {
                Weights.Load(mlp, Made);
                Weights.Load(mlp, Fixture.PathOf("mlp"));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
            Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        Assert.True(refused > 500, $"{refused} were refused");
        Assert.All(Tiny.State(mlp), p => Assert.Equal(before[p.Key], p.Value));
    }

    private void Write(Action<Dictionary<string, Tensor>> change)
    {
        var tensors = SafeTensors.Load(Fixture.PathOf("resnet18")).Tensors.ToDictionary();
        change(tensors);
        SafeTensors.Save(Made, tensors, new Dictionary<string, string>());
    }

    private void Refused(byte[] bytes, string reason)
    {
        File.WriteAllBytes(Made, bytes);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Weights.Load(net, Made)).Message);
    }
}
