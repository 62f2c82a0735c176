using Microsoft.DotNet.Interactive.Formatting;
using Unlearn.Notebooks;

namespace System;

/// <summary>The kernel's extension methods for showing, in its namespace, so that no cell needs a using for them.</summary>
public static class DisplayExtensions
{
    /// <inheritdoc cref="Kernel.display"/>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => Kernel.display(value, mimeTypes);

    /// <summary>Shows a text that is already HTML, SVG, Markdown … as what it is.</summary>
    /// <param name="value">The text, taken as it stands.</param>
    /// <param name="mimeType">For example <c>text/html</c>.</param>
    /// <exception cref="InvalidOperationException">No notebook runs in this process.</exception>
    public static DisplayedValue DisplayAs(this string value, string mimeType) =>
        new(Session.Running.Outputs.Show(new Verbatim(value), [mimeType]), value);
}
