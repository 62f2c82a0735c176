using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Unlearn.Tests;

public class ChartsTests
{
    [Fact]
    public void Bars_below_zero_hang_from_it()
    {
        var figure = Charts.Bars("t", "class", "weight", ["a", "b", "c"], [new("α", [1.2, -0.1, 0])]);
        var bars = XDocument.Parse(figure.Svg).Descendants().Where(e => e.Name.LocalName == "rect" && e.HasElements)
            .Select(e => (Top: (double)e.Attribute("y")!, Height: (double)e.Attribute("height")!)).ToList();
        Assert.Equal(bars[0].Top + bars[0].Height, bars[1].Top, 0.25);
        Assert.InRange(bars[2].Height, 5.9, 6.1); // still found by the pointer
    }

    [Fact]
    public void A_bar_tells_its_category() => Assert.Equal(
        ["α = 0: Dress, weight 1", "α = 0: Coat, weight 0", "α = −1: Dress, weight 1.5", "α = −1: Coat, weight -0.5"],
        Charts.Bars("t", "class", "weight", ["Dress", "Coat"], [new("α = 0", [1, 0]), new("α = −1", [1.5, -0.5])]).Tooltips());

    [Fact]
    public void A_heat_map_tells_row_column_and_value()
    {
        var heat = Charts.Heat("t", "p", "α", "gap", ["0", "1"], [new("−1", [3, double.NaN]), new("0", [0.25, 5])]);
        Assert.Equal(["p 0, α −1: gap 3", "p 0, α 0: gap 0.25", "p 1, α 0: gap 5"], heat.Tooltips());
        Assert.Equal("[[3.0,null],[0.25,5.0]]", heat.Plotly.Traces().Single()["z"]!.ToString(Newtonsoft.Json.Formatting.None));
    }

    [Fact]
    public void A_histogram_counts_what_a_loop_counts()
    {
        double[] values = [0, 0.1, 0.9, 1, 1.5, 2.99, 3];
        var counts = Charts.Histogram("t", "x", [("a", values)], bins: 3, share: false).Plotly.Traces().Single()["y"]!.Select(y => (int)y);
        int[] loop = [0, 0, 0];
        foreach (var v in values) loop[Math.Min(2, (int)v)]++;
        Assert.Equal([0, .. loop, 0], counts);
    }

    [Fact]
    public void On_a_logarithmic_axis_bins_are_equally_wide_in_logarithms()
    {
        var figure = Charts.Histogram("t", new Axis("x", Log: true), [("a", [1e-4, 1, 0, -1, double.NaN])], bins: 4);
        var x = figure.Plotly.Traces().Single()["x"]!.Select(v => (double)v).ToList();
        Assert.All(x.Zip(x.Skip(1)), t => Assert.Equal(10, t.Second / t.First, 1e-4));
        Assert.Equal(Math.Pow(10, -3.5), x[1], 1e-8); // the first bin runs from 1e-4 to 1e-3
    }

    [Fact]
    public void Samples_of_different_size_compare_as_shares()
    {
        var figure = Charts.Histogram("t", "x", [("a", [0, 1]), ("b", [0, 0, 1, 1])], bins: 2);
        Assert.All(figure.Plotly.Traces(), t => Assert.Equal([0, 50, 50, 0], t["y"]!.Select(y => (double)y)));
    }

    [Fact]
    public void Panels_share_one_legend()
    {
        var figure = Charts.Panels("t",
            [new("Forget", "step", "%", [new("Retrain", [1, 2]), new("UGradSL", [2, 1])]), new("Retain", "step", "%", [new("Retrain", [3, 2])])]);
        Assert.Equal([true, true, false], figure.Plotly.Traces().Select(t => (bool)t["showlegend"]!));
        Assert.Equal(2, figure.Svg.Split(">Retrain<").Length + figure.Svg.Split(">UGradSL<").Length - 2);
    }

    [Fact]
    public void The_script_is_the_one_that_the_hash_names()
    {
        var script = Charts.PlotlyScript();
        Assert.Contains("plotly.js v2.28.0", script[..200], StringComparison.Ordinal);
        Assert.Equal(PlotlySource.Default.Integrity, "sha384-" + Convert.ToBase64String(SHA384.HashData(Encoding.UTF8.GetBytes(script))));
        // npm's plotly.js-dist-min 2.28.0, which the default address serves.
        Assert.Equal("sha384-53bFwj3AXyrFzPyqXWI5rZuuEa3GbWeuLmgC04XqmiE7CairskQMPvcdXh+OLuir", PlotlySource.Default.Integrity);
    }

    [Theory]
    [InlineData("positions but 1 values")]
    [InlineData("has nothing to draw")]
    [InlineData("numbered 0 to 1")]
    [InlineData("lower limit must lie below")]
    [InlineData("0 bins; give 1 to 200")]
    [InlineData("values that are finite and above 0")]
    public void Bad_input_is_told_with_value_range_and_next_step(string told)
    {
        Action[] bad =
        [
            () => _ = new Series("a", [0, 1], [2]),
            () => Charts.Lines("t", "x", "y", [new("a", [double.NaN])]),
            () => Charts.Bars("t", "x", "y", ["a", "b"], [new("s", [1, 2, 3])]),
            () => Charts.Lines("t", new Axis("x", 3, 1), "y", [new("a", [1, 2])]),
            () => Charts.Histogram("t", "x", [("a", [1])], bins: 0),
            () => Charts.Histogram("t", new Axis("x", Log: true), [("a", [0, -1])]),
        ];
        Assert.Single(bad, b => Assert.Throws<ArgumentException>(b).Message.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public void One_point_and_equal_values_still_make_a_chart() =>
        Assert.Equal(["a: x 3, y 5"], Charts.Lines("t", "x", "y", [new("a", [3], [5])]).Tooltips());
}
