namespace Unlearn;

/// <summary>
/// Group forgetting across all classes (paper, appendix D.6 and Table 9) as we read it: one sub-class of every super-class, drawn. Why is in
/// <c>docs/paper.md</c>. Needs the annotation "subclass". The test set stays as it is.
/// </summary>
/// <param name="Seed">Draws the sub-classes; null: the split's own.</param>
public sealed record SubclassesAcrossForgetting(int? Seed = null) : Forgetting
{
    /// <inheritdoc/>
    protected override (IReadOnlyList<long> Forget, string Description) Choose(LabeledData data, IReadOnlyList<long> train, int seed)
    {
        // In an order drawn over the numbers alone, so that the order of the samples does not matter.
        var byClass = SubclassForgetting.Classes(data).OrderBy(s => s.Key).GroupBy(s => s.Value, s => s.Key).ToDictionary(c => c.Key, c => c.ToList());
        if (byClass.FirstOrDefault(c => c.Value.Count == 1) is { Value: { } lone } whole)
            throw new ArgumentException($"class {whole.Key} ({data.ClassNames[whole.Key]}) has one sub-class only, {lone[0]}: forgetting that forgets the class; use Forgetting.Class.");
        var chosen = byClass.Select(c => c.Value[(int)Draw.Order(c.Value.Count, Seed ?? seed, $"sub-class of {c.Key}")[0]]).ToHashSet();
        var values = Annotated(data, SubclassForgetting.Key).Values;
        return ([.. train.Where(i => chosen.Contains(values[(int)i]))], $"one sub-class of each of {byClass.Count} classes");
    }
}
