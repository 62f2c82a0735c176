namespace Unlearn;

/// <summary>
/// Group forgetting by identity (paper, section 5.4.2): the samples of a group, such as all images of a person, go together. Groups are drawn
/// from the whole training set: 1 % of 8,192 identities are 82, as in the paper. Validation is carved from the others group by group, too,
/// so that no group is in two of D_f, D_r and validation. The test set stays as it is.
/// </summary>
/// <param name="Key">The annotation that says which group a sample is of: "identity".</param>
/// <param name="Share">Of the groups, in (0, 1].</param>
/// <param name="Seed">Draws the groups; null: the split's own. With the same one D_f is the same in every split of the data.</param>
public sealed record GroupForgetting(string Key, double Share, int? Seed = null) : Forgetting
{
    /// <inheritdoc/>
    public override string HeldOut() => ToString();

    /// <inheritdoc/>
    protected override (IReadOnlyList<long> Forget, string Description) Choose(LabeledData data, IReadOnlyList<long> train, int seed)
    {
        var (forgotten, others) = Drawn(data, seed);
        var values = Annotated(data, Key).Values;
        return ([.. train.Where(i => forgotten.Contains(values[(int)i]))], $"{forgotten.Count:N0} of {forgotten.Count + others.Length:N0} by {Key}");
    }

    /// <inheritdoc/>
    protected override (IReadOnlyList<long> Train, IReadOnlyList<long> Validation) HoldOut(LabeledData data, int seed)
    {
        var (_, others) = Drawn(data, seed);
        var heldOut = Draw.Order(others.Length, seed, "validation").Take(Draw.RoundedDown(ValidationShare, others.Length)).Select(g => others[g]).ToHashSet();
        var values = Annotated(data, Key).Values;
        var rows = data.All.Indices.ToLookup(i => heldOut.Contains(values[(int)i]));
        return ([.. rows[false]], [.. rows[true]]);
    }

    private (HashSet<long> Forgotten, long[] Others) Drawn(LabeledData data, int seed)
    {
        CheckShare(Share);
        long[] groups = [.. Annotated(data, Key).Values.Distinct().Order()];
        var count = Draw.Rounded(Share, groups.Length);
        if (count == 0) throw new ArgumentException($"share {Share} of {groups.Length:N0} groups by {Key} is less than half a group: the least share is {1.0 / groups.Length:0.#####}, one group.");
        long[] order = [.. Draw.Order(groups.Length, Seed ?? seed, "forget").Select(g => groups[g])];
        return ([.. order.Take(count)], [.. order.Skip(count).Order()]);
    }
}
