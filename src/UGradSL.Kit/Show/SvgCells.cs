using System.Xml.Linq;
using ScottPlot;

namespace Unlearn;

/// <summary>A heat map: a row a series, a column a category.</summary>
internal sealed class SvgCells(Chart chart, ChartLayout layout, int index) : SvgPanel(chart, layout, index)
{
    protected override void Ink()
    {
        foreach (var (series, i, cell) in Cells()) Scott.Rectangle(cell, Color.FromHex(Palette.Ramp(Chart.Share(series.Y[i]))), Colors.White);
    }

    protected override IEnumerable<XElement> Marks()
    {
        var roomy = Plot.Width / Chart.Categories!.Count >= 34 && Plot.Height / Panel.Series.Count >= 16;
        foreach (var (series, i, cell) in Cells())
        {
            var (x, y) = Pixel(cell.HorizontalCenter, cell.VerticalCenter);
            var contrast = Chart.Share(series.Y[i]) > 0.55 ? Palette.Ink : Palette.Paper;
            if (roomy) yield return SvgChart.Text(x, y + 4, Short(series.Y[i]), 12, contrast, "middle");
            yield return Titled(Over(cell), Chart.Describe(Panel, series, i));
        }
    }

    private IEnumerable<(Series Series, int I, CoordinateRect Cell)> Cells()
    {
        foreach (var (row, series) in Panel.Series.Index())
            for (var i = 0; i < series.X.Count; i++)
                if (double.IsFinite(series.Y[i])) yield return (series, i, new(series.X[i] - 0.5, series.X[i] + 0.5, row - 0.5, row + 0.5));
    }
}
