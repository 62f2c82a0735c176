using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;

namespace Unlearn.Notebooks;

/// <summary>Text that stands for itself in whatever form it is shown.</summary>
internal sealed record Verbatim(string Text);

/// <summary>One value in one or more MIME types, as an output holds it; its value may be replaced.</summary>
internal sealed class Bundle
{
    private readonly bool verbatim;
    private volatile Dictionary<string, string> forms;

    /// <param name="value">What to show.</param>
    /// <param name="mimeTypes">Empty: those that Formatting prefers for the value's type (HTML, text for a string, or what the type's own
    /// TypeFormatterSource says).</param>
    public Bundle(object? value, IReadOnlyCollection<string> mimeTypes)
    {
        verbatim = value is Verbatim;
        forms = Format(value, mimeTypes.Count > 0 ? mimeTypes : Formatter.GetPreferredMimeTypesFor(value?.GetType()!));
    }

    /// <summary>Formats another value for the MIME types of the first.</summary>
    public void Replace(object? value) => forms = Format(verbatim && value is string text ? new Verbatim(text) : value, forms.Keys);

    /// <summary>The <c>data</c> of an output: lines of text, and JSON as JSON.</summary>
    public JsonObject ToJson(LocalPaths paths) => new(forms.Select(form => KeyValuePair.Create(
        form.Key,
        form.Key == JsonFormatter.MimeType ? JsonNode.Parse(form.Value) : JupyterJson.Lines(paths.Hide(form.Value)))));

    private static Dictionary<string, string> Format(object? value, IEnumerable<string> mimeTypes) =>
        mimeTypes.ToDictionary(type => type, type => value is Verbatim verbatim ? verbatim.Text : value.ToDisplayString(type));
}
