using System.Xml.Linq;
using ScottPlot;

namespace Unlearn;

/// <summary>Lines, points without lines, or the outlines of histograms.</summary>
internal sealed class SvgCurves(Chart chart, ChartLayout layout, int index) : SvgPanel(chart, layout, index)
{
    protected override void Ink()
    {
        if (Chart.Mark == Mark.Lines) Lines();
        if (Chart.Mark == Mark.Steps) Histograms();
        else Zero();
        foreach (var series in Panel.Series) Whiskers(series, i => X.Of(series.X[i]), StyleOf(series).Color);
    }

    protected override IEnumerable<XElement> Marks()
    {
        foreach (var series in Panel.Series)
        {
            var shown = Chart.Mark == Mark.Points || (Chart.Mark == Mark.Lines && !Crowded(Plot, series));
            var marks = from point in Points(series).Index()
                        let p = point.Item
                        where p.X >= X.Min && p.X <= X.Max && p.Y >= Y.Min && p.Y <= Y.Max
                        select Titled(MarkAt(Pixel(p.X, p.Y), StyleOf(series), shown), Chart.Describe(Panel, series, point.Index));
            yield return SvgChart.Markers(StyleOf(series), marks);
        }
    }

    private XElement MarkAt((double X, double Y) at, Style style, bool shown) => shown
        ? SvgChart.Marker(at.X, at.Y, style, Chart.Mark == Mark.Points ? 4.4 : 3.4)
        : SvgChart.Element("circle", ("cx", SvgChart.N(at.X)), ("cy", SvgChart.N(at.Y)), ("r", "5"), ("opacity", "0"));

    /// <summary>Each line in stretches between values that cannot be drawn.</summary>
    private void Lines()
    {
        foreach (var series in Panel.Series)
        {
            var points = Points(series).ToList();
            var start = 0;
            for (var i = 0; i <= points.Count; i++)
            {
                if (i < points.Count && double.IsFinite(points[i].X) && double.IsFinite(points[i].Y)) continue;
                Scott.Line(points[start..i], StyleOf(series), 2);
                start = i + 1;
            }
        }
    }

    /// <summary>A histogram's values stand at the centres of its bins; the outline runs along their edges, halfway between.</summary>
    private void Histograms()
    {
        var outlines = Panel.Series.Select(series => (StyleOf(series), series.Outline, Outline([.. Points(series)]))).ToList();
        foreach (var (style, _, outline) in outlines) Scott.Line(outline, style, 1.6);
        foreach (var (style, alone, outline) in outlines)
            if (!alone) Scott.Area([new(outline[0].X, 0), .. outline, new(outline[^1].X, 0)], Fill(style, 0.22));
    }

    private static List<Coordinates> Outline(List<Coordinates> p) =>
    [
        p[0],
        .. p.Zip(p.Skip(1)).SelectMany(t => new Coordinates[]
            { new((t.First.X + t.Second.X) / 2, t.First.Y), new((t.First.X + t.Second.X) / 2, t.Second.Y), t.Second }),
    ];

    private IEnumerable<Coordinates> Points(Series series) => series.X.Zip(series.Y, (x, y) => new Coordinates(X.Of(x), Y.Of(y)));
}
