using System.Globalization;
using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>A way to choose D_f. A record of its settings: it prints itself, and the same record gives the same split.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "forget")]
[JsonDerivedType(typeof(ClassForgetting), "class")]
public abstract record Forgetting
{
    /// <summary>Share of every class held out of the training set for validation.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Class-wise forgetting (paper, section 5.2): every training image of one class; the class leaves the test set too.</summary>
    /// <param name="nameOrNumber">"Sandal" or "5"; upper and lower case are alike.</param>
    public static Forgetting Class(string nameOrNumber) => new ClassForgetting(nameOrNumber);

    /// <inheritdoc cref="Class(string)"/>
    public static Forgetting Class(int label) => new ClassForgetting(label.ToString(CultureInfo.InvariantCulture));

    /// <summary>Splits <paramref name="data"/>. The validation part is drawn from <paramref name="seed"/>, per class.</summary>
    /// <exception cref="ArgumentException">No such class, or D_f or D_r would be empty.</exception>
    public ForgetSplit Split(Dataset data, int seed)
    {
        if (ValidationShare is not (>= 0 and < 1))
            throw new ArgumentException($"validation share {ValidationShare} is outside [0, 1): try 0.1.");
        var (train, validation) = HoldOut(data.Train, seed);
        var (forget, test, description) = Choose(data, train);
        if (forget.Count == 0) throw new ArgumentException($"D_f is empty ({description}): choose a class or a share that the training set holds.");
        var forgotten = forget.ToHashSet();
        long[] retain = [.. train.Where(i => !forgotten.Contains(i))];
        if (retain.Length == 0) throw new ArgumentException($"D_r is empty ({description}): something must be kept; forget less.");
        return new(new(data.Train, forget), new(data.Train, retain), new(data.Train, validation), new(data.Test, test), description);
    }

    /// <summary>D_f among the training rows, and the rows of the test set that TA is measured on.</summary>
    protected abstract (IReadOnlyList<long> Forget, IReadOnlyList<long> Test, string Description) Choose(Dataset data, IReadOnlyList<long> train);

    /// <summary>The label behind a class name or number.</summary>
    /// <exception cref="ArgumentException">No such class; the message names the nearest one.</exception>
    public static int Label(IReadOnlyList<string> classNames, string nameOrNumber)
    {
        if (int.TryParse(nameOrNumber, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < classNames.Count) return number;
        var label = classNames.ToList().FindIndex(name => name.Equals(nameOrNumber, StringComparison.OrdinalIgnoreCase));
        if (label >= 0) return label;
        throw new ArgumentException($"no class '{nameOrNumber}': did you mean '{Nearest.Of(nameOrNumber, classNames)}'? "
            + $"There are {string.Join(", ", classNames.Index().Select(c => $"{c.Index} {c.Item}"))}.");
    }

    private (IReadOnlyList<long> Train, IReadOnlyList<long> Validation) HoldOut(LabeledData data, int seed)
    {
        using var scope = NewDisposeScope();
        using var rng = Seeds.Stream(seed, "validation");
        var order = randperm(data.Count, dtype: ScalarType.Int64, generator: rng).data<long>().ToArray();
        var validation = order.GroupBy(i => data.LabelsOnHost[i])
            .SelectMany(c => c.Take((int)Math.Round(c.Count() * ValidationShare))).ToHashSet();
        return ([.. order.Where(i => !validation.Contains(i)).Order()], [.. validation.Order()]);
    }
}

/// <summary>Every training image of one class.</summary>
/// <param name="NameOrNumber">The class.</param>
public sealed record ClassForgetting(string NameOrNumber) : Forgetting
{
    /// <inheritdoc/>
    protected override (IReadOnlyList<long>, IReadOnlyList<long>, string) Choose(Dataset data, IReadOnlyList<long> train)
    {
        var label = Label(data.ClassNames, NameOrNumber);
        return ([.. train.Where(i => data.Train.LabelsOnHost[i] == label)],
            [.. data.Test.All.Indices.Where(i => data.Test.LabelsOnHost[i] != label)],
            $"class {label} ({data.ClassNames[label]})");
    }
}
