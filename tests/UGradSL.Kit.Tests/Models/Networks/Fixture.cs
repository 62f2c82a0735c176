namespace Unlearn.Tests.Models;

/// <summary>The networks that make_fixtures.py has references of, and the files it wrote.</summary>
internal static class Fixture
{
    private static readonly Dictionary<string, Func<Net>> nets = new()
    {
        ["resnet18"] = () => new ResNet(depth: 18, classes: 10, width: 2),
        ["resnet50"] = () => new ResNet(depth: 50, classes: 5, width: 2, form: InputForm.ImageNet),
        ["vgg16"] = () => new Vgg(classes: 10, width: 2),
        ["vgg16-imagenet"] = () => new Vgg(classes: 5, width: 2, form: InputForm.ImageNet, hidden: 8, dropout: 0),
        ["vit"] = () => new VisionTransformer(new(Image: 12, Width: 16, Depth: 2, Heads: 2, Classes: 5)),
        ["bert"] = () => new Bert(new(Vocabulary: 30, Width: 16, Depth: 2, Heads: 2, Hidden: 40, Classes: 3, Positions: 12, Dropout: 0)),
        ["small-cnn"] = () => new SmallCnn(classes: 4, channels: 1, width: 4),
        ["mlp"] = () => new Mlp(classes: 3, inputs: 24, hidden: [7, 5]),
        ["softmax-regression"] = () => new SoftmaxRegression(classes: 3, inputs: 24),
    };

    public static TheoryData<string> Names { get; } = [.. nets.Keys];

    public static Net Build(string name) => nets[name]();

    /// <summary>The file NAME.KIND.safetensors.</summary>
    public static string PathOf(string name, string kind = "weights") =>
        Repository.PathOf($"tests/UGradSL.Kit.Tests/Models/Networks/{name}.{kind}.safetensors");

    /// <summary>The network with the reference's weights.</summary>
    public static Net Loaded(string name)
    {
        var net = Build(name);
        Weights.Load(net, PathOf(name));
        return net;
    }

    /// <summary>The reference's input and what it made of it; they belong to the scope that is open.</summary>
    public static IReadOnlyDictionary<string, Tensor> Expected(string name) => SafeTensors.Load(PathOf(name, "expected")).Tensors;
}
