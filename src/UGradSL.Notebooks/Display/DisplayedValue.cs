using Unlearn.Notebooks;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>
/// A value that a cell has shown and may replace. It stands in the namespace of the kernel's own type, which the released Formatting
/// package lacks, so that one notebook compiles in both.
/// </summary>
public sealed class DisplayedValue
{
    private readonly Bundle bundle;

    internal DisplayedValue(Bundle bundle, object? value) => (this.bundle, Value) = (bundle, value);

    /// <summary>What is shown now.</summary>
    public object? Value { get; private set; }

    /// <summary>
    /// Shows <paramref name="value"/> in the same place, formatted for the MIME types of the first. Any thread may call it, also from a
    /// later cell; the saved notebook holds the last state. (In the kernel itself <c>display(x).Update</c> reaches nothing:
    /// <see cref="Unlearn.Screen.Show"/> works in both.)
    /// </summary>
    public void Update(object? value)
    {
        bundle.Replace(value);
        Value = value;
    }
}
