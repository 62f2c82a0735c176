using System.Xml.Linq;
using Newtonsoft.Json.Linq;
using Plotly.NET;

namespace Unlearn.Tests;

/// <summary>What a test reads off a figure's two drawings.</summary>
internal static class Drawn
{
    /// <summary>The tooltips of the marks, in order; the chart's own title is not among them.</summary>
    public static List<string> Tooltips(this Figure figure) =>
        [.. XDocument.Parse(figure.Svg).Descendants().Where(e => e.Name.LocalName == "title" && e.Parent!.Name.LocalName != "svg")
            .Select(e => e.Value)];

    public static IEnumerable<JObject> Traces(this GenericChart chart) =>
        JObject.Parse(GenericChart.toFigureJson(chart))["data"]!.Cast<JObject>();

    public static IEnumerable<string> Colours(this GenericChart chart) => chart.Traces().Select(t => (string)t["line"]!["color"]!);
}
