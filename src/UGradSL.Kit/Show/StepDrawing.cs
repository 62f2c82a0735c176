using System.Globalization;
using System.Net;
using System.Text;

namespace Unlearn;

/// <summary>
/// One step of UGradSL or UGradSL+ as a drawing, after the paper's Figure 2: D_tr parts into D_f and D_r, the labels of D_f alone are smoothed,
/// D_r is descended with weight p, smoothed D_f ascended with weight 1 − p, and both gradients make one step (eq. 10). The pictures and the
/// label's weights are the split's own.
/// </summary>
[TypeFormatterSource(typeof(ShownFormatters), PreferredMimeTypes = [ShownFormatters.Html, ShownFormatters.Plain])]
public sealed class StepDrawing : IShown
{
    private const int Width = 720, Height = 250, Shown = 3;

    private readonly UGradSL method;
    private readonly string forgotten, kept;
    private readonly double truth, other;
    private readonly IReadOnlyList<string> forget, retain;

    /// <summary>Copies the pictures out of the data, which may be disposed then.</summary>
    /// <param name="split">Of a set of images.</param>
    /// <param name="method">Gives α and p.</param>
    /// <exception cref="ArgumentException">Data that are no images, or a setting outside its range.</exception>
    public StepDrawing(ForgetSplit split, UGradSL method)
    {
        method.Check();
        this.method = method;
        (forgotten, forget) = Part(split.Forget);
        (kept, retain) = Part(split.Retain);
        // y^GLS,α: α/K for every class, and 1 − α more for the true one.
        other = method.Alpha / split.Classes;
        truth = 1 - method.Alpha + other;
    }

    /// <summary>An SVG that needs no script and loads nothing.</summary>
    public string ToHtml()
    {
        var svg = new StringBuilder($"<svg role=\"img\" aria-label=\"{WebUtility.HtmlEncode(ToString())}\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" ")
            .Append("font-family=\"system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif\" font-size=\"13\" style=\"display:block;max-width:100%\">")
            .Append($"<defs><marker id=\"unlearn-step\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"{Palette.Quiet}\" /></marker></defs>")
            .Append($"<rect width=\"{Width}\" height=\"{Height}\" rx=\"6\" fill=\"{Palette.Paper}\" />");
        Box(svg, 12, 95, 56, 60, ["D_tr"]);
        Arrow(svg, 68, 112, 100, 66);
        Arrow(svg, 68, 138, 100, 184);
        Pictures(svg, 104, 22, $"D_f: {forgotten}", forget);
        Pictures(svg, 104, 140, $"D_r: {kept}", retain);
        Arrow(svg, 232, 66, 254, 66);
        Box(svg, 258, 28, 190, 76, [$"y^NLS, α = {Number(method.Alpha)}", $"{Number(truth)} for the truth", $"{Number(other)} for each other class"]);
        Arrow(svg, 448, 66, 468, 66);
        Arrow(svg, 232, 184, 468, 184);
        Box(svg, 472, 36, 132, 60, ["ascent", $"− {Number(1 - method.P)} · ∇ℓ(h_θ, z_f)"]);
        Box(svg, 472, 154, 132, 60, ["descent", $"+ {Number(method.P)} · ∇ℓ(h_θ, z_r)"]);
        Arrow(svg, 604, 80, 640, 110);
        Arrow(svg, 604, 170, 640, 140);
        Box(svg, 612, 112, 98, 26, ["∇L, one step"]);
        return svg.Append("</svg>").ToString();
    }

    /// <summary>The same in a sentence a part.</summary>
    public override string ToString() =>
        $"D_f ({forgotten}): labels smoothed by α = {Number(method.Alpha)}, {Number(truth)} for the truth and {Number(other)} for each other class; ascended with weight {Number(1 - method.P)}. "
        + $"D_r ({kept}): labels as they are; descended with weight {Number(method.P)}. Both gradients make one step.";

    private static (string Names, IReadOnlyList<string> Uris) Part(Subset part)
    {
        var images = part.At(Draw.Order(part.Count, 0, "pictures").Take(Shown).Order());
        using var pixels = images.Pixels(); // [n, C, H, W]
        int[] held = [.. part.CountPerClass().Index().Where(c => c.Item > 0).Select(c => c.Index)];
        return (held is [var only] ? part.Source.ClassNames[only] : $"{held.Length} classes", Unlearn.Pictures.DataUris(pixels, scale: 1));
    }

    private static string Number(double x) => Math.Round(x, 3).ToString(CultureInfo.InvariantCulture).Replace('-', '−');

    private static void Box(StringBuilder svg, int x, int y, int width, int height, string[] lines)
    {
        svg.Append($"<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"none\" stroke=\"{Palette.Quiet}\" />");
        foreach (var (i, line) in lines.Index())
            Text(svg, x + width / 2, y + height / 2 + 5 + (int)(18 * (i - (lines.Length - 1) / 2.0)), line, "middle");
    }

    private static void Pictures(StringBuilder svg, int x, int y, string title, IReadOnlyList<string> uris)
    {
        Text(svg, x, y + 8, title, "start");
        foreach (var (i, uri) in uris.Index())
            svg.Append($"<image x=\"{x + 42 * i}\" y=\"{y + 24}\" width=\"38\" height=\"38\" href=\"{uri}\" style=\"image-rendering:pixelated\" />");
    }

    private static void Arrow(StringBuilder svg, int x1, int y1, int x2, int y2) =>
        svg.Append($"<path d=\"M{x1} {y1}L{x2} {y2}\" stroke=\"{Palette.Quiet}\" fill=\"none\" marker-end=\"url(#unlearn-step)\" />");

    private static void Text(StringBuilder svg, int x, int y, string text, string anchor) =>
        svg.Append($"<text x=\"{x}\" y=\"{y}\" fill=\"{Palette.Ink}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");
}
