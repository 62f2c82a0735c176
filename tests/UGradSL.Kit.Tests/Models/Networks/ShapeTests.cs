namespace Unlearn.Tests.Models;

/// <summary>Names, shapes and number of weights at the standard sizes, on the meta device, where tensors have no memory.</summary>
public sealed class ShapeTests
{
    [Theory]
    [InlineData("ResNet-18-cifar", 11_173_962)]
    [InlineData("ResNet-18-imagenet", 11_689_512)]
    [InlineData("ResNet-50-cifar", 23_520_842)]
    [InlineData("ResNet-50-imagenet", 25_557_032)]
    [InlineData("VGG-16-cifar", 14_728_266)]
    [InlineData("VGG-16-imagenet", 138_365_992)]
    [InlineData("ViT-Ti-4", 5_362_762)]
    [InlineData("ViT-S-16", 22_050_664)]
    [InlineData("ViT-B-16", 86_567_656)]
    [InlineData("BERT-tiny", 4_386_178)]
    [InlineData("BERT-base", 109_483_778)]
    [InlineData("SmallCnn", 24_058)]
    [InlineData("SmoothCnn", 1_418)]
    [InlineData("Mlp", 203_530)]
    [InlineData("SoftmaxRegression", 7_850)]
    public void Every_tensor_has_its_name_and_shape(string name, long count)
    {
        using var net = OnMeta(() => Build(name));
        using var scope = NewDisposeScope();
        Assert.Equal(count, net.parameters().Sum(p => p.NumberOfElements));
        var shapes = string.Concat(net.state_dict().OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}: {string.Join(" × ", p.Value.shape)}\n"));
        var approved = Repository.PathOf($"tests/UGradSL.Kit.Tests/Models/Shapes/{name}.txt");
        var received = Path.Combine(AppContext.BaseDirectory, $"{name}.received.txt");
        if (File.Exists(approved) && File.ReadAllText(approved) == shapes) return;
        File.WriteAllText(received, shapes);
        Assert.Fail($"{name} is not as approved; compare, and if it is right: cp {received} {approved}");
    }

    private static Net Build(string name) => name switch
    {
        "ResNet-18-cifar" => new ResNet(),
        "ResNet-18-imagenet" => new ResNet(classes: 1000, form: InputForm.ImageNet),
        "ResNet-50-cifar" => new ResNet(depth: 50),
        "ResNet-50-imagenet" => new ResNet(depth: 50, classes: 1000, form: InputForm.ImageNet),
        "VGG-16-cifar" => new Vgg(),
        "VGG-16-imagenet" => new Vgg(classes: 1000, form: InputForm.ImageNet),
        "ViT-Ti-4" => new VisionTransformer(),
        "ViT-S-16" => new VisionTransformer(VisionTransformerSettings.Small.ForImageNet()),
        "ViT-B-16" => new VisionTransformer(VisionTransformerSettings.Base.ForImageNet()),
        "BERT-tiny" => new Bert(BertSettings.Tiny),
        "BERT-base" => new Bert(),
        "SmoothCnn" => new SmoothCnn(),
        "SmallCnn" => new SmallCnn(),
        "Mlp" => new Mlp(),
        _ => new SoftmaxRegression(),
    };

    private static Net OnMeta(Func<Net> build)
    {
        set_default_device("meta");
        try
        {
            return build();
        }
        finally
        {
            set_default_device("cpu");
        }
    }
}
