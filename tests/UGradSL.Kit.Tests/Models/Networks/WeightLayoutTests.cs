namespace Unlearn.Tests.Models;

public sealed class WeightLayoutTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ugradsl");
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("resnet50", "weights", "torchvision")]
    [InlineData("resnet50", "huggingface", "huggingface")]
    [InlineData("vgg16-imagenet", "weights", "torchvision")]
    [InlineData("vgg16-imagenet", "timm", "timm")]
    [InlineData("vit", "timm", "timm")]
    [InlineData("vit", "weights", "torchvision")]
    [InlineData("vit", "torchvision-0.12", "torchvision 0.12")]
    [InlineData("vit", "huggingface", "huggingface")]
    [InlineData("bert", "weights", "huggingface")]
    public void A_file_in_another_library_s_names_gives_that_library_s_logits(string name, string kind, string layout)
    {
        using var net = Fixture.Build(name);
        var (found, ignored) = Weights.Load(net, Fixture.PathOf(name, kind));
        Assert.Equal(layout, found.Name);
        Assert.Empty(ignored);
        net.eval();
        var expected = Fixture.Expected(name);
        Assert.True(net.call(expected["input"]).allclose(expected["eval.logits"], rtol: 1e-5, atol: 1e-5));
    }

    [Theory]
    [InlineData("pretraining", "huggingface gamma", "bert.embeddings.position_ids, cls.seq_relationship.bias")]
    [InlineData("model", "huggingface BertModel", "")]
    public void Pretrained_BERT_without_a_classifier_is_read_under_a_head_of_one_s_own(string kind, string layout, string ignored)
    {
        using var whole = Fixture.Loaded("bert");
        using var net = Fixture.Build("bert");
        var head = net.get_parameter("classifier.weight")!.clone();
        Assert.Contains("it lacks 'classifier.weight', 'classifier.bias'", Assert.Throws<InvalidDataException>(() => Weights.Load(net, Fixture.PathOf("bert", kind))).Message);
        var loaded = Weights.Load(net, Fixture.PathOf("bert", kind), keepHead: true);
        Assert.Equal((layout, ignored), (loaded.Layout.Name, string.Join(", ", loaded.Ignored.Order())));
        var theirs = whole.state_dict();
        Assert.All(net.state_dict(), p => Assert.True(p.Value.Equals(p.Key == "classifier.weight" ? head : theirs[p.Key]) || p.Key == "classifier.bias", p.Key));
    }

    public static TheoryData<string, string> Written
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var name in new[] { "resnet18", "resnet50", "vgg16", "vgg16-imagenet", "vit", "bert", "small-cnn", "mlp" })
            {
                using var net = Fixture.Build(name);
                foreach (var layout in WeightLayouts.Of(net)) all.Add(name, layout.Name);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void What_is_written_in_a_layout_is_read_back_bit_for_bit(string name, string layout)
    {
        using var net = Fixture.Loaded(name);
        using var other = Fixture.Build(name);
        var path = Path.Combine(folder.FullName, "net.safetensors");
        Weights.Save(net, path, layout);
        Weights.Load(other, path);
        var theirs = net.state_dict();
        Assert.All(other.state_dict(), p => Assert.True(p.Value.Equals(theirs[p.Key]), p.Key));
    }

    [Theory]
    [InlineData("resnet50", "huggingface", "huggingface")]
    [InlineData("vgg16-imagenet", "timm", "timm")]
    [InlineData("vit", "weights", "torchvision")]
    [InlineData("vit", "torchvision-0.12", "torchvision 0.12")]
    [InlineData("vit", "huggingface", "huggingface")]
    [InlineData("bert", "model", "huggingface BertModel")]
    public void What_is_written_in_a_layout_is_named_and_cut_as_the_library_s_own_file(string name, string kind, string layout)
    {
        using var net = Fixture.Loaded(name);
        var path = Path.Combine(folder.FullName, "net.safetensors");
        Weights.Save(net, path, layout);
        var (ours, metadata) = SafeTensors.Load(path);
        var (theirs, _) = SafeTensors.Load(Fixture.PathOf(name, kind));
        Assert.Equal("pt", metadata["format"]);
        Assert.Equal(theirs.Keys.Order(), ours.Keys.Where(key => !key.StartsWith("classifier.", StringComparison.Ordinal) || name != "bert").Order());
        Assert.All(theirs, p => Assert.True(p.Value.Equals(ours[p.Key]), p.Key));
    }

    [Fact]
    public void An_unknown_layout_is_refused_with_those_there_are()
    {
        using var net = Fixture.Build("vgg16");
        var message = Assert.Throws<ArgumentException>(() => Weights.Save(net, Path.Combine(folder.FullName, "x"), "keras")).Message;
        Assert.Contains("has no layout 'keras': take 'torchvision' or 'timm'.", message);
    }
}
