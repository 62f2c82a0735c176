using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Unlearn;

/// <summary>The static drawing: ScottPlot's panels, and around and on them text, legend and marks with tooltips.</summary>
internal static class SvgChart
{
    /// <summary>Whatever sans-serif the reader's machine has.</summary>
    public const string Font = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

    /// <summary>An svg element without namespace and ids, for the inside of a page.</summary>
    public static XElement Draw(Chart chart, ChartLayout layout)
    {
        var root = Element("svg", ("role", "img"), ("aria-label", chart.Title), ("viewBox", $"0 0 {N(layout.Width)} {N(layout.Height)}"),
            ("width", N(layout.Width)), ("height", N(layout.Height)), ("preserveAspectRatio", "xMidYMin meet"), ("font-family", Font),
            ("style", "display:block;width:100%;height:100%"));
        root.Add(new XElement("title", Clean(chart.Title)));
        if (chart.Subtitle.Length > 0) root.Add(new XElement("desc", Clean(chart.Subtitle)));
        root.Add(Element("rect", ("width", N(layout.Width)), ("height", N(layout.Height)), ("rx", "6"), ("fill", Palette.Paper)));
        root.Add(layout.Title.Select((line, i) => Text(16, 30 + 21 * i, line, 16, Palette.Ink, bold: true)));
        root.Add(layout.Subtitle.Select((line, i) => Text(16, 28 + 21 * layout.Title.Count + 17 * i, line, 12, Palette.Quiet)));
        for (var i = 0; i < chart.Panels.Count; i++)
        {
            using var panel = SvgPanel.Of(chart, layout, i);
            root.Add(panel.Draw(), Labels(chart, layout, i, panel).ToList());
        }
        root.Add(chart.Mark == Mark.Cells ? ColorBar(chart, layout) : Legend(chart, layout));
        return root;
    }

    /// <summary>An element with attributes.</summary>
    public static XElement Element(string name, params (string Name, string Value)[] attributes) =>
        new(name, attributes.Select(a => new XAttribute(a.Name, Clean(a.Value))));

    /// <summary>A line of text with its baseline at y; anchor is start, middle or end of it.</summary>
    public static XElement Text(
        double x, double y, string text, double size, string color, string anchor = "start", bool bold = false, double turn = 0)
    {
        var element = Element("text", ("x", N(x)), ("y", N(y)), ("font-size", N(size)), ("fill", color), ("text-anchor", anchor));
        if (bold) element.SetAttributeValue("font-weight", "600");
        if (turn != 0) element.SetAttributeValue("transform", $"rotate({N(turn)} {N(x)} {N(y)})");
        element.Add(Clean(text));
        return element;
    }

    /// <summary>A group for markers: filled for a method, hollow for a variant.</summary>
    public static XElement Markers(Style style, params IEnumerable<XElement> markers)
    {
        var hollow = style.Variant > 0;
        var group = Element("g", ("fill", hollow ? Palette.Paper : style.Color), ("stroke", hollow ? style.Color : Palette.Paper),
            ("stroke-width", hollow ? "1.5" : "0.8"));
        group.Add(markers);
        return group;
    }

    /// <summary>The shape of the style, to be put among <see cref="Markers"/>.</summary>
    public static XElement Marker(double x, double y, Style style, double r = 3.4)
    {
        var (a, b) = (N(2 * r * 0.9), N(r * 1.25));
        var (thin, arm) = (N(r * 0.84), N(r * 0.78));
        return style.Marker switch
        {
            MarkerShape.Circle => Element("circle", ("cx", N(x)), ("cy", N(y)), ("r", N(r))),
            MarkerShape.Square => Element("path", ("d", $"M{N(x - r * 0.9)} {N(y - r * 0.9)}h{a}v{a}h-{a}z")),
            MarkerShape.Diamond => Element("path", ("d", $"M{N(x)} {N(y - r * 1.25)}l{b} {b}l-{b} {b}l-{b} -{b}z")),
            MarkerShape.Triangle => Element("path", ("d", $"M{N(x)} {N(y - r * 1.25)}l{b} {N(r * 2.2)}h-{N(2 * Math.Round(r * 1.25, 1))}z")),
            MarkerShape.TurnedTriangle => Element("path", ("d", $"M{N(x)} {N(y + r * 1.25)}l{b} -{N(r * 2.2)}h-{N(2 * Math.Round(r * 1.25, 1))}z")),
            MarkerShape.Star => Element("path", ("d", $"M{string.Join('L', Star(x, y, 1.9 * r).Select(p => $"{N(p.X)} {N(p.Y)}"))}z")),
            _ => Element("path", ("d", $"M{N(x - r * 0.42)} {N(y - r * 1.2)}"
                + $"h{thin}v{arm}h{arm}v{thin}h-{arm}v{arm}h-{thin}v-{arm}h-{arm}v-{thin}h{arm}z")),
        };
    }

    /// <summary>Five points, and between them the five corners of a pentagon 0.45 times as large.</summary>
    private static IEnumerable<(double X, double Y)> Star(double x, double y, double r) => Enumerable.Range(0, 10)
        .Select(i => (Angle: Math.PI * (i / 5.0 - 0.5), R: i % 2 == 0 ? r : 0.45 * r)).Select(p => (x + p.R * Math.Cos(p.Angle), y + p.R * Math.Sin(p.Angle)));

    /// <summary>A coordinate with one decimal in every culture.</summary>
    public static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>The text without what XML cannot hold, even escaped: control characters and halves of characters.</summary>
    public static string Clean(string text) =>
        string.Concat(text.EnumerateRunes().Where(r => r.Value > char.MaxValue || XmlConvert.IsXmlChar((char)r.Value)));

    private static IEnumerable<XElement> Labels(Chart chart, ChartLayout layout, int index, SvgPanel drawn)
    {
        var (panel, plot, (x, y)) = (chart.Panels[index], layout.Plots[index], layout.Scales[index]);
        foreach (var (at, label) in x.Ticks)
            yield return drawn.Pixel(at, y.Min).X is var px && layout.Slanted
                ? Text(px + 4, plot.Bottom + 16, label, 12, Palette.Quiet, "end", turn: -30)
                : Text(px, plot.Bottom + 18, label, 12, Palette.Quiet, "middle");
        foreach (var (at, label) in y.Ticks)
            yield return Text(plot.Left - 8, drawn.Pixel(x.Min, at).Y + 4, label, 12, Palette.Quiet, "end");
        var below = layout.Plots.Where(p => p.Top > plot.Top).Select(p => p.Top - 34).DefaultIfEmpty(layout.LegendTop - 8).Min();
        yield return Text(plot.Left + plot.Width / 2, below - 6, panel.X.Title, 13, Palette.Ink, "middle");
        var side = plot.Left - 18 - y.Ticks.Max(t => ChartLayout.TextWidth(t.Label, 12));
        yield return Text(side, plot.Top + plot.Height / 2, panel.Y.Title, 13, Palette.Ink, "middle", turn: -90);
        if (panel.Title.Length > 0) yield return Text(plot.Left, plot.Top - 10, panel.Title, 13, Palette.Ink, bold: true);
    }

    private static IEnumerable<XElement> Legend(Chart chart, ChartLayout layout)
    {
        for (var i = 0; i < layout.Names.Count; i++)
        {
            var (row, column) = Math.DivRem(i, layout.LegendColumns);
            var (x, y) = (16 + column * layout.Entry, layout.LegendTop + 14 + ChartLayout.LegendRow * row);
            var style = chart.Styles[layout.Names[i]];
            if (chart.Mark is Mark.Bars or Mark.Steps)
                yield return Element("rect", ("x", N(x + 6)), ("y", N(y - 6)), ("width", "14"), ("height", "12"), ("rx", "2"),
                    ("fill", style.Color), ("fill-opacity", style.Variant > 0 ? "0.45" : "1"));
            if (chart.Mark == Mark.Lines)
                yield return Element("path", ("d", $"M{N(x)} {N(y)}h26"), ("stroke", style.Color), ("stroke-width", "2"),
                    ("stroke-dasharray", style.Dash));
            if (chart.Mark is Mark.Lines or Mark.Points) yield return Markers(style, Marker(x + 13, y, style));
            yield return Text(x + 32, y + 4, layout.Names[i], 12, Palette.Ink);
        }
    }

    private static IEnumerable<XElement> ColorBar(Chart chart, ChartLayout layout)
    {
        var (plot, (min, max)) = (layout.Plots[^1], chart.Span);
        for (var i = 0; i < 10; i++)
            yield return Element("rect", ("x", N(plot.Right + 16)), ("y", N(plot.Bottom - plot.Height * (i + 1) / 10)), ("width", "12"),
                ("height", N(plot.Height / 10 + 0.5)), ("fill", Palette.Ramp(i / 9.0)));
        yield return Text(plot.Right + 33, plot.Top + 10, Chart.Text(max), 11, Palette.Quiet);
        yield return Text(plot.Right + 33, plot.Bottom, Chart.Text(min), 11, Palette.Quiet);
    }
}
