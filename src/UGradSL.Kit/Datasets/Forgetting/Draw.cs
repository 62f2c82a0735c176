namespace Unlearn;

/// <summary>How rows are drawn, for D_f and for validation.</summary>
internal static class Draw
{
    /// <summary>0..N−1 in an order that depends on these three alone, [N].</summary>
    public static long[] Order(int count, int seed, string purpose)
    {
        using var rng = Seeds.Stream(seed, purpose);
        return Order(count, rng);
    }

    /// <summary>0..N−1 in an order drawn from <paramref name="rng"/>, [N].</summary>
    public static long[] Order(int count, Generator rng)
    {
        using var order = randperm(count, dtype: ScalarType.Int64, generator: rng);
        return order.data<long>().ToArray();
    }

    /// <summary>
    /// The rows of <paramref name="train"/> in a drawn order. It is drawn over the whole set, so that another validation part leaves the
    /// order of the other rows alone.
    /// </summary>
    public static IEnumerable<long> Shuffled(LabeledData data, IReadOnlyList<long> train, int seed)
    {
        var trained = new bool[data.Count];
        foreach (var i in train) trained[i] = true;
        return Order(data.Count, seed, "forget").Where(i => trained[i]);
    }

    /// <summary>
    /// round(share·ΣN) in all, part by part: each share·N rounded down, what is missing to the parts with the largest remainders, the first
    /// of equals first (Hamilton's rule). Every part gets at least one where there are enough for that.
    /// </summary>
    /// <param name="sizes">N of each part, at least 1.</param>
    /// <param name="share">In (0, 1].</param>
    public static int[] Apportion(IReadOnlyList<int> sizes, double share)
    {
        var total = Rounded(share, sizes.Sum());
        var taken = new int[sizes.Count];
        (double, int) Place(int part) => (total >= sizes.Count && taken[part] == 0 ? double.NegativeInfinity : taken[part] - (share * sizes[part]), part);
        var next = new PriorityQueue<int, (double, int)>(sizes.Select((_, part) => (part, Place(part))));
        for (var given = 0; given < total; given++)
        {
            var part = next.Dequeue();
            taken[part]++;
            next.Enqueue(part, Place(part));
        }
        return taken;
    }

    /// <summary>share·N to the nearest whole number, halves up.</summary>
    public static int Rounded(double share, int count) => (int)Math.Round(share * count, MidpointRounding.AwayFromZero);

    /// <summary>share·N without its fraction; 0.29·100 is 29, whatever binary fractions make of it.</summary>
    public static int RoundedDown(double share, int count) => (int)Math.Floor((share * count) + 1e-9);
}
