using System.Xml.Linq;
using ScottPlot;

namespace Unlearn;

/// <summary>One panel of a chart: what ScottPlot draws, and a mark with its tooltip for each value.</summary>
internal sealed class SvgPanel(Chart chart, ChartLayout layout, int index) : IDisposable
{
    // Where points lie closer than this many pixels their markers would hide the line.
    private const double Crowded = 9;

    private readonly Panel panel = chart.Panels[index];
    private readonly Box plot = layout.Plots[index];
    private readonly Scale x = layout.Scales[index].X, y = layout.Scales[index].Y;
    private readonly ScottPanel scott = new(layout.Plots[index], layout.Width, layout.Height, layout.Scales[index],
        frame: !(chart.Mark == Mark.Bars && layout.Scales[index].Y is { Log: false, Min: < 0 }));

    /// <summary>Draws the panel.</summary>
    public IEnumerable<XElement> Draw()
    {
        if (chart.Mark is Mark.Lines or Mark.Points) Curves();
        else if (chart.Mark == Mark.Steps) Histograms();
        else if (chart.Mark == Mark.Bars) EachBar((_, style, bar) => scott.Rectangle(bar, Fill(style, style.Variant > 0 ? 0.45 : 1), Color.FromHex(style.Color)));
        else EachCell((value, cell) => scott.Rectangle(cell, Color.FromHex(Palette.Ramp(chart.Share(value))), Colors.White));
        if (chart.Mark != Mark.Cells && !y.Log && y.Min < 0 && y.Max > 0) scott.Zero();
        if (chart.Mark is not Mark.Cells and not Mark.Steps) Whiskers();
        var drawn = scott.Draw().ToList();
        return drawn.Concat(chart.Mark is Mark.Bars ? BarMarks() : chart.Mark is Mark.Cells ? CellMarks() : PointMarks());
    }

    /// <summary>Where a point given in drawn units lies; call after <see cref="Draw"/>.</summary>
    public (double X, double Y) Pixel(double atX, double atY) => scott.Pixel(atX, atY);

    /// <inheritdoc/>
    public void Dispose() => scott.Dispose();

    private static Color Fill(Style style, double alpha) => Color.FromHex(style.Color).WithAlpha(alpha);

    private Style StyleOf(Series series) => chart.Styles[series.Name];

    private void Curves()
    {
        if (chart.Mark == Mark.Points) return;
        foreach (var series in panel.Series)
        {
            var points = Points(series).ToList();
            var gaps = points.Select((p, i) => (p, i)).Where(t => !double.IsFinite(t.p.X) || !double.IsFinite(t.p.Y)).Select(t => t.i);
            var start = 0;
            foreach (var gap in gaps.Append(points.Count))
            {
                scott.Line(points[start..gap], StyleOf(series), 2);
                start = gap + 1;
            }
        }
    }

    /// <summary>A histogram's values stand at the centres of its bins; the outline runs along their edges, halfway between.</summary>
    private void Histograms()
    {
        var outlines = panel.Series.ToDictionary(s => s, series =>
        {
            var p = Points(series).ToList();
            var outline = new List<Coordinates> { p[0] };
            for (var i = 1; i < p.Count; i++)
                outline.AddRange([new((p[i - 1].X + p[i].X) / 2, p[i - 1].Y), new((p[i - 1].X + p[i].X) / 2, p[i].Y), p[i]]);
            return outline;
        });
        foreach (var (series, outline) in outlines) scott.Line(outline, StyleOf(series), 1.6);
        foreach (var (series, outline) in outlines) scott.Area([new(outline[0].X, 0), .. outline, new(outline[^1].X, 0)], Fill(StyleOf(series), 0.22));
    }

    private void Whiskers()
    {
        foreach (var (series, s) in panel.Series.Select((series, s) => (series, s)).Where(t => t.series.Error is not null))
        {
            var finite = Enumerable.Range(0, series.X.Count).Where(i => double.IsFinite(y.Of(series.Y[i])) && series.Error![i] > 0).ToList();
            var ends = finite.Select(i => (Low: y.Of(series.Y[i] - series.Error![i]), At: y.Of(series.Y[i]), High: y.Of(series.Y[i] + series.Error[i])));
            scott.Whiskers([.. finite.Select(i => new Coordinates(chart.Mark == Mark.Bars ? Center(series.X[i], s) : x.Of(series.X[i]), y.Of(series.Y[i])))],
                [.. ends.Select(e => (e.At - (double.IsNaN(e.Low) ? y.Min : e.Low), e.High - e.At))],
                chart.Mark == Mark.Bars ? Palette.Ink : StyleOf(series).Color);
        }
    }

    private IEnumerable<Coordinates> Points(Series series) => series.X.Zip(series.Y, (px, py) => new Coordinates(x.Of(px), y.Of(py)));

    private double Center(double category, int series) => category + (series + 0.5) * 0.8 / panel.Series.Count - 0.4;

    private void EachBar(Action<(Series Series, int I), Style, CoordinateRect> draw)
    {
        var (half, floor) = (0.4 / panel.Series.Count * 0.94, y.Log ? y.Min : 0);
        foreach (var (series, s) in panel.Series.Select((series, s) => (series, s)))
            for (var i = 0; i < series.X.Count; i++)
                if (y.Of(series.Y[i]) is var top && double.IsFinite(top))
                    draw((series, i), StyleOf(series), new(Center(series.X[i], s) - half, Center(series.X[i], s) + half, Math.Min(floor, top), Math.Max(floor, top)));
    }

    private void EachCell(Action<double, CoordinateRect> draw)
    {
        foreach (var (series, row) in panel.Series.Select((series, row) => (series, row)))
            for (var i = 0; i < series.X.Count; i++)
                if (double.IsFinite(series.Y[i])) draw(series.Y[i], new(series.X[i] - 0.5, series.X[i] + 0.5, row - 0.5, row + 0.5));
    }

    private IEnumerable<XElement> PointMarks()
    {
        foreach (var series in panel.Series)
        {
            var shown = chart.Mark == Mark.Points || (chart.Mark == Mark.Lines && plot.Width / Math.Max(1, series.X.Count - 1) >= Crowded);
            foreach (var (p, i) in Points(series).Select((p, i) => (p, i)))
            {
                if (!(p.X >= x.Min && p.X <= x.Max && p.Y >= y.Min && p.Y <= y.Max)) continue;
                var (px, py) = Pixel(p.X, p.Y);
                var mark = shown ? SvgChart.Marker(px, py, StyleOf(series), chart.Mark == Mark.Points ? 4.4 : 3.4)
                    : SvgChart.Element("circle", ("cx", SvgChart.N(px)), ("cy", SvgChart.N(py)), ("r", "5"), ("fill-opacity", "0"));
                yield return Titled(mark, chart.Describe(panel, series, i));
            }
        }
    }

    private List<XElement> BarMarks()
    {
        var marks = new List<XElement>();
        EachBar((bar, _, at) =>
        {
            marks.Add(Titled(Over(at), chart.Describe(panel, bar.Series, bar.I)));
            if (!layout.Valued) return;
            var (value, (px, py)) = (bar.Series.Y[bar.I], Pixel(at.HorizontalCenter, bar.Series.Y[bar.I] < 0 ? at.Bottom : at.Top));
            marks.Add(SvgChart.Text(px, py + (value < 0 ? 14 : -5), Chart.Text(Math.Round(value, 3)).Replace('-', '−'), 11, Palette.Ink, "middle"));
        });
        return marks;
    }

    private List<XElement> CellMarks()
    {
        var marks = new List<XElement>();
        var roomy = plot.Width / chart.Categories!.Count >= 34 && plot.Height / panel.Series.Count >= 16;
        foreach (var (series, row) in panel.Series.Select((series, row) => (series, row)))
            for (var i = 0; i < series.X.Count; i++)
            {
                if (!double.IsFinite(series.Y[i])) continue;
                var (px, py) = Pixel(series.X[i], row);
                if (roomy) marks.Add(SvgChart.Text(px, py + 4, series.Y[i].ToString("G4", System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−'),
                    12, chart.Share(series.Y[i]) > 0.55 ? Palette.Ink : Palette.Paper, "middle"));
                marks.Add(Titled(Over(new(series.X[i] - 0.5, series.X[i] + 0.5, row - 0.5, row + 0.5)), chart.Describe(panel, series, i)));
            }
        return marks;
    }

    /// <summary>A transparent rectangle over a bar, at least 6 pixels high so that the pointer finds a bar of 0.</summary>
    private XElement Over(CoordinateRect bar)
    {
        var ((left, top), (right, bottom)) = (Pixel(bar.Left, bar.Top), Pixel(bar.Right, bar.Bottom));
        var missing = Math.Max(0, 6 - (bottom - top)) / 2;
        return SvgChart.Element("rect", ("x", SvgChart.N(left)), ("y", SvgChart.N(top - missing)), ("width", SvgChart.N(right - left)),
            ("height", SvgChart.N(bottom - top + 2 * missing)), ("fill-opacity", "0"));
    }

    private static XElement Titled(XElement mark, string title)
    {
        mark.Add(new XElement("title", SvgChart.Clean(title)));
        return mark;
    }
}
