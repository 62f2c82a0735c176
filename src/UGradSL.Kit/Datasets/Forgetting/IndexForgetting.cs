using System.Text;

namespace Unlearn;

/// <summary>Samples of one's own choice, by row of the training set as it was loaded. All of them are in D_f: validation is carved from the
/// others. The test set stays as it is.</summary>
/// <param name="Rows">From 0, in any order, none twice.</param>
/// <param name="Name">Where they come from, for messages: "poisoned.csv"; null: one's own.</param>
public sealed record IndexForgetting(IReadOnlyList<long> Rows, string? Name = null) : Forgetting
{
    private new string From => Name ?? "one's own";

    /// <inheritdoc/>
    public override string HeldOut() => $"{Percent(ValidationShare)} of each class held out, but none of the rows {string.Join(", ", Rows.Order())}";

    /// <inheritdoc/>
    protected override IReadOnlySet<long> Named(LabeledData data)
    {
        HashSet<long> named = [];
        foreach (var (place, row) in Rows.Index())
        {
            if (row < 0 || row >= data.Count)
                throw new ArgumentException($"rows of {From}: row {row}, number {place + 1} of {Rows.Count}, is outside 0..{data.Count - 1}: rows of the training set are counted from 0.");
            if (!named.Add(row))
                throw new ArgumentException($"rows of {From}: row {row} is there twice, as number {Rows.ToList().IndexOf(row) + 1} and as number {place + 1}: name each row once.");
        }
        return named;
    }

    /// <inheritdoc/>
    protected override (IReadOnlyList<long> Forget, string Description) Choose(LabeledData data, IReadOnlyList<long> train, int seed) =>
        ([.. Rows.Order()], $"{Rows.Count:N0} rows of {From} ({Percent((double)Rows.Count / data.Count)} of the training set)");

    /// <inheritdoc/>
    public bool Equals(IndexForgetting? other) => base.Equals(other) && Name == other.Name && Rows.SequenceEqual(other.Rows);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Name, Rows.Count);

    // A record prints a list by its type's name, and all of a long list is no log line.
    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"{nameof(ValidationShare)} = {ValidationShare}, {nameof(Name)} = {Name}, {nameof(Rows)} = [{string.Join(", ", Rows.Take(5))}{(Rows.Count > 5 ? $", … {Rows.Count:N0} in all" : "")}]");
        return true;
    }
}
