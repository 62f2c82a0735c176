namespace Unlearn;

/// <summary>Which samples an attack learns from and which it is judged on.</summary>
internal static class Sampling
{
    /// <summary>Every other item: the even places to learn from, the odd ones to be judged on, so that no class ends up on one side.</summary>
    public static T[] Even<T>(IReadOnlyList<T> all) => [.. all.Where((_, i) => i % 2 == 0)];

    /// <summary>The odd places.</summary>
    public static T[] Odd<T>(IReadOnlyList<T> all) => [.. all.Where((_, i) => i % 2 == 1)];

    /// <summary><paramref name="count"/> items evenly spread over all, or all where there are fewer: a set sorted by class is thinned, not cut.</summary>
    public static T[] Thin<T>(IReadOnlyList<T> all, int count) =>
        count >= all.Count ? [.. all] : [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])];
}
