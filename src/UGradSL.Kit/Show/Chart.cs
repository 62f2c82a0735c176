using System.Globalization;

namespace Unlearn;

/// <summary>How a point is marked; the palette gives each method its own among the first six.</summary>
public enum MarkerShape
{
    /// <summary>●</summary>
    Circle,

    /// <summary>■</summary>
    Square,

    /// <summary>◆</summary>
    Diamond,

    /// <summary>▲</summary>
    Triangle,

    /// <summary>▼</summary>
    TurnedTriangle,

    /// <summary>✚</summary>
    Plus,

    /// <summary>★, as the paper draws its own methods.</summary>
    Star,
}

/// <summary>What a series is drawn as.</summary>
internal enum Mark
{
    Lines,
    Points,
    Bars,
    Steps,
    Cells,
}

/// <summary>A chart before it is drawn: the static and the interactive drawing read the same rounded, thinned numbers from here.</summary>
internal sealed record Chart
{
    // What the marks of a figure may take, so that with lines, labels and Plotly's numbers an output stays well under 300 kB.
    private const int MarkBytes = 190_000;

    public Chart(string title, Mark mark, IEnumerable<Panel> panels, IReadOnlyList<string>? categories = null)
    {
        Panels = [.. panels.Select(p => p with { Series = [.. p.Series.Select(Rounded)] })];
        var total = Panels.Sum(p => p.Series.Count);
        if (!Panels.Any(p => p.Series.Any(s => s.Y.Any(double.IsFinite))))
            throw new ArgumentException($"\"{title}\" has nothing to draw: give at least one series with one finite value.");
        var tooltip = Panels.Max(p => p.X.Title.Length + p.Y.Title.Length + p.Series.Select(s => s.Name.Length).DefaultIfEmpty(0).Max());
        var whiskers = Panels.Any(p => p.Series.Any(s => s.Error is not null)) ? 150 : 0;
        var most = Math.Max(4, MarkBytes / (100 + tooltip + whiskers) / total);
        var longest = Panels.SelectMany(p => p.Series).Max(s => s.X.Count);
        if (longest > most)
        {
            if (mark is Mark.Bars or Mark.Cells)
                throw new ArgumentException($"\"{title}\" has {longest} values in one of {total} series; at most {most} can be told apart. Show fewer, or lines.");
            Panels = [.. Panels.Select(p => p with { Series = [.. p.Series.Select(s => s.Thin(most))] })];
            title += $"\nat most {most} of {longest} points a line: the lowest and highest of each stretch";
        }
        var lines = title.Split('\n');
        (Title, Subtitle, Mark, Categories) = (lines[0], string.Join("; ", lines[1..]), mark, categories);
        Styles = Palette.Styles(Panels.SelectMany(p => p.Series).Select(s => s.Name));
        foreach (var series in Panels.SelectMany(p => p.Series).Where(s => s.Color is not null))
            Styles[series.Name] = Styles[series.Name] with { Color = series.Color! };
        foreach (var series in Panels.SelectMany(p => p.Series))
            if (series.Marker is { } marker) Styles[series.Name] = Styles[series.Name] with { Marker = marker };
    }

    public string Title { get; }

    public string Subtitle { get; }

    public Mark Mark { get; }

    public IReadOnlyList<Panel> Panels { get; }

    public IReadOnlyList<string>? Categories { get; }

    /// <summary>What the colours of a heat map measure.</summary>
    public string Measure { get; init; } = "";

    /// <summary>The style of each name, in the order of the legend.</summary>
    public Dictionary<string, Style> Styles { get; }

    /// <summary>The lowest and highest finite value, the ends of a heat map's colours.</summary>
    public (double Min, double Max) Span => Panels.SelectMany(p => p.Series).SelectMany(s => s.Y).Where(double.IsFinite).ToList() is var y
        ? (y.Min(), y.Max()) : default;

    /// <summary>Where on the colours of a heat map a value lies, 0 to 1.</summary>
    public double Share(double value) => Span is var (min, max) && max > min ? (value - min) / (max - min) : 0.5;

    /// <summary>What a mark's tooltip says; the interactive chart says the same.</summary>
    public string Describe(Panel panel, Series series, int i)
    {
        if (Mark == Mark.Cells)
            return $"{panel.X.Title} {Categories![(int)series.X[i]]}, {panel.Y.Title} {series.Name}: {Measure} {Text(series.Y[i])}";
        var x = Categories is null ? $"{panel.X.Title} {Text(series.X[i])}" : Categories[(int)series.X[i]];
        return $"{series.Name}: {x}, {panel.Y.Title} {Text(series.Y[i])}" + (series.Error is { } e ? $" ± {Text(e[i])}" : "");
    }

    /// <summary>A number as charts and tooltips write it: six significant digits, the same in every culture.</summary>
    public static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static Series Rounded(Series s) =>
        new(s.Name, Six(s.X), Six(s.Y)) { Error = s.Error is null ? null : Six(s.Error), Color = s.Color, Marker = s.Marker, Outline = s.Outline };

    private static double[] Six(IEnumerable<double> values) =>
        [.. values.Select(v => double.IsFinite(v) ? double.Parse(Text(v), CultureInfo.InvariantCulture) : double.NaN)];
}
