namespace Unlearn;

/// <summary>The name a user may have meant.</summary>
public static class Nearest
{
    /// <summary>The candidate with the fewest single-letter edits (Levenshtein) from <paramref name="name"/>, upper and lower case alike; the first of equals.</summary>
    public static string Of(string name, IEnumerable<string> candidates) =>
        candidates.MinBy(c => Edits(name.ToLowerInvariant(), c.ToLowerInvariant())) ?? throw new ArgumentException("no candidates to choose from.");

    private static int Edits(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray(); // row[j]: edits from a[..i] to b[..j]
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }
}
