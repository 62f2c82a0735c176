using System.Xml.Linq;
using ScottPlot;

namespace Unlearn;

/// <summary>Groups of bars, one group a category.</summary>
internal sealed class SvgBars(Chart chart, ChartLayout layout, int index) : SvgPanel(chart, layout, index)
{
    protected override void Ink()
    {
        foreach (var (series, _, bar) in Bars())
            Scott.Rectangle(bar, Fill(StyleOf(series), StyleOf(series).Variant > 0 ? 0.45 : 1), Fill(StyleOf(series), 1));
        Zero();
        foreach (var (s, series) in Panel.Series.Index()) Whiskers(series, i => Center(series.X[i], s), Palette.Ink);
    }

    protected override IEnumerable<XElement> Marks()
    {
        foreach (var (series, i, bar) in Bars())
        {
            yield return Titled(Over(bar), Chart.Describe(Panel, series, i));
            if (!Layout.Valued) continue;
            var below = series.Y[i] < 0;
            var (x, y) = Pixel(bar.HorizontalCenter, below ? bar.Bottom : bar.Top);
            yield return SvgChart.Text(x, y + (below ? 14 : -5), Short(series.Y[i]), 11, Palette.Ink, "middle");
        }
    }

    private double Center(double category, int series) => category + (series + 0.5) * 0.8 / Panel.Series.Count - 0.4;

    private IEnumerable<(Series Series, int I, CoordinateRect Bar)> Bars()
    {
        var (half, floor) = (0.4 / Panel.Series.Count * 0.94, Y.Log ? Y.Min : 0);
        foreach (var (s, series) in Panel.Series.Index())
            for (var i = 0; i < series.X.Count; i++)
                if (Y.Of(series.Y[i]) is var top && double.IsFinite(top) && Center(series.X[i], s) is var at)
                    yield return (series, i, new(at - half, at + half, Math.Min(floor, top), Math.Max(floor, top)));
    }
}
