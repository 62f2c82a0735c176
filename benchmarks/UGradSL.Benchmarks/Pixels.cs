namespace Unlearn.Benchmarks;

/// <summary>Made-up images of CIFAR-10's size: what is in them does not change how long they take.</summary>
internal static class Pixels
{
    /// <summary>Images a batch, the kit's default.</summary>
    public const int Batch = 128;

    /// <summary>Random pixels under labels 0..9; the caller disposes them.</summary>
    public static LabeledData Make(int count)
    {
        using var scope = NewDisposeScope();
        using var rng = Seeds.Stream(0, "pixels");
        var images = randint(256, [count, 3, 32, 32], ScalarType.Byte, generator: rng); // [N, 3, 32, 32]
        var labels = randint(10, [count], ScalarType.Int64, generator: rng);            // [N]
        return new(images.DetachFromDisposeScope(), labels.DetachFromDisposeScope(), [.. Enumerable.Range(0, 10).Select(k => $"{k}")],
            new([0.4914f, 0.4822f, 0.4465f], [0.2470f, 0.2435f, 0.2616f]));
    }
}
