using System.Globalization;
using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>
/// A way to choose D_f. A record of its settings: it prints itself, it is stored with every checkpoint as JSON, and the same record gives
/// the same split of the same data. Only <see cref="Class(string, double)"/> of a whole class takes anything out of the test set.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "forget")]
[JsonDerivedType(typeof(ClassForgetting), "class")]
[JsonDerivedType(typeof(RandomForgetting), "random")]
[JsonDerivedType(typeof(WithinClassForgetting), "withinClass")]
[JsonDerivedType(typeof(SubclassForgetting), "subclass")]
[JsonDerivedType(typeof(SubclassesAcrossForgetting), "subclassesAcross")]
[JsonDerivedType(typeof(GroupForgetting), "groups")]
[JsonDerivedType(typeof(IndexForgetting), "indices")]
[JsonDerivedType(typeof(CanaryForgetting), "canaries")]
public abstract partial record Forgetting
{
    /// <summary>Share of every class held out of the training set for validation, in [0, 1). It is rounded down, as in the code that the paper
    /// builds on (Unlearn-Sparse): 4,454 images of SVHN's digit 0 are left to train on.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Splits <paramref name="data"/>. The validation part is drawn from <paramref name="seed"/>, per class, and D_f from the way's
    /// own seed, or from this one where it has none.</summary>
    /// <exception cref="ArgumentException">A setting outside its range, something named that the data lacks, or an empty D_f or D_r.</exception>
    public ForgetSplit Split(Dataset data, int seed)
    {
        if (ValidationShare is not (>= 0 and < 1))
            throw new ArgumentException($"validation share {ValidationShare} is outside [0, 1): try 0.1.");
        var (train, validation) = HoldOut(data.Train, seed);
        var (forget, description) = Choose(data.Train, train, seed);
        if (forget.Count == 0) throw new ArgumentException($"D_f is empty ({description}): choose a class or a share that the training set holds.");
        var forgotten = forget.ToHashSet();
        long[] retain = [.. train.Where(i => !forgotten.Contains(i))];
        if (retain.Length == 0) throw new ArgumentException($"D_r is empty ({description}): something must be kept; forget less.");
        return new(new(data.Train, forget), new(data.Train, retain), new(data.Train, validation), new(data.Test, Tested(data)), description)
        {
            Forgetting = this,
            Seed = seed,
        };
    }

    /// <summary>D_f, in order, among the rows of <paramref name="data"/> that are trained on, and what it is in words.</summary>
    protected abstract (IReadOnlyList<long> Forget, string Description) Choose(LabeledData data, IReadOnlyList<long> train, int seed);

    /// <summary>The rows of the test set that TA is measured on: all of them, in every way but one.</summary>
    protected virtual IReadOnlyList<long> Tested(Dataset data) => data.Test.All.Indices;

    /// <summary>Rows that are in D_f whatever is drawn, so that none of them is held out.</summary>
    protected virtual IReadOnlySet<long> Named(LabeledData data) => new HashSet<long>();

    /// <summary>The rows to train on and those for validation, both in order.</summary>
    protected virtual (IReadOnlyList<long> Train, IReadOnlyList<long> Validation) HoldOut(LabeledData data, int seed)
    {
        var named = Named(data);
        var order = Draw.Order(data.Count, seed, "validation");
        var validation = order.GroupBy(i => data.LabelsOnHost[i])
            .SelectMany(c => c.Where(i => !named.Contains(i)).Take(Draw.RoundedDown(ValidationShare, c.Count()))).ToHashSet();
        return ([.. order.Where(i => !validation.Contains(i)).Order()], [.. validation.Order()]);
    }

    /// <summary>
    /// What D_tr depends on besides data and seed, in words: ways of the same words hold out the same samples of the same data, so that one
    /// original network serves them all.
    /// </summary>
    public virtual string HeldOut() => $"{Percent(ValidationShare)} of each class held out";

    /// <summary>The label behind a class name or number.</summary>
    /// <exception cref="ArgumentException">No such class; the message names the nearest one.</exception>
    public static int Label(IReadOnlyList<string> classNames, string nameOrNumber) => Number("class", classNames, nameOrNumber);

    /// <summary>The number behind the name or number of a <paramref name="kind"/> of thing.</summary>
    /// <exception cref="ArgumentException">No such thing; the message names the nearest one.</exception>
    protected static int Number(string kind, IReadOnlyList<string> names, string nameOrNumber)
    {
        if (int.TryParse(nameOrNumber, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < names.Count) return number;
        var found = names.ToList().FindIndex(name => name.Equals(nameOrNumber, StringComparison.OrdinalIgnoreCase));
        if (found >= 0) return found;
        throw new ArgumentException($"no {kind} '{nameOrNumber}': did you mean '{Nearest.Of(nameOrNumber, names)}'? "
            + $"There are {string.Join(", ", names.Index().Select(c => $"{c.Index} {c.Item}"))}.");
    }

    /// <summary>What is known of each training sample under <paramref name="key"/>.</summary>
    /// <exception cref="ArgumentException">Nothing; the message says what is.</exception>
    protected static Annotation Annotated(LabeledData data, string key) => data.Annotations.GetValueOrDefault(key)
        ?? throw new ArgumentException($"the training set has no annotation '{key}'; it has {(data.Annotations.Count > 0 ? string.Join(", ", data.Annotations.Keys) : "none")}: "
            + "CIFAR-100 loaded with its coarse labels has 'subclass', CelebA 'identity', Canaries.Plant adds 'canary'; or set LabeledData.Annotations.");

    /// <summary>Refuses what is no share.</summary>
    /// <exception cref="ArgumentException">Outside (0, 1].</exception>
    protected static void CheckShare(double share)
    {
        if (share is not (> 0 and <= 1)) throw new ArgumentException($"share {share} is outside (0, 1]: 0.1 forgets a tenth.");
    }

    /// <summary>"class 5 (Sandal)".</summary>
    private protected static string Class(LabeledData data, int label) => $"class {label} ({data.ClassNames[label]})";

    /// <summary>"10 %".</summary>
    private protected static string Percent(double share) => $"{100 * share:0.###} %";
}
