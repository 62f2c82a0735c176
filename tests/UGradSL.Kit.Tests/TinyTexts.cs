namespace Unlearn.Tests;

/// <summary>Texts that train in milliseconds: six tokens of twenty, two of them the class's own.</summary>
internal static class TinyTexts
{
    /// <summary>Without dropout, which draws from torch's global generator.</summary>
    public static BertSettings Settings { get; } = new(Vocabulary: 20, Width: 8, Depth: 1, Heads: 2, Hidden: 16, Classes: Tiny.Classes, Positions: 6, Dropout: 0);

    public static Dataset Data() => new("tiny texts", Part(20, 1), Part(10, 2));

    public static Net Net(int seed = 0) => Seeds.Initialise(seed, () => new Bert(Settings));

    private static LabeledData Part(int perClass, int seed)
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator((ulong)seed, CPU);
        var count = perClass * Tiny.Classes;
        var labels = arange(count, ScalarType.Int64) % Tiny.Classes;                                 // [N]
        var texts = ones(count, 2, 6, ScalarType.Int64);                                             // [N, 2, 6]
        texts.select(1, 0).copy_(randint(5, 20, [count, 6], ScalarType.Int64, generator: rng));
        texts.select(1, 0).narrow(1, 1, 2).copy_((labels + 1).unsqueeze(1).expand(count, 2));
        return new(texts.DetachFromDisposeScope(), labels.DetachFromDisposeScope(), ["a", "b", "c", "d"]);
    }
}
