namespace Unlearn;

/// <summary>What <see cref="Unlearn.Canaries.Plant"/> planted, every copy of it and of a duplicated sample the first one too: none stays in
/// D_r, none is held out. The test set stays as it is.</summary>
public sealed record CanaryForgetting : Forgetting
{
    /// <inheritdoc/>
    public override string HeldOut() => ToString();

    /// <inheritdoc/>
    protected override IReadOnlySet<long> Named(LabeledData data) => Planted(data).ToHashSet();

    /// <inheritdoc/>
    protected override (IReadOnlyList<long> Forget, string Description) Choose(LabeledData data, IReadOnlyList<long> train, int seed)
    {
        long[] planted = [.. Planted(data)];
        var count = Annotated(data, Unlearn.Canaries.Key).Values.Max();
        return (planted, count == planted.Length ? $"{count:N0} canaries" : $"{count:N0} canaries, {planted.Length:N0} samples");
    }

    private static IEnumerable<long> Planted(LabeledData data) =>
        Annotated(data, Unlearn.Canaries.Key).Values.Index().Where(s => s.Item > 0).Select(s => (long)s.Index);
}
