using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Plotly.NET;

namespace Unlearn;

/// <summary>A chart: at once a static SVG with a tooltip on each mark, and an interactive Plotly chart where a page can show one.</summary>
[TypeFormatterSource(typeof(ShownFormatters), PreferredMimeTypes = [ShownFormatters.Html, ShownFormatters.Plain])]
public sealed class Figure : IShown
{
    private readonly Chart chart;
    private readonly ChartLayout layout;
    private readonly string inline;

    internal Figure(Chart chart)
    {
        (this.chart, layout) = (chart, new(chart));
        inline = SvgChart.Draw(chart, layout).ToString(SaveOptions.DisableFormatting);
        Plotly = PlotlyChart.Draw(chart, layout);
    }

    /// <summary>What stands over it.</summary>
    public string Title => chart.Title;

    /// <summary>The interactive chart, with the very numbers of the static one.</summary>
    public GenericChart Plotly { get; }

    /// <summary>The static chart, a whole SVG document on white paper.</summary>
    public string Svg => "<svg xmlns=\"http://www.w3.org/2000/svg\"" + inline[4..];

    /// <summary>The static chart, which the interactive one replaces as <see cref="Charts.PlotlySource"/> allows.</summary>
    public string ToHtml() => ToHtmlFrom(Charts.PlotlySource);

    /// <summary>The static chart, which the interactive one replaces once the page has plotly.js.</summary>
    /// <param name="source">Where from; null: the static chart alone, without any script.</param>
    public string ToHtmlFrom(PlotlySource? source)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(inline)))[..12];
        var box = $"position:relative;max-width:{SvgChart.N(layout.Width)}px;height:{SvgChart.N(layout.Height)}px;"
            + $"overflow:hidden;border-radius:6px;background:{Palette.Paper}";
        var still = $"<div data-unlearn-figure=\"{key}\" style=\"{box}\">{inline}</div>";
        return source is null ? still : still + $"<script>{Upgrade(key, source)}</script>";
    }

    /// <summary>Writes the static chart as an SVG file, whole or not at all.</summary>
    public void Save(string path) => WholeFile.Write(path, Svg);

    /// <summary>The title, and for each series where it begins, ends and ranges.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(chart.Title);
        if (chart.Subtitle.Length > 0) text.Append($" ({chart.Subtitle})");
        var wide = chart.Panels.SelectMany(p => p.Series).Max(s => s.Name.Length);
        foreach (var panel in chart.Panels)
        {
            var measure = chart.Mark == Mark.Cells ? $"{chart.Measure}, a row each {panel.Y.Title}," : panel.Y.Title;
            text.Append($"\n{(panel.Title.Length > 0 ? panel.Title + ": " : "")}{measure} by {panel.X.Title}");
            foreach (var series in panel.Series) text.Append($"\n  {series.Name.PadRight(wide)}  {Summary(series)}");
        }
        return text.ToString();
    }

    private string Summary(Series series)
    {
        var finite = Enumerable.Range(0, series.X.Count).Where(i => double.IsFinite(series.Y[i])).ToList();
        if (finite.Count == 0) return "no finite value";
        string At(int i) => $"{Chart.Text(series.Y[i])} at {(chart.Categories is { } c ? c[(int)series.X[i]] : Chart.Text(series.X[i]))}";
        return finite.Count <= 12 && chart.Mark is Mark.Bars or Mark.Cells ? string.Join(", ", finite.Select(At))
            : $"{At(finite[0])} to {At(finite[^1])}; lowest {Chart.Text(series.Y[finite.MinBy(i => series.Y[i])])}, "
                + $"highest {Chart.Text(series.Y[finite.MaxBy(i => series.Y[i])])}";
    }

    /// <summary>
    /// Draws into a hidden child and swaps in one step, so that the static chart stays until the other is there, and stays where none comes.
    /// While plotly.js loads, AMD's <c>define</c> is put aside: it would register as a module and never become <c>window.Plotly</c>.
    /// </summary>
    private string Upgrade(string key, PlotlySource source)
    {
        var (data, shape) = (PlotlyChart.Json(Plotly, "data"), PlotlyChart.Json(Plotly, "layout"));
        var check = source.Integrity.Length == 0 ? "" : $"s.integrity={Quoted(source.Integrity)};";
        var load = source.Address.Length == 0 ? "return;" : $$"""
            p=w.unlearnPlotly||(w.unlearnPlotly=new Promise(function(yes,no){
            var s=document.createElement('script'),d=w.define;
            s.src={{Quoted(source.Address)}};{{check}}s.crossOrigin='anonymous';
            s.onload=function(){w.define=d;w.Plotly?yes(w.Plotly):no()};
            s.onerror=function(){w.define=d;w.unlearnPlotly=null;no()};
            w.define=undefined;document.head.appendChild(s)}));
            """;
        return $$"""
            (function(w,data,layout){var p;if(w.Plotly)p=Promise.resolve(w.Plotly);else{{{load}}}
            p.then(function(plotly){document.querySelectorAll('[data-unlearn-figure="{{key}}"]').forEach(function(box){
            if(box.dataset.live)return;box.dataset.live='1';
            var svg=box.firstElementChild,div=document.createElement('div'),copy=JSON.parse(JSON.stringify([data,layout]));
            div.style.cssText='position:absolute;left:0;top:0;width:100%;height:100%;visibility:hidden';box.appendChild(div);
            plotly.newPlot(div,copy[0],copy[1],{responsive:true,displaylogo:false,modeBarButtonsToRemove:["select2d","lasso2d","autoScale2d"]})
            .then(function(){svg.remove();div.style.visibility='visible'},function(){div.remove()})})}).catch(function(){})})(window,{{data}},{{shape}});
            """;
    }

    private static string Quoted(string text) => '"' + System.Text.Encodings.Web.JavaScriptEncoder.Default.Encode(text) + '"';
}
