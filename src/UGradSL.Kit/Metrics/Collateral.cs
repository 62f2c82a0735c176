namespace Unlearn;

/// <summary>What forgetting did to a class, or to a sub-class, that was to be kept.</summary>
/// <param name="Group">The class or sub-class.</param>
/// <param name="Count">Samples of it.</param>
/// <param name="Before">The reference network's accuracy on it, percent.</param>
/// <param name="After">The unlearned network's, percent.</param>
public sealed record Collateral(int Group, int Count, double Before, double After)
{
    /// <summary>After − before, points: below 0 is damage.</summary>
    public double Change => After - Before;

    /// <summary>Of each class that the set has, against the reference: Retrain for what unlearning broke beyond what forgetting costs, the original for all of it.</summary>
    public static IReadOnlyList<Collateral> PerClass(Outputs unlearned, Outputs reference) => PerGroup(unlearned, reference, unlearned.Label);

    /// <summary>Of each group, such as the sub-classes beside a forgotten one.</summary>
    /// <param name="unlearned">On a set.</param>
    /// <param name="reference">On the same set.</param>
    /// <param name="groups">The group of each sample [N].</param>
    /// <exception cref="ArgumentException">Other numbers of samples.</exception>
    public static IReadOnlyList<Collateral> PerGroup(Outputs unlearned, Outputs reference, IReadOnlyList<int> groups)
    {
        if (unlearned.Count != reference.Count || groups.Count != unlearned.Count)
            throw new ArgumentException($"{unlearned.Count} samples, {reference.Count} of the reference and {groups.Count} groups: give as many of each, in the same order.");
        return [.. Enumerable.Range(0, groups.Count).GroupBy(i => groups[i]).OrderBy(g => g.Key)
            .Select(g => new Collateral(g.Key, g.Count(), Percent(reference, g), Percent(unlearned, g)))];
    }

    /// <summary>
    /// Of each sub-class of the test set that was kept, in a class of which a sub-class was forgotten: what is nearest to D_f and should stay.
    /// Empty where training or test set has no annotation "subclass", or where D_f has samples of all of them.
    /// </summary>
    /// <param name="unlearned">On the split's test set.</param>
    /// <param name="reference">On the same set.</param>
    /// <param name="split">What was forgotten.</param>
    public static IReadOnlyList<Collateral> OfSiblings(Outputs unlearned, Outputs reference, ForgetSplit split)
    {
        if (!split.Forget.Source.Annotations.TryGetValue(SubclassForgetting.Key, out var trained) || !split.Test.Source.Annotations.TryGetValue(SubclassForgetting.Key, out var tested))
            return [];
        var forgotten = split.Forget.Indices.Select(i => trained.Values[(int)i]).ToHashSet();
        var touched = Enumerable.Range(0, split.Forget.Count).Select(split.Forget.Label).ToHashSet();
        int[] groups = [.. split.Test.Indices.Select((row, i) => touched.Contains(split.Test.Label(i)) && tested.Values[(int)row] is var sub && !forgotten.Contains(sub) ? (int)sub : -1)];
        return [.. PerGroup(unlearned, reference, groups).Where(group => group.Group >= 0)];
    }

    private static double Percent(Outputs outputs, IGrouping<int, int> rows) => 100.0 * rows.Count(i => outputs.Label[i] == outputs.Predicted[i]) / rows.Count();
}
