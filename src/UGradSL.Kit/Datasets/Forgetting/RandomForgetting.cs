namespace Unlearn;

/// <summary>
/// Random forgetting across all classes (paper, section 5.3: "randomly from every class, making sure all the classes are selected and the
/// size of D_f is 10 % of the D_tr"): the same share of every class, and exactly that share of D_tr in all. Where D_f is smaller than the
/// number of classes, which ones it touches is drawn too. The test set stays as it is.
/// </summary>
/// <param name="Share">Of D_tr, in (0, 1].</param>
/// <param name="Seed">Draws D_f; null: the split's own.</param>
public sealed record RandomForgetting(double Share = 0.1, int? Seed = null) : Forgetting
{
    /// <inheritdoc/>
    protected override (IReadOnlyList<long> Forget, string Description) Choose(LabeledData data, IReadOnlyList<long> train, int seed)
    {
        CheckShare(Share);
        var classes = Draw.Shuffled(data, train, Seed ?? seed).GroupBy(i => data.LabelsOnHost[i]).Select(c => c.ToArray()).ToList();
        var counts = Draw.Apportion([.. classes.Select(c => c.Length)], Share);
        return ([.. classes.Zip(counts, (rows, count) => rows.Take(count)).SelectMany(rows => rows).Order()], $"{Percent(Share)} of every class");
    }
}
