using System.Globalization;

namespace Unlearn;

/// <content>Every way to choose D_f, by name. A seed that is null is the split's own.</content>
public abstract partial record Forgetting
{
    /// <inheritdoc cref="ClassForgetting"/>
    /// <param name="nameOrNumber">"Sandal" or "5"; upper and lower case are alike.</param>
    /// <param name="share">1: the whole class, which leaves the test set too; less: so much of it, and the test set stays as it is.</param>
    public static Forgetting Class(string nameOrNumber, double share = 1) => new ClassForgetting(nameOrNumber, share);

    /// <inheritdoc cref="Class(string, double)"/>
    public static Forgetting Class(int label, double share = 1) => new ClassForgetting(Text(label), share);

    /// <inheritdoc cref="RandomForgetting"/>
    /// <param name="share">Of D_tr, in (0, 1].</param>
    /// <param name="seed">Draws D_f.</param>
    public static Forgetting Random(double share = 0.1, int? seed = null) => new RandomForgetting(share, seed);

    /// <inheritdoc cref="WithinClassForgetting"/>
    /// <param name="nameOrNumber">The class.</param>
    /// <param name="share">Of the class, in (0, 1].</param>
    /// <param name="seed">Draws D_f.</param>
    public static Forgetting WithinClass(string nameOrNumber, double share, int? seed = null) => new WithinClassForgetting(nameOrNumber, share, seed);

    /// <inheritdoc cref="WithinClass(string, double, int?)"/>
    public static Forgetting WithinClass(int label, double share, int? seed = null) => new WithinClassForgetting(Text(label), share, seed);

    /// <inheritdoc cref="SubclassForgetting"/>
    /// <param name="nameOrNumber">The sub-class: "baby", or its number.</param>
    public static Forgetting Subclass(string nameOrNumber) => new SubclassForgetting(nameOrNumber);

    /// <inheritdoc cref="Subclass(string)"/>
    public static Forgetting Subclass(int number) => new SubclassForgetting(Text(number));

    /// <inheritdoc cref="SubclassesAcrossForgetting"/>
    /// <param name="seed">Draws the sub-classes.</param>
    public static Forgetting SubclassesAcross(int? seed = null) => new SubclassesAcrossForgetting(seed);

    /// <inheritdoc cref="GroupForgetting"/>
    /// <param name="key">The annotation that says which group a sample is of: "identity".</param>
    /// <param name="share">Of the groups, in (0, 1].</param>
    /// <param name="seed">Draws the groups.</param>
    public static Forgetting Groups(string key, double share, int? seed = null) => new GroupForgetting(key, share, seed);

    /// <inheritdoc cref="IndexForgetting"/>
    /// <param name="rows">Rows of the training set as it was loaded, from 0, in any order.</param>
    public static Forgetting Indices(params IEnumerable<long> rows) => new IndexForgetting([.. rows]);

    /// <summary><see cref="Indices"/> from a file: one row number a line, from 0, in the first column; a first line "index" is its header.</summary>
    /// <param name="csv">The file. It is read now; its name without the folder goes into the record, its path does not.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line that holds no row number, or one that another line holds; the message names file and line.</exception>
    public static Forgetting From(string csv) => new IndexForgetting(IndexList.Read(csv), Path.GetFileName(csv));

    /// <inheritdoc cref="CanaryForgetting"/>
    public static Forgetting Canaries() => new CanaryForgetting();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
