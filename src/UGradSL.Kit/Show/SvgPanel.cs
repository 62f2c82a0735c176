using System.Globalization;
using System.Xml.Linq;
using ScottPlot;

namespace Unlearn;

/// <summary>One panel of a chart: what ScottPlot draws, and over it a mark with its tooltip for each value.</summary>
internal abstract class SvgPanel(Chart chart, ChartLayout layout, int index) : IDisposable
{
    /// <summary>The panel that fits the chart's kind.</summary>
    public static SvgPanel Of(Chart chart, ChartLayout layout, int index) => chart.Mark switch
    {
        Mark.Bars => new SvgBars(chart, layout, index),
        Mark.Cells => new SvgCells(chart, layout, index),
        _ => new SvgCurves(chart, layout, index),
    };

    /// <summary>What the whole figure shows.</summary>
    protected Chart Chart { get; } = chart;

    protected ChartLayout Layout { get; } = layout;

    /// <summary>What this panel shows of it.</summary>
    protected Panel Panel { get; } = chart.Panels[index];

    protected Box Plot { get; } = layout.Plots[index];

    protected Scale X { get; } = layout.Scales[index].X;

    protected Scale Y { get; } = layout.Scales[index].Y;

    protected ScottPanel Scott { get; } = new(layout.Plots[index], layout.Width, layout.Height, layout.Scales[index],
        frame: !(chart.Mark == Mark.Bars && layout.Scales[index].Y is { Log: false, Min: < 0 }));

    /// <summary>Draws the panel.</summary>
    public List<XElement> Draw()
    {
        Ink();
        return [.. Scott.Draw(), .. Marks()];
    }

    /// <summary>Where a point given in drawn units lies; call after <see cref="Draw"/>.</summary>
    public (double X, double Y) Pixel(double atX, double atY) => Scott.Pixel(atX, atY);

    /// <summary>Whether points lie so close that their markers would hide the line.</summary>
    public static bool Crowded(Box plot, Series series) => plot.Width / Math.Max(1, series.X.Count - 1) < 9;

    /// <inheritdoc/>
    public void Dispose() => Scott.Dispose();

    /// <summary>What ScottPlot draws.</summary>
    protected abstract void Ink();

    /// <summary>What carries the tooltips.</summary>
    protected abstract IEnumerable<XElement> Marks();

    protected Style StyleOf(Series series) => Chart.Styles[series.Name];

    protected static Color Fill(Style style, double alpha) => Color.FromHex(style.Color).WithAlpha(alpha);

    /// <summary>The level 0, where values lie on both sides of it.</summary>
    protected void Zero()
    {
        if (!Y.Log && Y.Min < 0 && Y.Max > 0) Scott.Zero();
    }

    /// <summary>Error bars at <paramref name="position"/> of each value, in drawn units.</summary>
    protected void Whiskers(Series series, Func<int, double> position, string color)
    {
        if (series.Error is not { } error) return;
        var finite = Enumerable.Range(0, series.X.Count).Where(i => double.IsFinite(Y.Of(series.Y[i])) && error[i] > 0).ToList();
        var low = finite.Select(i => Y.Of(series.Y[i] - error[i])).Select(v => double.IsFinite(v) ? v : Y.Min);
        var high = finite.Select(i => Y.Of(series.Y[i] + error[i]));
        var values = finite.Select(i => new Coordinates(position(i), Y.Of(series.Y[i]))).ToList();
        Scott.Whiskers(values, [.. values.Zip(low, high).Select(t => (t.First.Y - t.Second, t.Third - t.First.Y))], color);
    }

    protected static XElement Titled(XElement mark, string title)
    {
        mark.Add(new XElement("title", SvgChart.Clean(title)));
        return mark;
    }

    /// <summary>A transparent rectangle over a bar or cell, at least 6 pixels high so that the pointer finds a bar of 0.</summary>
    protected XElement Over(CoordinateRect bar)
    {
        var ((left, top), (right, bottom)) = (Pixel(bar.Left, bar.Top), Pixel(bar.Right, bar.Bottom));
        var missing = Math.Max(0, 6 - (bottom - top)) / 2;
        return SvgChart.Element("rect", ("x", SvgChart.N(left)), ("y", SvgChart.N(top - missing)), ("width", SvgChart.N(right - left)),
            ("height", SvgChart.N(bottom - top + 2 * missing)), ("fill-opacity", "0"));
    }

    /// <summary>As Plotly's "%{y:.4}" writes it.</summary>
    protected static string Short(double value) => value.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−');
}
