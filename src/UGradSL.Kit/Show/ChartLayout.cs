namespace Unlearn;

/// <summary>A rectangle in pixels.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;
}

/// <summary>Where everything stands. Widths of text are estimated, not measured: measuring needs a font, and a server may have none.</summary>
internal sealed record ChartLayout
{
    /// <summary>Height of a row of the legend, which Plotly makes no lower.</summary>
    public const double LegendRow = 28;

    private const double Edge = 16, Gap = 28;

    public ChartLayout(Chart chart)
    {
        var n = chart.Panels.Count;
        var columns = n == 4 ? 2 : Math.Min(3, n);
        Width = columns switch { 1 => 720, 2 => 840, _ => 980 };
        Title = Wrap(chart.Title, 16, Width - 2 * Edge);
        Subtitle = chart.Subtitle.Length == 0 ? [] : Wrap(chart.Subtitle, 12, Width - 2 * Edge);
        var top = 16 + 21 * Title.Count + 17 * Subtitle.Count + (n > 1 ? 30 : 12);

        var heat = chart.Mark == Mark.Cells;
        Scales = [.. chart.Panels.Select(p => (X(chart, p, columns), Y(chart, p)))];
        var slot = chart.Categories is { } c ? (Width / columns - 80) / Math.Max(1, c.Count) : 0;
        Slanted = chart.Categories?.Any(label => TextWidth(label, 12) > slot - 4) ?? false;
        var below = (Slanted ? Math.Min(90, 14 + 0.55 * chart.Categories!.Max(label => TextWidth(label, 12))) : 22) + 24;
        var inner = n == 1 ? 270 : 210.0;
        var cell = (Width - 2 * Edge - Gap * (columns - 1) - (heat ? 70 : 0)) / columns;
        Plots = [.. chart.Panels.Select((_, i) =>
        {
            var left = 30 + Scales[i].Y.Ticks.Max(t => TextWidth(t.Label, 12));
            return new Box(Edge + i % columns * (cell + Gap) + left, top + i / columns * (inner + below + 34), cell - left, inner);
        })];

        Valued = chart.Mark == Mark.Bars && chart.Panels.All(p => p.Series.All(s => s.Error is null))
            && chart.Panels.Zip(Plots).All(t => t.Second.Width * 0.8 / t.First.Series.Sum(s => s.X.Count) >= 34);
        Names = heat || chart.Styles.Count < 2 ? [] : [.. chart.Styles.Keys];
        Entry = Names.Count == 0 ? 1 : 44 + Names.Max(name => TextWidth(name, 12));
        LegendColumns = Math.Max(1, (int)((Plots.Max(p => p.Right) - Plots.Min(p => p.Left)) / Entry)); // as Plotly breaks its rows
        LegendTop = Plots[^1].Bottom + below + 8;
        Height = Math.Ceiling(LegendTop + LegendRow * ((Names.Count + LegendColumns - 1) / LegendColumns) + 8);
    }

    public double Width { get; }

    public double Height { get; }

    /// <summary>Lines of the title, short enough not to be cut off.</summary>
    public IReadOnlyList<string> Title { get; }

    public IReadOnlyList<string> Subtitle { get; }

    /// <summary>Of each panel.</summary>
    public IReadOnlyList<(Scale X, Scale Y)> Scales { get; }

    /// <summary>Where each panel's data lie.</summary>
    public IReadOnlyList<Box> Plots { get; }

    /// <summary>Whether categories are too long to stand upright.</summary>
    public bool Slanted { get; }

    /// <summary>Whether bars are wide enough to carry their values.</summary>
    public bool Valued { get; }

    /// <summary>Names of the legend; none where there is nothing to tell apart.</summary>
    public IReadOnlyList<string> Names { get; }

    public double Entry { get; }

    public int LegendColumns { get; }

    public double LegendTop { get; }

    /// <summary>A little more than most sans-serif fonts take.</summary>
    public static double TextWidth(string text, double size) => text.Length * size * 0.56;

    private static Scale X(Chart chart, Panel panel, int columns) => chart.Categories is { } categories ? Scale.Of(categories)
        : Scale.Of(panel.X, panel.Series.SelectMany(s => s.X), chart.Mark == Mark.Steps ? 0 : 0.03, columns == 1 ? 8 : 5);

    private static Scale Y(Chart chart, Panel panel)
    {
        if (chart.Mark == Mark.Cells) return Scale.Of([.. panel.Series.Select(s => s.Name)]);
        var values = panel.Series.SelectMany(s => s.Y.SelectMany((y, i) => new[] { y - (s.Error?[i] ?? 0), y + (s.Error?[i] ?? 0) }))
            .Where(double.IsFinite).ToList();
        return chart.Mark is Mark.Bars or Mark.Steps && !panel.Y.Log ? FromZero(panel.Y, [.. values, 0]) : Scale.Of(panel.Y, values, 0.06, 6);
    }

    /// <summary>Bars stand on 0, so no room is left beyond it.</summary>
    private static Scale FromZero(Axis axis, List<double> values)
    {
        var scale = Scale.Of(axis, values, 0.09, 6);
        var min = values.Min() == 0 && axis.Min is null ? 0 : scale.Min;
        var max = values.Max() == 0 && axis.Max is null ? 0 : scale.Max;
        return scale with { Min = min, Max = max, Ticks = [.. scale.Ticks.Where(t => t.At >= min && t.At <= max)] };
    }

    private static List<string> Wrap(string text, double size, double width)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' '))
            if (lines[^1].Length > 0 && TextWidth($"{lines[^1]} {word}", size) > width) lines.Add(word);
            else lines[^1] = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
        return lines;
    }
}
