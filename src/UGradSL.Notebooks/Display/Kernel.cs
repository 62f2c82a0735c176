using Microsoft.DotNet.Interactive.Formatting;

namespace Unlearn.Notebooks;

/// <summary>What every cell can call by its bare name, as in the kernel.</summary>
public static class Kernel
{
    /// <summary>Shows <paramref name="value"/> as an output of the running cell.</summary>
    /// <param name="value">Anything; null shows as the kernel shows it.</param>
    /// <param name="mimeTypes">The forms wanted; none means those that the value's type prefers.</param>
    /// <exception cref="InvalidOperationException">No notebook runs in this process.</exception>
    public static DisplayedValue display(object? value, params string[] mimeTypes) =>
        new(Session.Running.Outputs.Show(value, mimeTypes), value);
}
