namespace Unlearn;

/// <summary>
/// Class-wise forgetting (paper, section 5.2): every training sample of one class; the class leaves the test set too, and nothing else
/// ever does (section 5.1). With a share below 1 the class is still to be known, so the test set stays as it is, and D_f is that of
/// <see cref="WithinClassForgetting"/> without a seed.
/// </summary>
/// <param name="NameOrNumber">The class: "Sandal" or "5".</param>
/// <param name="Share">Of the class, in (0, 1].</param>
public sealed record ClassForgetting(string NameOrNumber, double Share = 1) : Forgetting
{
    /// <inheritdoc/>
    protected override (IReadOnlyList<long> Forget, string Description) Choose(LabeledData data, IReadOnlyList<long> train, int seed)
    {
        var label = Label(data.ClassNames, NameOrNumber);
        var forget = WithinClassForgetting.Part(data, train, label, Share, seed);
        return (forget, (Share == 1 ? "" : $"{Percent(Share)} of ") + Class(data, label));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<long> Tested(Dataset data)
    {
        if (Share < 1) return base.Tested(data);
        var label = Label(data.ClassNames, NameOrNumber);
        return [.. data.Test.All.Indices.Where(i => data.Test.LabelsOnHost[i] != label)];
    }
}
