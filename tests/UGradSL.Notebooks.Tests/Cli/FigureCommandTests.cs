using System.Xml.Linq;
using Xunit;

namespace Unlearn.Tests;

/// <summary>Figures of the paper drawn anew at the quick scale, whose numbers say nothing but that the path is whole.</summary>
public sealed class FigureCommandTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData(1, 1, "UGradSL+  ")]
    [InlineData(3, 1, "Retrain (goal)")]
    [InlineData(4, 3, "told apart by the predicted class with an advantage of")]
    [InlineData(5, 1, "the cosines of the whole")]
    public void A_figure_is_drawn_from_its_experiment(int number, int charts, string said)
    {
        var (code, output, error) = Ugradsl.Run("figure", $"{number}", "--scale", "quick", "--out", scratch.File("store"), "--charts", scratch.File("charts"));
        Assert.True(code == 0, error);
        Assert.StartsWith($"Figure {number}", output);
        Assert.Contains(said, output);
        var drawn = Directory.GetFiles(scratch.File("charts"), "*.svg");
        Assert.Equal(charts, drawn.Length);
        foreach (var path in drawn)
        {
            Assert.Contains(XDocument.Load(path).Descendants(), e => e.Name.LocalName == "path");
            Assert.Contains("plotly", File.ReadAllText(Path.ChangeExtension(path, ".html")));
        }
    }

    [Fact]
    public void Figure_1_has_stars_for_UGradSL_and_a_circle_for_Retrain()
    {
        var figure = Charts.Scatter("t", "x", "y", [new("Retrain", [1], [1]) { Marker = MarkerShape.Circle }, new("UGradSL", [2], [2]) { Marker = MarkerShape.Star }]);
        var json = Plotly.NET.GenericChart.toFigureJson(figure.Plotly);
        Assert.Matches("\"symbol\":\\s*\"circle\"", json);
        Assert.Matches("\"symbol\":\\s*\"star\"", json);
    }

    [Fact]
    public void Figure_2_shows_no_results()
    {
        var (code, output, error) = Ugradsl.Run("figure", "2", "--out", scratch.File("store"));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("Figure", error);
    }
}
