using System.Xml.Linq;
using ScottPlot;

namespace Unlearn;

/// <summary>
/// One panel drawn by ScottPlot: grid, axes, lines, error bars, bars and cells. It writes no text: ScottPlot measures text with the fonts of
/// the machine it runs on and places each glyph by hand, so that other fonts look ragged and without fonts there is no text at all.
/// </summary>
internal sealed class ScottPanel : IDisposable
{
    private readonly Plot plot = new();
    private readonly Box box;
    private readonly List<string> dashes = [];

    /// <param name="box">Where the data lie on a sheet of <paramref name="width"/> × <paramref name="height"/> pixels.</param>
    /// <param name="width">Of the sheet.</param>
    /// <param name="height">Of the sheet.</param>
    /// <param name="scales">Of both axes.</param>
    /// <param name="frame">Whether the horizontal axis has a line and ticks.</param>
    public ScottPanel(Box box, double width, double height, (Scale X, Scale Y) scales, bool frame)
    {
        this.box = box;
        (Width, Height) = ((int)width, (int)height);
        plot.FigureBackground.Color = plot.DataBackground.Color = Colors.Transparent;
        plot.Layout.Fixed(new PixelPadding((float)box.Left, (float)(Width - box.Right), (float)(Height - box.Bottom), (float)box.Top));
        plot.Axes.SetLimits(scales.X.Min, scales.X.Max, scales.Y.Min, scales.Y.Max);
        plot.Grid.MajorLineColor = Color.FromHex(Palette.Grid);
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.Top.IsVisible = plot.Axes.Right.IsVisible = plot.Axes.Left.FrameLineStyle.IsVisible = false;
        plot.Axes.Bottom.FrameLineStyle.Color = Color.FromHex(Palette.Quiet);
        plot.Axes.Bottom.FrameLineStyle.IsVisible = frame;
        foreach (var (axis, scale) in new (IAxis, Scale)[] { (plot.Axes.Bottom, scales.X), (plot.Axes.Left, scales.Y) })
        {
            var ticks = scale.Ticks.Select(t => t.At).ToArray();
            axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual(ticks, [.. ticks.Select(_ => "")]);
            axis.MajorTickStyle.Color = Color.FromHex(Palette.Quiet);
            axis.MajorTickStyle.Length = axis == plot.Axes.Left || !frame ? 0 : 4;
        }
    }

    private int Width { get; }

    private int Height { get; }

    /// <summary>A line through at least two points. Lines come first, since dashes are put on them by their order.</summary>
    public void Line(IReadOnlyList<Coordinates> points, Style style, double width)
    {
        if (points.Count < 2) return;
        plot.Add.ScatterLine(points.ToList(), Color.FromHex(style.Color)).LineWidth = (float)width;
        dashes.Add(style.Dash);
    }

    /// <summary>A bar, or a cell of a heat map.</summary>
    public void Rectangle(CoordinateRect rectangle, Color fill, Color edge)
    {
        var drawn = plot.Add.Rectangle(rectangle);
        (drawn.FillColor, drawn.LineColor, drawn.LineWidth) = (fill, edge, edge.A == 0 ? 0 : 1);
    }

    /// <summary>The area between a line and 0.</summary>
    public void Area(IReadOnlyList<Coordinates> points, Color fill)
    {
        var area = plot.Add.Polygon([.. points]);
        (area.FillColor, area.LineWidth) = (fill, 0);
    }

    /// <summary>Vertical error bars.</summary>
    public void Whiskers(IReadOnlyList<Coordinates> points, IReadOnlyList<(double Below, double Above)> errors, string color) =>
        plot.PlottableList.Add(new ScottPlot.Plottables.ErrorBar(
            [.. points.Select(p => p.X)], [.. points.Select(p => p.Y)], null, null,
            [.. errors.Select(e => e.Below)], [.. errors.Select(e => e.Above)])
        { Color = Color.FromHex(color), LineWidth = 1.2f });

    /// <summary>The level 0, where values lie on both sides of it.</summary>
    public void Zero() => plot.Add.HorizontalLine(0, 1, Color.FromHex(Palette.Quiet));

    /// <summary>Draws; the data are cut off at the edge of the panel.</summary>
    /// <remarks>A nested svg cuts off without the ids that a clip path needs, which two charts of one page would share.</remarks>
    public IEnumerable<XElement> Draw()
    {
        var root = XElement.Parse(plot.GetSvgXml(Width, Height));
        var groups = root.Elements().Where(e => e.Name.LocalName == "g").ToList();
        foreach (var (group, dash) in groups.Zip(dashes))
            if (dash.Length > 0)
                group.Elements().First().SetAttributeValue("stroke-dasharray", dash);
        foreach (var element in root.Descendants()) element.Name = element.Name.LocalName;
        var numbers = FormattableString.Invariant($"{box.Left} {box.Top} {box.Width} {box.Height}").Split(' ');
        var data = new XElement("svg", new XAttribute("x", numbers[0]), new XAttribute("y", numbers[1]), new XAttribute("width", numbers[2]),
            new XAttribute("height", numbers[3]), new XAttribute("viewBox", string.Join(' ', numbers)), groups.SelectMany(g => g.Elements()));
        return [.. root.Elements().Where(e => e.Name.LocalName == "path"), data];
    }

    /// <inheritdoc/>
    public void Dispose() => plot.Dispose();

    /// <summary>Where a point lies on the sheet; call after <see cref="Draw"/>.</summary>
    public (double X, double Y) Pixel(double x, double y)
    {
        var pixel = plot.GetPixel(new Coordinates(x, y));
        return (pixel.X, pixel.Y);
    }
}
