using System.Text.Json;

namespace Unlearn.Tests.Models;

public sealed class NetworkSettingsTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Padding_does_not_change_what_BERT_says_of_a_text()
    {
        using var net = Fixture.Loaded("bert");
        net.eval();
        var text = Fixture.Expected("bert")["input"].narrow(0, 1, 1); // 4 tokens and 5 of padding
        var spoiled = text.clone(); // other words where the mask is 0
        spoiled.select(1, 0).narrow(1, 4, 5).fill_(17);
        Assert.True(net.call(text).allclose(net.call(text.narrow(2, 0, 4)), rtol: 1e-5, atol: 1e-6));
        Assert.True(net.call(text).allclose(net.call(spoiled), rtol: 1e-5, atol: 1e-6));
        Assert.False(net.call(text).allclose(net.call(text.narrow(2, 0, 3)), rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void BERT_learns_from_texts_as_any_network_does_from_images()
    {
        using var rng = Seeds.Stream(4, "order");
        var labels = arange(60, ScalarType.Int64) % 2;                                                          // [N]
        var ids = randint(5, 20, [60, 6], ScalarType.Int64, generator: rng);
        ids.select(1, 3).copy_(labels + 2);                                                                     // the fourth word tells the class
        using var data = new LabeledData(stack([ids, ones_like(ids)], 1).DetachFromDisposeScope(), labels.DetachFromDisposeScope(), ["even", "odd"]);
        using var net = Seeds.Initialise(4, () => new Bert(new(Vocabulary: 20, Width: 32, Depth: 1, Heads: 2, Hidden: 64, Positions: 8, Dropout: 0)));
        foreach (var _ in Trainer.Run(net, data.All, new(Epochs: 80, LearningRate: 0.1, BatchSize: 20), rng)) { }
        Assert.True(Evaluate.Logits(net, data.All).argmax(1).eq(labels).all().item<bool>());
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("vit")]
    public void Dropout_acts_in_training_and_in_training_only(string name)
    {
        using Net net = name == "bert"
            ? new Bert(new(Vocabulary: 30, Width: 16, Depth: 2, Heads: 2, Hidden: 40, Positions: 12, Dropout: 0.5))
            : new VisionTransformer(new(Image: 12, Width: 16, Depth: 2, Heads: 2, Dropout: 0.5));
        var input = Fixture.Expected(name)["input"];
        net.eval();
        Assert.True(net.call(input).Equals(net.call(input)));
        net.train();
        Assert.False(net.call(input).Equals(net.call(input)));
    }

    [Fact]
    public void Inputs_of_another_kind_are_refused_with_what_is_read()
    {
        using var bert = Fixture.Build("bert");
        using var vit = Fixture.Build("vit");
        using var vgg = Fixture.Build("vgg16");
        Refused(() => bert.call(zeros(1, 2, 5)), "reads int64 [B, 2, L], token ids and mask, with L from 1 to 12; this is Float32 [1, 2, 5]: encode the texts, or cut them.");
        Refused(() => bert.call(zeros(1, 2, 13, dtype: ScalarType.Int64)), "with L from 1 to 12; this is Int64 [1, 2, 13]");
        Refused(() => bert.call(zeros(2, 5, dtype: ScalarType.Int64)), "this is Int64 [2, 5]");
        Refused(() => vit.call(zeros(1, 3, 32, 32)), "reads [B, 3, 12, 12]; this is [1, 3, 32, 32]");
        Refused(() => vit.call(zeros(1, 1, 12, 12)), "reads [B, 3, 12, 12]; this is [1, 1, 12, 12]");
        Refused(() => vgg.call(zeros(1, 3, 28, 28)), "needs at least [B, 3, 32, 32]; this is [1, 3, 28, 28]");
    }

    [Fact]
    public void Settings_that_cannot_be_built_are_refused_with_those_that_can()
    {
        Refused(() => new Bert(new(Width: 64, Heads: 5)), "5 heads do not divide a width of 64: take 1 heads, or another width.");
        Refused(() => new VisionTransformer(new(Width: 192, Heads: 5)), "take 3 heads");
        Refused(() => new VisionTransformer(new(Image: 32, Patch: 5)), "patches of 5 do not divide an image of 32: take 4 for 32, 16 for 224.");
        Refused(() => new ResNet(depth: 20), "depth 20: there are ResNets of 18 and 50 layers here");
    }

    [Fact]
    public void Settings_come_back_from_JSON()
    {
        var bert = BertSettings.Mini with { Dropout = 0.2 };
        var vit = VisionTransformerSettings.Small.ForImageNet();
        Assert.Equal(bert, JsonSerializer.Deserialize<BertSettings>(JsonSerializer.Serialize(bert)));
        Assert.Equal(vit, JsonSerializer.Deserialize<VisionTransformerSettings>(JsonSerializer.Serialize(vit)));
    }

    [Fact]
    public void First_weights_are_drawn_as_published()
    {
        using var bert = Seeds.Initialise(1, () => new Bert(BertSettings.Tiny));
        using var vit = Seeds.Initialise(1, () => new VisionTransformer());
        using var vgg = Seeds.Initialise(1, () => new Vgg());
        using var resnet = Seeds.Initialise(1, () => new ResNet());
        Deviates(0.02, bert, "bert.embeddings.word_embeddings.weight");
        Deviates(0.02, bert, "bert.encoder.layer.1.intermediate.dense.weight");
        Deviates(0.02, vit, "pos_embed");
        Deviates(0.02, vit, "blocks.11.attn.qkv.weight");
        Deviates(0.01, vgg, "classifier.weight");
        Deviates(Math.Sqrt(2 / (512 * 9.0)), vgg, "features.40.weight");
        Deviates(Math.Sqrt(2 / (512 * 9.0)), resnet, "layer4.0.conv1.weight");
        Deviates(Math.Sqrt(2 / 512.0), resnet, "layer4.0.downsample.0.weight");
        var words = bert.get_parameter("bert.embeddings.word_embeddings.weight")!;
        Assert.Equal(0, words.select(0, 0).abs().max().item<float>());
        Assert.NotEqual(0, words.select(0, 1).abs().min().item<float>());
        Assert.All(bert.named_parameters().Where(p => p.name.EndsWith(".bias", StringComparison.Ordinal)), p => Assert.Equal(0, p.parameter.abs().max().item<float>()));
        Assert.All(vgg.named_parameters().Where(p => p.name.EndsWith(".bias", StringComparison.Ordinal)), p => Assert.Equal(0, p.parameter.abs().max().item<float>()));
    }

    private static void Deviates(double expected, Net net, string name)
    {
        var values = net.get_parameter(name)!;
        Assert.InRange(values.std().item<float>() / expected, 0.97, 1.03);
        Assert.InRange(values.mean().item<float>() / expected, -0.05, 0.05);
    }

    private static void Refused(Func<object> act, string reason) => Assert.Contains(reason, Assert.Throws<ArgumentException>(act).Message);
}
