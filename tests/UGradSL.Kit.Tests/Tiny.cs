using System.Runtime.CompilerServices;

namespace Unlearn.Tests;

/// <summary>Loads libtorch by the kit before any test touches TorchSharp, as the first cell of a notebook does.</summary>
internal static class Start
{
    [ModuleInitializer]
    internal static void Load() => Native.Require();
}

/// <summary>A data set that trains in milliseconds: 8×8 images, each class bright in a quarter of its own, with noise.</summary>
internal static class Tiny
{
    public const int Classes = 4;

    public static Dataset Data(int perClass = 40, int testPerClass = 10) => new("tiny", Part(perClass, 1), Part(testPerClass, 2));

    public static ForgetSplit Split(Dataset data, int seed = 0) => Forgetting.Class(1).Split(data, seed);

    public static Net Net(int seed = 0) => Seeds.Initialise(seed, () => new SmallCnn(Classes, channels: 1, width: 4));

    /// <summary>Every parameter and buffer, in the order of their names.</summary>
    public static Dictionary<string, float[]> State(Net net)
    {
        using var scope = NewDisposeScope();
        return net.state_dict().OrderBy(p => p.Key).ToDictionary(p => p.Key, p => p.Value.to(ScalarType.Float32).contiguous().data<float>().ToArray());
    }

    /// <summary>Runs a method from the same start with the same order.</summary>
    public static (Dictionary<string, float[]> State, List<Step> Steps) Apply(Unlearner method, ForgetSplit split, int seed = 0)
    {
        using var net = Net(seed);
        using var rng = Seeds.Stream(seed, "order");
        List<Step> steps = [.. method.Run(net, split, rng)];
        return (State(net), steps);
    }

    private static LabeledData Part(int perClass, int seed)
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator((ulong)seed, CPU);
        var labels = arange(perClass * Classes, ScalarType.Int64) % Classes;               // [N]
        var images = rand(perClass * Classes, 1, 8, 8, generator: rng) * 150;              // [N, 1, 8, 8]
        for (var k = 0; k < Classes; k++)
        {
            var rows = (labels == k).nonzero().squeeze(1);
            var corner = images.index_select(0, rows).narrow(2, k / 2 * 4, 4).narrow(3, k % 2 * 4, 4) + 100;
            images.narrow(2, k / 2 * 4, 4).narrow(3, k % 2 * 4, 4).index_copy_(0, rows, corner);
        }
        return new(images.to(ScalarType.Byte).DetachFromDisposeScope(), labels.DetachFromDisposeScope(),
            ["north-west", "north-east", "south-west", "south-east"], new([0.4f], [0.2f]));
    }
}
