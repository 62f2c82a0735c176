using System.Net;
using System.Text;

namespace Unlearn;

/// <summary>The first images of D_f, and what networks say of each: a picture a column, a network a row, the forgotten class in bold.</summary>
/// <param name="split">Whose D_f is shown, in its order.</param>
/// <param name="runs">One row each, of the same split.</param>
[TypeFormatterSource(typeof(ShownFormatters), PreferredMimeTypes = [ShownFormatters.Html, ShownFormatters.Plain])]
public sealed class ForgottenImages(ForgetSplit split, IReadOnlyList<Run> runs) : IShown
{
    private readonly Subset part = split.Forget.First(Run.ForgottenImages);

    private IReadOnlyList<string> ClassNames => part.Source.ClassNames;

    /// <summary>An HTML table, pictures inside.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<table style=\"border-collapse:collapse;font-size:12px;text-align:center\"><tr><td></td>");
        using var pixels = part.Pixels(); // [12, C, H, W]
        foreach (var (i, picture) in Pictures.DataUris(pixels).Index())
            html.Append($"<td style=\"padding:2px\"><img src=\"{picture}\" width=\"56\" height=\"56\" style=\"image-rendering:pixelated\" alt=\"forgotten image {i + 1}\"></td>");
        html.Append("</tr>");
        foreach (var run in runs)
        {
            html.Append($"<tr><th scope=\"row\" style=\"text-align:right;padding:3px 8px;white-space:nowrap\">{WebUtility.HtmlEncode(run.Name)}</th>");
            foreach (var (i, said) in run.Forgotten.Index()) html.Append(Cell(said, part.Label(i)));
            html.Append("</tr>");
        }
        return html.Append("</table>").ToString();
    }

    /// <summary>One line a network: how many of the images it still names rightly.</summary>
    public override string ToString() => string.Join('\n', runs.Select(run =>
        $"{run.Name}: {run.Forgotten.Index().Count(said => said.Item.Label == part.Label(said.Index))} of {run.Forgotten.Count} still named rightly"));

    private string Cell(Prediction said, int truth) =>
        $"<td title=\"probability of {WebUtility.HtmlEncode(ClassNames[truth])}: {said.Truth:0.000}\" style=\"padding:3px 4px;{(said.Label == truth ? "font-weight:700" : "")}\">"
        + $"{WebUtility.HtmlEncode(ClassNames[said.Label])}<br>{100 * said.Confidence:0} %</td>";
}
