namespace Unlearn;

/// <summary>What a block of a table is about, at the paper's size: section 5 and appendix D.</summary>
/// <param name="Data">Of <see cref="NamedData.Names"/>.</param>
/// <param name="Network">Of <see cref="NamedNets.Names"/>. The paper has "ResNet-18", "VGG-16", "Bert" and "ViT": sizes of the last two are ours.</param>
/// <param name="Forgetting">Which class, which sub-class and, in Table 10, how much of a class are ours.</param>
internal sealed record PaperSetup(string Data, string Network, Forgetting Forgetting)
{
    /// <summary>D.3: 160 epochs at 0.01 for CIFAR and SVHN, 90 epochs for ImageNet, 60 for 20 Newsgroups, batches of 256. The other rates, and all of CelebA's, are ours.</summary>
    public TrainSettings Training => Data switch
    {
        "imagenet" => new(90, 0.1, 256),
        "20newsgroups" => new(60, 5e-5, 256) { Optimizer = new AdamW() },
        "celeba" => new(100, 0.01, 256), // Table 4: Retrain took ten times as long as FT's 10 epochs
        _ => new(160, 0.01, 256),
    };

    /// <summary>Whether rows differ by what Table 6 ticks.</summary>
    public bool IsAblation { get; init; }

    public static PaperSetup Of(int table, string block)
    {
        var (data, network) = block switch
        {
            "CIFAR-10" => ("cifar10", "resnet18"),
            "CIFAR-100" => (table is 3 or 9 ? "cifar100-coarse" : "cifar100", "resnet18"),
            "SVHN" => ("svhn", "resnet18"),
            "20 Newsgroup" => ("20newsgroups", "bert-base"),
            "ImageNet" => ("imagenet", "resnet18"),
            "CelebA" => ("celeba", "resnet18"),
            _ => throw new ArgumentException($"Table {table} is about '{block}', which is no data set of the paper."),
        };
        var one = data == "cifar10" ? 5 : 0;
        var forgetting = table switch
        {
            1 or 7 or 12 => Forgetting.Class(one),
            2 or 6 or 8 or 11 => Forgetting.Random(0.1),
            3 => Forgetting.Subclass("aquarium_fish"),
            4 => Forgetting.Groups(CelebA.Identity, 0.01),
            9 => Forgetting.SubclassesAcross(),
            10 => Forgetting.WithinClass(one, 0.5),
            _ => throw new ArgumentException($"no results in a table {table}."),
        };
        return new(data, table switch { 11 => "vgg16", 12 => "vit-small", _ => network }, forgetting) { IsAblation = table == 6 };
    }
}
