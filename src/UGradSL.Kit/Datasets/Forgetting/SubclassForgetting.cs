namespace Unlearn;

/// <summary>
/// Group forgetting within one class (paper, section 5.4.1): one sub-class of one super-class, where the model knows only the super-classes,
/// such as one of the five fishes of CIFAR-100. Needs the annotation "subclass". The test set stays as it is ("we do not modify the testing set").
/// </summary>
/// <param name="NameOrNumber">The sub-class: "baby", or its number.</param>
public sealed record SubclassForgetting(string NameOrNumber) : Forgetting
{
    /// <summary>The annotation that says which sub-class a sample is of.</summary>
    public const string Key = "subclass";

    /// <inheritdoc/>
    protected override (IReadOnlyList<long> Forget, string Description) Choose(LabeledData data, IReadOnlyList<long> train, int seed)
    {
        var (values, names) = Annotated(data, Key);
        names ??= [.. Enumerable.Range(0, 1 + (int)values.Max()).Select(number => $"{number}")];
        var wanted = Number("sub-class", names, NameOrNumber);
        var within = Classes(data).GetValueOrDefault(wanted, -1);
        return ([.. train.Where(i => values[(int)i] == wanted)], $"sub-class {wanted} ({names[wanted]}) of {(within < 0 ? "no class" : data.ClassNames[within])}");
    }

    /// <summary>The class that each sub-class belongs to.</summary>
    /// <exception cref="ArgumentException">A sub-class of two classes.</exception>
    internal static Dictionary<long, int> Classes(LabeledData data)
    {
        Dictionary<long, int> classes = [];
        var labels = data.Annotations.GetValueOrDefault(Unlearn.Canaries.TrueClass)?.Values ?? data.LabelsOnHost; // a mislabelled canary is still a fish
        foreach (var (i, subclass) in Annotated(data, Key).Values.Index())
        {
            var label = (int)labels[i];
            if (classes.TryGetValue(subclass, out var other) && other != label)
                throw new ArgumentException($"sub-class {subclass} lies in class {other} ({data.ClassNames[other]}) and, at sample {i}, in class {label} ({data.ClassNames[label]}): "
                    + "a sub-class belongs to one class; correct the annotation, or use Forgetting.Groups.");
            classes[subclass] = label;
        }
        return classes;
    }
}
