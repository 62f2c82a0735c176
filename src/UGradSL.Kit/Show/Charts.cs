namespace Unlearn;

/// <summary>Charts for notebooks and reports. A second line in a title, after "\n", is written small under it.</summary>
public static class Charts
{
    /// <summary>Where charts may load plotly.js from; null: charts stay static and carry no script.</summary>
    public static PlotlySource? PlotlySource { get; set; } = PlotlySource.Default;

    /// <summary>From now on charts are static, carry no script and never touch the network.</summary>
    public static void Offline() => PlotlySource = null;

    /// <summary>plotly.js 2.28.0, 3.6 MB, for a page that carries it once for all its charts.</summary>
    public static string PlotlyScript() => PlotlySource.Script;

    /// <summary>A line for each series.</summary>
    /// <exception cref="ArgumentException">No finite value, or an axis whose limits are no range.</exception>
    public static Figure Lines(string title, Axis x, Axis y, IEnumerable<Series> series) =>
        new(new(title, Mark.Lines, [new("", x, y, [.. series])]));

    /// <summary>Several charts of lines side by side under one legend, at most three in a row.</summary>
    /// <exception cref="ArgumentException">No finite value, or an axis whose limits are no range.</exception>
    public static Figure Panels(string title, IEnumerable<Panel> panels) => new(new(title, Mark.Lines, panels));

    /// <summary>Points without lines.</summary>
    /// <exception cref="ArgumentException">No finite value, or an axis whose limits are no range.</exception>
    public static Figure Scatter(string title, Axis x, Axis y, IEnumerable<Series> series) =>
        new(new(title, Mark.Points, [new("", x, y, [.. series])]));

    /// <summary>A group of bars for each category, one bar a series; values may be negative.</summary>
    /// <param name="title">Stands over it.</param>
    /// <param name="x">What the categories are.</param>
    /// <param name="y">What the bars measure.</param>
    /// <param name="categories">One a group, in order.</param>
    /// <param name="series">Values at 0, 1, 2, …, the numbers of the categories.</param>
    /// <exception cref="ArgumentException">A position that is no category, or no finite value.</exception>
    public static Figure Bars(string title, Axis x, Axis y, IReadOnlyList<string> categories, IEnumerable<Series> series) =>
        new(new(title, Mark.Bars, [new("", x, y, [.. series.Select(s => OnCategories(s, categories))])], categories));

    /// <summary>A table of colours, light where values are high; the values stand in it where there is room.</summary>
    /// <param name="title">Stands over it.</param>
    /// <param name="x">What the columns are.</param>
    /// <param name="y">What the rows are.</param>
    /// <param name="measure">What the colours measure.</param>
    /// <param name="columns">From left to right.</param>
    /// <param name="rows">From bottom to top; each row's values at 0, 1, 2, …, the numbers of the columns.</param>
    /// <exception cref="ArgumentException">A position that is no column, or no finite value.</exception>
    public static Figure Heat(string title, Axis x, Axis y, string measure, IReadOnlyList<string> columns, IEnumerable<Series> rows) =>
        new(new(title, Mark.Cells, [new("", x, y, [.. rows.Select(s => OnCategories(s, columns))])], columns) { Measure = measure });

    /// <summary>How often values fall in each of equally wide bins, the same for all (equally wide in logarithms on a logarithmic axis).</summary>
    /// <param name="title">Stands over it.</param>
    /// <param name="x">What the values measure; its limits, where given, are the outer bins' edges.</param>
    /// <param name="samples">Name and values; what is not finite, or not above 0 on a logarithmic axis, is left out.</param>
    /// <param name="bins">How many bins, 1 to 200.</param>
    /// <param name="share">True: as a percentage of each sample, so that samples of different size compare; false: as counts.</param>
    /// <exception cref="ArgumentException">No value that can be drawn, or bins outside 1 to 200.</exception>
    public static Figure Histogram(
        string title, Axis x, IEnumerable<(string Name, IReadOnlyList<double> Values)> samples, int bins = 30, bool share = true)
    {
        var drawn = Binned(title, x, [samples.Select(sample => (sample.Name, sample.Values, false))], bins, share)[0];
        return new(new(title, Mark.Steps, [new("", x with { Min = null, Max = null }, share ? "share, %" : "count", drawn)]));
    }

    /// <summary>Several histograms side by side under one legend, in the same bins and on the same scale, at most three in a row.</summary>
    /// <param name="title">Stands over all.</param>
    /// <param name="x">As for <see cref="Histogram"/>.</param>
    /// <param name="panels">The title of each, its filled sample, and one that lies over it as a mere outline.</param>
    /// <param name="bins">How many bins, 1 to 200.</param>
    /// <exception cref="ArgumentException">No value that can be drawn, or bins outside 1 to 200.</exception>
    public static Figure Histograms(
        string title, Axis x, IEnumerable<(string Title, (string Name, IReadOnlyList<double> Values) Filled, (string Name, IReadOnlyList<double> Values) Outline)> panels, int bins = 30)
    {
        var all = panels.ToList();
        var drawn = Binned(title, x, [.. all.Select(p => (IEnumerable<(string, IReadOnlyList<double>, bool)>)[(p.Filled.Name, p.Filled.Values, false), (p.Outline.Name, p.Outline.Values, true)])], bins, share: true);
        var y = new Axis("share, %", 0, 1.05 * drawn.Max(series => series.Max(s => s.Y.Max())));
        return new(new(title, Mark.Steps, all.Zip(drawn, (panel, series) => new Panel(panel.Title, x with { Min = null, Max = null }, y, series))));
    }

    /// <summary>The samples of each panel, counted in bins that are the same for all.</summary>
    private static List<IReadOnlyList<Series>> Binned(
        string title, Axis x, IEnumerable<IEnumerable<(string Name, IReadOnlyList<double> Values, bool Outline)>> panels, int bins, bool share)
    {
        if (bins is < 1 or > 200) throw new ArgumentException($"{bins} bins; give 1 to 200 (try 30).", nameof(bins));
        double Into(double v) => x.Log ? Math.Log10(v) : v;
        double Back(double v) => x.Log ? Math.Pow(10, v) : v;
        double[] Drawn(IEnumerable<double> values) => [.. values.Where(v => double.IsFinite(v) && (!x.Log || v > 0)).Select(Into)];
        var drawn = panels.Select(panel => panel.Select(s => (s.Name, Values: Drawn(s.Values), s.Outline)).ToList()).ToList();
        var all = drawn.SelectMany(panel => panel).SelectMany(s => s.Values).ToArray();
        if (all.Length == 0)
            throw new ArgumentException($"\"{title}\" has nothing to count: give values that are finite{(x.Log ? " and above 0" : "")}.");
        var low = x.Min is { } a ? Into(a) : all.Min();
        var width = ((x.Max is { } b ? Into(b) : all.Max()) - low) / bins is var w && w > 0 ? w : 1;
        // An empty bin on either side, so that outlines come down to 0.
        var centers = Enumerable.Range(-1, bins + 2).Select(i => Back(low + (i + 0.5) * width)).ToArray();
        return drawn.ConvertAll(panel => (IReadOnlyList<Series>)panel.ConvertAll(s =>
        {
            var counts = new double[bins + 2];
            foreach (var v in s.Values.Where(v => v >= low && v <= low + bins * width * (1 + 1e-12)))
                counts[1 + Math.Min(bins - 1, (int)((v - low) / width))]++;
            return new Series(s.Name, centers, share ? [.. counts.Select(c => 100 * c / Math.Max(1, s.Values.Length))] : counts) { Outline = s.Outline };
        }));
    }

    private static Series OnCategories(Series series, IReadOnlyList<string> categories) =>
        series.X.All(x => x == Math.Floor(x) && x >= 0 && x < categories.Count) ? series
            : throw new ArgumentException($"\"{series.Name}\" stands at {string.Join(", ", series.X)}, "
                + $"but the {categories.Count} categories are numbered 0 to {categories.Count - 1}; give one value a category.");
}
