using System.Net;
using System.Text;

namespace Unlearn;

/// <summary>Some images of D_f over as many of D_r, each under its label: what is to be forgotten, and beside what it is to be told apart.</summary>
[TypeFormatterSource(typeof(ShownFormatters), PreferredMimeTypes = [ShownFormatters.Html, ShownFormatters.Plain])]
public sealed class SplitPictures : IShown
{
    private readonly (string Part, Subset Images, IReadOnlyList<string> Uris)[] rows;
    private readonly string? annotation;

    /// <summary>Copies the images out of the data, which may be disposed then.</summary>
    /// <param name="split">Of a set of images.</param>
    /// <param name="annotation">What to write under the label, of the training set's annotations: "subclass"; null: nothing.</param>
    /// <param name="count">Images of each part, always the same of the same part.</param>
    /// <exception cref="ArgumentException">A count below 1, an annotation that is not there, or data that are no images.</exception>
    public SplitPictures(ForgetSplit split, string? annotation = null, int count = 7)
    {
        var train = split.Retain.Source;
        if (count < 1) throw new ArgumentException($"{count} images of each part: show at least 1 (try 7).", nameof(count));
        if (annotation is not null && !train.Annotations.ContainsKey(annotation))
            throw new ArgumentException($"the training set has no annotation '{annotation}'; it has {string.Join(", ", train.Annotations.Keys.DefaultIfEmpty("none"))}.", nameof(annotation));
        this.annotation = annotation;
        rows = [Row("D_f", split.Forget, count), Row("D_r", split.Retain, count)];
    }

    /// <summary>A table of two rows, pictures inside.</summary>
    public string ToHtml()
    {
        const string picture = "display:block;margin:auto;image-rendering:pixelated;border-radius:4px";
        var html = new StringBuilder("<table style=\"border-collapse:collapse;border:0;font-size:12px;line-height:1.35;color:inherit;background:none\">");
        foreach (var (part, images, uris) in rows)
        {
            html.Append($"<tr style=\"background:none\"><th scope=\"row\" style=\"padding:4px 10px 4px 0;border:0;text-align:left;font-size:14px\">{part}</th>");
            foreach (var (i, uri) in uris.Index())
                html.Append($"<td style=\"padding:4px 5px;border:0;text-align:center;vertical-align:top;max-width:92px;white-space:normal\"><img src=\"{uri}\" width=\"64\" height=\"64\" style=\"{picture}\" ")
                    .Append($"alt=\"{Text(images, i, "; ")}\">{Text(images, i, "<br>")}</td>");
            html.Append("</tr>");
        }
        return html.Append("</table>").ToString();
    }

    /// <summary>A line a part: the labels, since text has no images.</summary>
    public override string ToString() => string.Join('\n', rows.Select(row =>
        $"{row.Part}: {string.Join(", ", Enumerable.Range(0, row.Images.Count).Select(i => string.Join(" / ", Lines(row.Images, i))))}"));

    private static (string, Subset, IReadOnlyList<string>) Row(string name, Subset part, int count)
    {
        // Drawn, since evenly spaced rows of a sorted or cyclic set would show one class.
        var images = part.At(Draw.Order(part.Count, 0, "pictures").Take(count).Order());
        using var pixels = images.Pixels(); // [count, C, H, W]
        return (name, images, Pictures.DataUris(pixels, scale: 1));
    }

    private string Text(Subset images, int i, string newLine) => string.Join(newLine, Lines(images, i).Select(line => WebUtility.HtmlEncode(line.Replace('_', ' '))));

    private IEnumerable<string> Lines(Subset images, int i)
    {
        yield return images.Source.ClassNames[images.Label(i)];
        if (annotation is null) yield break;
        var (values, names) = images.Source.Annotations[annotation];
        var value = values[(int)images.Indices[i]];
        yield return names is null ? $"{annotation} {value}" : names[(int)value];
    }
}
