using System.Globalization;
using System.Xml.Linq;

namespace Unlearn.Tests;

public sealed class FigureTests : IDisposable
{
    private static readonly Figure Two = Charts.Lines("Forgetting", "step", "accuracy, %",
        [new("Retrain", [0, 10, 20], [97.123456789, 50, 1]) { Error = [0.5, 0.25, 0] }, new("UGradSL", [0, 10, 20], [97, double.NaN, 2])]);

    public void Dispose() => Charts.PlotlySource = PlotlySource.Default;

    [Fact]
    public void The_svg_is_an_image_with_a_title()
    {
        var root = XDocument.Parse(Two.Svg).Root!;
        Assert.Equal("img", (string?)root.Attribute("role"));
        Assert.Equal("Forgetting", root.Elements().First(e => e.Name.LocalName == "title").Value);
        Assert.NotNull(root.Attribute("viewBox"));
        Assert.Contains("display:block", (string?)root.Attribute("style"), StringComparison.Ordinal);
        Assert.Empty(root.DescendantsAndSelf().Attributes("id"));
    }

    [Fact]
    public void Every_finite_value_has_a_tooltip_with_its_numbers() => Assert.Equal(
        ["Retrain: step 0, accuracy, % 97.1235 ± 0.5", "Retrain: step 10, accuracy, % 50 ± 0.25", "Retrain: step 20, accuracy, % 1 ± 0",
            "UGradSL: step 0, accuracy, % 97", "UGradSL: step 20, accuracy, % 2"], Two.Tooltips());

    [Fact]
    public void Plotly_has_the_numbers_of_the_tooltips()
    {
        var spoken = from trace in Two.Plotly.Traces()
                     from i in Enumerable.Range(0, trace["x"]!.Count())
                     where (double?)trace["y"]![i] is not null
                     let error = trace["error_y"] is { } e ? $" ± {(double)e["array"]![i]!:G6}" : ""
                     select $"{trace["name"]}: step {(double)trace["x"]![i]!:G6}, accuracy, % {(double)trace["y"]![i]!:G6}{error}";
        Assert.Equal(Two.Tooltips(), spoken);
    }

    [Fact]
    public void A_line_breaks_where_a_value_is_missing()
    {
        var broken = Charts.Lines("t", "x", "y", [new("Retrain", [1, 2, double.NaN, 2, 1])]);
        Assert.Equal(2, broken.Svg.Split("stroke=\"#2A6FBB\"", StringSplitOptions.None).Length - 1);
    }

    [Fact]
    public void Marks_stand_where_the_axes_say()
    {
        var figure = Charts.Lines("t", new Axis("x", 0, 10), new Axis("y", 0, 100), [new("Original", [0, 5, 10], [0, 50, 100])]);
        var marks = XDocument.Parse(figure.Svg).Descendants().Where(e => e.Name.LocalName == "circle").Select(e => (X: (double)e.Attribute("cx")!, Y: (double)e.Attribute("cy")!)).ToList();
        Assert.Equal(marks[1].X, (marks[0].X + marks[2].X) / 2, 0.11);
        Assert.Equal(marks[1].Y, (marks[0].Y + marks[2].Y) / 2, 0.11);
        Assert.True(marks[0].X < marks[2].X && marks[0].Y > marks[2].Y);
    }

    [Theory]
    [InlineData("UGradSL+ (BN both)", -30)]
    [InlineData("FT", null)]
    public void Long_categories_lean_the_same_way_in_both_drawings(string name, int? turn)
    {
        var bars = Charts.Bars("t", "", "points", [.. Enumerable.Repeat(name, 8)], [new("UA", [1, 2, 3, 4, 5, 6, 7, 8])]);
        var layout = Newtonsoft.Json.Linq.JObject.Parse(Plotly.NET.GenericChart.toFigureJson(bars.Plotly))["layout"]!;
        Assert.Equal(turn, (int?)layout["xaxis"]!["tickangle"]);
        Assert.Equal(turn is not null, bars.Svg.Contains("rotate(-30", StringComparison.Ordinal));
    }

    [Fact]
    public void An_output_carries_the_chart_once_and_upgrades_it()
    {
        var html = Two.ToHtml();
        Assert.StartsWith("<div data-unlearn-figure=", html, StringComparison.Ordinal);
        Assert.Contains("plotly.newPlot", html, StringComparison.Ordinal);
        Assert.Contains("w.define=undefined", html, StringComparison.Ordinal);
        Assert.Contains(PlotlySource.Default.Integrity[^20..^8], html, StringComparison.Ordinal);
        Assert.DoesNotContain("colorway", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Offline_there_is_neither_script_nor_address()
    {
        Charts.Offline();
        Assert.DoesNotContain("script", Two.ToHtml(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", Two.ToHtml(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<svg role=\"img\"", Two.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_pages_own_plotly_nothing_is_loaded()
    {
        var html = Two.ToHtmlFrom(PlotlySource.OnPage);
        Assert.Contains("newPlot", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.DoesNotContain("createElement('script')", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        const string name = "</script><img src=x onerror=alert(1)>\u0001\ud800\u2028";
        var html = Charts.Panels(name, [new(name, name, name, [new(name, [1, 2])])]).ToHtml();
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(2, html.Split("</script", StringSplitOptions.None).Length); // the figure's own
        Assert.EndsWith("</script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\u2028', html.Split("<script>")[1]);
    }

    [Fact]
    public void An_output_stays_under_300_kB_however_long_the_lines()
    {
        var rng = new Random(1);
        double[] Noise() => [.. Enumerable.Range(0, 20_000).Select(_ => rng.NextDouble())];
        var figure = Charts.Panels("Long", Enumerable.Range(0, 3).Select(p => new Panel($"Panel {p}", "step", "gradient norm of the forget set",
            [.. Enumerable.Range(0, 8).Select(s => new Series($"A rather long name of a method {s}", Noise()) { Error = Noise() })])));
        Assert.InRange(figure.ToHtml().Length, 50_000, 300_000);
        Assert.Contains("of 20000 points a line", figure.Svg, StringComparison.Ordinal);
    }

    [Fact]
    public void A_thinned_line_keeps_its_ends_and_extremes()
    {
        var y = Enumerable.Range(0, 50_000).Select(i => Math.Sin(i / 300.0)).ToArray();
        (y[31_415], y[27_182]) = (7, -7);
        var tips = string.Join('\n', Charts.Lines("t", "step", "y", [new("a", y)]).Tooltips());
        Assert.All(new[] { "step 0,", "step 49999,", "step 31415, y 7", "step 27182, y -7" },
            kept => Assert.Contains(kept, tips, StringComparison.Ordinal));
    }

    [Fact]
    public void A_comma_as_decimal_sign_changes_nothing()
    {
        static string[] All() => [Two.ToHtml(), Two.Svg, Two.ToString(), Charts.Bars("t", "x", "y", ["a", "b"], [new("s", [-0.5, 1.25])]).ToHtml()];
        var before = All();
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NegativeSign) = (",", "~");
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(before, All());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Text_tells_where_each_line_begins_and_ends() => Assert.Equal("""
        Forgetting
        accuracy, % by step
          Retrain  97.1235 at 0 to 1 at 20; lowest 1, highest 97.1235
          UGradSL  97 at 0 to 2 at 20; lowest 2, highest 97
        """, Two.ToString());

    [Fact]
    public void A_saved_chart_is_whole_and_alone()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "chart.svg");
            File.WriteAllText(path, "an older and much longer file" + new string('.', 100_000));
            Two.Save(path);
            Assert.Equal(Two.Svg, File.ReadAllText(path));
            Assert.Equal([path], Directory.GetFiles(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
