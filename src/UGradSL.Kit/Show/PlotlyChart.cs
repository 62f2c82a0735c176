using Microsoft.FSharp.Collections;
using Plotly.NET;

namespace Unlearn;

/// <summary>The interactive drawing, laid out pixel for pixel as the static one, so that nothing jumps when it takes its place.</summary>
internal static class PlotlyChart
{
    // In the order of MarkerShape.
    private static readonly string[] Symbols = ["circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "star"];

    /// <summary>Traces and layout and nothing else: Plotly.NET's template alone would be 8 kB.</summary>
    public static GenericChart Draw(Chart chart, ChartLayout layout)
    {
        var shown = new HashSet<string>();
        var traces = chart.Panels.SelectMany((panel, i) => chart.Mark == Mark.Cells
            ? [Heat(chart, panel, i)]
            : panel.Series.Select(series => Trace(chart, layout, panel, i, series, shown.Add(series.Name))));
        return GenericChart.NewMultiChart(ListModule.OfSeq(traces.ToList()), Layout(chart, layout), new Config(), new DisplayOptions());
    }

    /// <summary>As JSON that may stand inside a script: no sign in it can end the script or open a tag.</summary>
    public static string Json(GenericChart chart, string part) =>
        Newtonsoft.Json.Linq.JObject.Parse(GenericChart.toFigureJson(chart))[part]!.ToString(Newtonsoft.Json.Formatting.None)
            .Replace("<", "\\u003c").Replace(">", "\\u003e").Replace("&", "\\u0026").Replace("\u2028", "\\u2028").Replace("\u2029", "\\u2029");

    private static Trace Trace(Chart chart, ChartLayout layout, Panel panel, int index, Series series, bool first)
    {
        var style = chart.Styles[series.Name];
        var bars = chart.Mark == Mark.Bars;
        var trace = new Trace(bars ? "bar" : "scatter");
        Set(trace,
            ("name", Escape(series.Name)), ("legendgroup", Escape(series.Name)), ("showlegend", first && layout.Names.Count > 0),
            ("xaxis", Suffix("x", index)), ("yaxis", Suffix("y", index)),
            ("x", chart.Categories is { } c ? series.X.Select(x => Escape(c[(int)x])).ToArray() : Finite(series.X)), ("y", Finite(series.Y)),
            ("hovertemplate", $"%{{fullData.name}}: {(bars ? "" : Escape(panel.X.Title) + " ")}%{{x}}, {Escape(panel.Y.Title)} %{{y}}"
                + (series.Error is null ? "" : " ± %{error_y.array}") + "<extra></extra>"));
        if (series.Error is not null)
            Set(trace, ("error_y", Map(("type", "data"), ("array", Finite(series.Error)), ("thickness", 1.2), ("width", 3),
                ("color", bars ? Palette.Ink : style.Color))));
        if (bars) Bar(trace, style, layout.Valued);
        else Line(trace, style, chart.Mark, SvgPanel.Crowded(layout.Plots[index], series), series.Outline);
        return trace;
    }

    private static void Bar(Trace trace, Style style, bool valued)
    {
        var hollow = style.Variant > 0;
        Set(trace, ("marker", Map(("color", style.Color + (hollow ? "73" : "")), ("line", Map(("color", style.Color), ("width", hollow ? 1 : 0))))));
        if (valued)
            Set(trace, ("texttemplate", "%{y:.4}"), ("textposition", "outside"), ("cliponaxis", false),
                ("textfont", Map(("color", Palette.Ink), ("size", 11))));
    }

    private static void Line(Trace trace, Style style, Mark mark, bool crowded, bool outline)
    {
        var (hollow, steps) = (style.Variant > 0, mark == Mark.Steps);
        Set(trace,
            ("mode", mark == Mark.Points ? "markers" : steps || crowded ? "lines" : "lines+markers"),
            ("line", Map(("color", style.Color), ("width", steps ? 1.6 : 2), ("shape", steps ? "hvh" : "linear"),
                ("dash", style.Dash.Length == 0 ? "solid" : style.Dash.Replace(' ', ',')))),
            ("marker", Map(("symbol", Symbols[(int)style.Marker]), ("size", (mark == Mark.Points ? 10 : 8) * (style.Marker == MarkerShape.Star ? 1.5 : 1)),
                ("color", hollow ? Palette.Paper : style.Color),
                ("line", Map(("color", hollow ? style.Color : Palette.Paper), ("width", hollow ? 1.5 : 0.8))))));
        if (steps && !outline) Set(trace, ("fill", "tozeroy"), ("fillcolor", style.Color + "38"));
    }

    private static Trace Heat(Chart chart, Panel panel, int index)
    {
        var trace = new Trace("heatmap");
        Set(trace,
            ("x", chart.Categories!.Select(Escape).ToArray()), ("y", panel.Series.Select(s => Escape(s.Name)).ToArray()),
            ("z", panel.Series.Select(s => Finite(s.Y)).ToArray()), ("zmin", chart.Span.Min), ("zmax", chart.Span.Max),
            ("xaxis", Suffix("x", index)), ("yaxis", Suffix("y", index)), ("xgap", 1), ("ygap", 1), ("texttemplate", "%{z:.4}"),
            ("colorscale", Enumerable.Range(0, 10).Select(i => new object[] { i / 9.0, Palette.Ramp(i / 9.0) }).ToArray()),
            ("showscale", index == 0),
            ("colorbar", Map(("thickness", 12), ("outlinewidth", 0), ("x", 1.0), ("xpad", 16), ("len", 1.0), ("ypad", 0))),
            ("hovertemplate", $"{Escape(panel.X.Title)} %{{x}}, {Escape(panel.Y.Title)} %{{y}}: {Escape(chart.Measure)} %{{z}}<extra></extra>"));
        return trace;
    }

    private static Layout Layout(Chart chart, ChartLayout at)
    {
        var (left, right) = (at.Plots.Min(p => p.Left), at.Plots.Max(p => p.Right));
        var (top, bottom) = (at.Plots.Min(p => p.Top), at.Plots.Max(p => p.Bottom));
        var title = string.Join("<br>", at.Title.Select(line => $"<b>{Escape(line)}</b>").Concat(
            at.Subtitle.Select(line => $"<span style=\"font-size:12px;color:{Palette.Quiet}\">{Escape(line)}</span>")));
        var layout = new Layout();
        layout.SetProperty("title", Map(("text", title), ("x", 16 / at.Width), ("xanchor", "left"), ("y", 1 - 14 / at.Height), ("yanchor", "top"),
            ("font", Map(("size", 16), ("color", Palette.Ink)))));
        layout.SetProperty("font", Map(("size", 12), ("color", Palette.Quiet), ("family", SvgChart.Font)));
        layout.SetProperty("margin", Map(("l", left), ("r", at.Width - right), ("t", top), ("b", at.Height - bottom), ("pad", 0)));
        layout.SetProperty("paper_bgcolor", Palette.Paper);
        layout.SetProperty("plot_bgcolor", Palette.Paper);
        layout.SetProperty("height", at.Height);
        layout.SetProperty("hovermode", "closest");
        layout.SetProperty("bargap", 0.2);
        layout.SetProperty("legend", Map(("orientation", "h"), ("xref", "container"), ("x", 12 / at.Width), ("yref", "container"),
            ("y", 1 - at.LegendTop / at.Height), ("yanchor", "top"), ("entrywidth", at.Entry - 45), ("font", Map(("color", Palette.Ink)))));
        for (var i = 0; i < chart.Panels.Count; i++)
        {
            var (panel, plot, scales) = (chart.Panels[i], at.Plots[i], at.Scales[i]);
            double[] across = [(plot.Left - left) / (right - left), (plot.Right - left) / (right - left)];
            double[] up = [1 - (plot.Bottom - top) / (bottom - top), 1 - (plot.Top - top) / (bottom - top)];
            layout.SetProperty(Suffix("xaxis", i), Axis(panel.X.Title, scales.X, across, Suffix("y", i), chart.Categories is not null, grid: false,
                line: !(chart.Mark == Mark.Bars && scales.Y is { Log: false, Min: < 0 }), slanted: at.Slanted));
            layout.SetProperty(Suffix("yaxis", i), Axis(panel.Y.Title, scales.Y, up, Suffix("x", i), chart.Mark == Mark.Cells,
                grid: chart.Mark != Mark.Cells, line: false));
        }
        layout.SetProperty("annotations", chart.Panels.Select((panel, i) => Map(("text", $"<b>{Escape(panel.Title)}</b>"), ("showarrow", false),
            ("xref", "paper"), ("yref", "paper"), ("x", (at.Plots[i].Left - left) / (right - left)), ("xanchor", "left"),
            ("y", 1 - (at.Plots[i].Top - 6 - top) / (bottom - top)), ("yanchor", "bottom"),
            ("font", Map(("size", 13), ("color", Palette.Ink))))).ToArray());
        return layout;
    }

    private static Dictionary<string, object?> Axis(
        string title, Scale scale, double[] domain, string anchor, bool categories, bool grid, bool line, bool slanted = false) => Map(
            ("title", Map(("text", Escape(title)), ("font", Map(("size", 13), ("color", Palette.Ink))))), ("domain", domain), ("anchor", anchor),
            ("type", categories ? "category" : scale.Log ? "log" : "linear"), ("range", new[] { scale.Min, scale.Max }),
            ("showgrid", grid), ("gridcolor", Palette.Grid), ("zeroline", grid && scale.Min < 0 && scale.Max > 0), ("zerolinecolor", Palette.Quiet),
            ("showline", line), ("linecolor", Palette.Quiet), ("ticks", "outside"), ("ticklen", line ? 4 : 6), ("tickcolor", line ? Palette.Quiet : "rgba(0,0,0,0)"),
            ("tickformat", scale.Log ? "~g" : ""), ("tickangle", slanted ? -30 : null),
            ("dtick", scale.Log && scale.Ticks.Count > 1 && scale.Max - scale.Min >= 2 ? scale.Ticks[1].At - scale.Ticks[0].At : null));

    private static void Set(Trace trace, params (string Name, object? Value)[] properties)
    {
        foreach (var (name, value) in properties) trace.SetProperty(name, value);
    }

    private static Dictionary<string, object?> Map(params (string Name, object? Value)[] entries) =>
        entries.ToDictionary(e => e.Name, e => e.Value);

    private static double?[] Finite(IEnumerable<double> values) => [.. values.Select(v => double.IsFinite(v) ? v : (double?)null)];

    private static string Suffix(string axis, int index) => index == 0 ? axis : axis + (index + 1);

    /// <summary>Plotly reads a little HTML in every text, and of the entities these but not that of the quotation mark.</summary>
    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
