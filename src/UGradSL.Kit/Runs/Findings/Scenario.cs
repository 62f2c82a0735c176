namespace Unlearn;

/// <summary>A way to choose what is forgotten, of samples whose labels alone are looked at.</summary>
/// <param name="Name">As tables have it.</param>
/// <param name="Share">Of all samples, or of the class.</param>
/// <param name="OfClass">Whether only samples of one class go; which class follows from the seed.</param>
internal sealed record Scenario(string Name, double Share, bool OfClass)
{
    /// <summary>In the order of tables.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("random 1 %", 0.01, false), new("random 5 %", 0.05, false), new("random 10 %", 0.1, false), new("random 30 %", 0.3, false),
        new("half a class", 0.5, true), new("a whole class", 1, true),
    ];

    /// <summary>Which samples go, in the order of <paramref name="labels"/>.</summary>
    public bool[] Rows(IReadOnlyList<long> labels, int seed)
    {
        var forgotten = new bool[labels.Count];
        var among = Draw.Order(labels.Count, seed, "forget").Where(i => !OfClass || labels[(int)i] == seed % (labels.Max() + 1)).ToList();
        foreach (var i in among.Take(Math.Max(1, Draw.Rounded(Share, among.Count)))) forgotten[i] = true;
        return forgotten;
    }
}
