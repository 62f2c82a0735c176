namespace Unlearn;

/// <summary>
/// Random forgetting within one class (paper, appendix D.7): some training samples of one class. The class stays in the test set, even if
/// all of its training samples go; <see cref="ClassForgetting"/> takes it out.
/// </summary>
/// <param name="NameOrNumber">The class.</param>
/// <param name="Share">Of the class's part of D_tr, in (0, 1].</param>
/// <param name="Seed">Draws D_f; null: the split's own.</param>
public sealed record WithinClassForgetting(string NameOrNumber, double Share, int? Seed = null) : Forgetting
{
    /// <inheritdoc/>
    protected override (IReadOnlyList<long> Forget, string Description) Choose(LabeledData data, IReadOnlyList<long> train, int seed)
    {
        var label = Label(data.ClassNames, NameOrNumber);
        return (Part(data, train, label, Share, Seed ?? seed), $"{Percent(Share)} of {Class(data, label)}");
    }

    internal static IReadOnlyList<long> Part(LabeledData data, IReadOnlyList<long> train, int label, double share, int seed)
    {
        CheckShare(share);
        long[] rows = [.. Draw.Shuffled(data, train, seed).Where(i => data.LabelsOnHost[i] == label)];
        return [.. rows.Take(Draw.Rounded(share, rows.Length)).Order()];
    }
}
