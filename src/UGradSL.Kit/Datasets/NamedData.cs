namespace Unlearn;

/// <summary>Data sets by name, for a command line or a plan.</summary>
public static class NamedData
{
    private static readonly Dictionary<string, Func<Dataset>> loaders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["embedded"] = FashionMnist.Embedded,
        ["fashion-mnist"] = () => FashionMnist.Load(),
        ["cifar10"] = () => Cifar10.Load(),
        ["cifar100"] = () => Cifar100.Load(),
        ["cifar100-coarse"] = () => Cifar100.Load(Cifar100Labels.Coarse),
        ["svhn"] = () => Svhn.Load(),
        ["svhn-test"] = () => Svhn.LoadTestSplit(),
        ["optdigits"] = () => OptDigits.Load(),
        ["20newsgroups"] = () => NewsGroups.Load(),
        ["celeba"] = () => CelebA.Load(),
        ["imagenet"] = () => ImageNet.Load(),
    };

    /// <summary>Every name; "embedded" is the sample of Fashion-MNIST inside the kit, the others are read from the data cache, "svhn-test" being a split of SVHN's first 10,000 test images.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. loaders.Keys];

    /// <summary>The set of that name, upper and lower case alike; the caller disposes it.</summary>
    /// <exception cref="ArgumentException">No such set; the message names the nearest.</exception>
    /// <exception cref="FileNotFoundException">It is not in the cache; the message says how to fetch it.</exception>
    /// <exception cref="InvalidDataException">A file is not what its home publishes.</exception>
    public static Dataset Load(string name) => loaders.TryGetValue(name, out var load) ? load()
        : throw new ArgumentException($"no data set '{name}': did you mean '{Nearest.Of(name, Names)}'? There are {string.Join(", ", Names)}.");
}
