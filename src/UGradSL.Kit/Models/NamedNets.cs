namespace Unlearn;

/// <summary>Networks by name, built for the classes and the shape of a data set.</summary>
public static class NamedNets
{
    /// <summary>Every name. Listed by themselves, so that a command's help names them without loading libtorch for the networks' types.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["small-cnn", "resnet18", "resnet50", "vgg16", "vit-tiny", "vit-small", "vit-base", "bert-tiny", "bert-base", "mlp", "softmax"];

    /// <summary>A network of that name for <paramref name="data"/>, its weights drawn from torch's global generator; the caller disposes it.</summary>
    /// <param name="name">One of <see cref="Names"/>, upper and lower case alike.</param>
    /// <param name="data">Gives K and the shape of a sample.</param>
    /// <param name="width">Channels of the first convolution, a ViT's token, in heads of 64 where it is more, or the hidden width of an MLP; null: as published. The others have no such setting.</param>
    /// <exception cref="ArgumentException">No such network, a text network for images or the other way about, or a width below 1.</exception>
    public static Net For(string name, Dataset data, int? width = null)
    {
        var known = Names.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"no network '{name}': did you mean '{Nearest.Of(name, Names)}'? There are {string.Join(", ", Names)}.");
        var texts = known.StartsWith("bert", StringComparison.Ordinal);
        if (texts == data.Train.Inputs.AreImages)
            throw new ArgumentException($"{name} reads {(texts ? "texts" : "images")}, and {data.Name} has {(texts ? "images" : "texts")}: take {(texts ? "resnet18" : "bert-tiny")}.");
        if (width < 1) throw new ArgumentException($"width {width}: at least 1 is needed (as published: leave it out).");
        return known switch
        {
            "small-cnn" => new SmallCnn(K(data), Channels(data), width ?? 16),
            "resnet18" => new ResNet(18, K(data), Channels(data), width ?? 64, Form(data)),
            "resnet50" => new ResNet(50, K(data), Channels(data), width ?? 64, Form(data)),
            "vgg16" => new Vgg(K(data), Channels(data), width ?? 64, Form(data)),
            "vit-tiny" => Transformer(data, VisionTransformerSettings.Tiny, width),
            "vit-small" => Transformer(data, VisionTransformerSettings.Small, width),
            "vit-base" => Transformer(data, VisionTransformerSettings.Base, width),
            "bert-tiny" => new Bert(BertSettings.Tiny with { Classes = K(data) }),
            "bert-base" => new Bert(BertSettings.Base with { Classes = K(data) }),
            "mlp" => new Mlp(K(data), Inputs(data), width is { } w ? [w] : null),
            "softmax" => new SoftmaxRegression(K(data), Inputs(data)),
            _ => throw new System.Diagnostics.UnreachableException($"network '{known}' has a name and no builder."),
        };
    }

    private static int K(Dataset data) => data.ClassNames.Count;

    private static int Channels(Dataset data) => (int)data.Train.Inputs.Shape[0];

    private static int Inputs(Dataset data) => (int)data.Train.Inputs.Shape.Aggregate((a, b) => a * b);

    /// <summary>Images of 112 pixels and more get ImageNet's stem, which reduces them before the first block.</summary>
    private static InputForm Form(Dataset data) => data.Train.Inputs.Shape[1] >= 112 ? InputForm.ImageNet : InputForm.Cifar;

    private static VisionTransformer Transformer(Dataset data, VisionTransformerSettings settings, int? width)
    {
        if (width is { } w) settings = settings with { Width = w, Heads = Math.Max(1, w / 64) };
        var side = (int)data.Train.Inputs.Shape[1];
        return new(settings with { Image = side, Patch = side >= 112 ? 16 : 4, Classes = K(data), Channels = Channels(data) });
    }
}
