namespace Unlearn.Tests.Metrics;

/// <summary>Noisy pictures that a small network learns by heart in a fraction of a second: what it was trained on it knows, anything else it half guesses.</summary>
internal static class Memorising
{
    private const int Classes = 4;

    /// <summary>8×8 pictures whose class shifts a quarter by a little less than the noise; class k has sub-classes 2k and 2k + 1, which look alike.</summary>
    /// <param name="train">Training pictures.</param>
    /// <param name="test">Test pictures, of the same distribution.</param>
    /// <param name="shift">Of a quarter's pixels, of 255.</param>
    public static Dataset Data(int train = 600, int test = 600, int shift = 25) => new("noisy", Part(train, 1, shift), Part(test, 2, shift));

    /// <summary>A network that knows the part by heart; the caller disposes it.</summary>
    public static Net Train(Subset part, int seed, int epochs = 40)
    {
        var net = Seeds.Initialise(seed, () => new Mlp(Classes, 64, [96]));
        using var rng = Seeds.Stream(seed, "order");
        foreach (var _ in Trainer.Run(net, part, new(epochs, 0.1, 64), rng)) { }
        return net;
    }

    private static LabeledData Part(int count, int seed, int shift)
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator((ulong)seed, CPU);
        var labels = randint(0, Classes, [count], ScalarType.Int64, generator: rng);                   // [N], in no order that halves of the set could share
        var images = rand(count, 1, 8, 8, generator: rng) * (255 - shift);                             // [N, 1, 8, 8]
        var quarter = zeros(Classes, 1, 8, 8);
        for (var k = 0; k < Classes; k++) quarter[k].narrow(1, k / 2 * 4, 4).narrow(2, k % 2 * 4, 4).fill_(shift);
        images += quarter.index_select(0, labels);
        long[] halves = [.. labels.data<long>().ToArray().Select((label, i) => 2 * label + i / 2 % 2)];
        return new(images.to(ScalarType.Byte).DetachFromDisposeScope(), labels.DetachFromDisposeScope(), ["a", "b", "c", "d"], new([0.5f], [0.28f]))
        {
            Annotations = new Dictionary<string, Annotation> { [SubclassForgetting.Key] = new(halves) },
        };
    }
}
