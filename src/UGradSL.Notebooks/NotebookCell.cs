using System.Text.Json.Nodes;

namespace Unlearn.Notebooks;

/// <summary>A cell of a <see cref="Notebook"/> as it stands in the file.</summary>
public sealed class NotebookCell
{
    private readonly JsonObject json;

    internal NotebookCell(JsonObject json)
    {
        this.json = json;
        Code = Kind == "code" ? new(json) : null;
    }

    /// <summary><c>code</c>, <c>markdown</c> or <c>raw</c>.</summary>
    public string Kind => json["cell_type"]!.GetValue<string>();

    /// <inheritdoc cref="CodeCell.Id"/>
    public string Id => json["id"]!.GetValue<string>();

    /// <summary>The text, with newlines as in the file.</summary>
    public string Source => string.Concat(json["source"]!.AsArray().Select(line => line!.GetValue<string>()));

    /// <summary>The cell with its outputs; null if it is no code.</summary>
    public CodeCell? Code { get; }

    /// <summary>A picture pasted into the cell, as a <c>data:</c> address; null if it has none of that name.</summary>
    internal string? Attachment(string name)
    {
        if ((json["attachments"] as JsonObject)?[name] is not JsonObject forms) return null;
        var picture = forms.FirstOrDefault(form => form.Key.StartsWith("image/", StringComparison.Ordinal));
        return OutputHtml.Text(picture.Value) is { } bytes ? OutputHtml.Picture(picture.Key, bytes) : null;
    }
}
