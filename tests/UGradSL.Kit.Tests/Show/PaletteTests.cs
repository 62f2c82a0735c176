using System.Globalization;

namespace Unlearn.Tests;

public class PaletteTests
{
    private static readonly string[] Methods = ["Original", "Retrain", "FineTune", "GradientAscent", "UGradSL", "UGradSLPlus"];

    // Machado, Oliveira and Fernandes 2009, severity 1.
    private static readonly double[][,] Eyes =
    [
        new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
        new[,] { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } },
        new[,] { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } },
        new[,] { { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 }, { 0.004733, 0.691367, 0.303900 } },
    ];

    private static readonly double[] White = [0.9505, 1, 1.089];

    [Fact]
    public void A_method_keeps_its_colour_under_all_its_names()
    {
        string[][] same = [["UGradSLPlus", "UGradSL+", "UGradSL+ (both)"], ["GradientAscent", "GA", "Gradient ascent"], ["FineTune", "FT"]];
        Assert.All(same, names => Assert.Single(names.Select(Palette.Of).Distinct()));
        Assert.Equal(6, Methods.Select(Palette.Of).Distinct().Count());
    }

    [Fact]
    public void Every_two_methods_stay_apart_for_every_eye()
    {
        foreach (var eye in Eyes)
            foreach (var (a, b) in from a in Methods from b in Methods where string.CompareOrdinal(a, b) < 0 select (a, b))
                Assert.True(Distance(Seen(Palette.Of(a), eye), Seen(Palette.Of(b), eye)) > 13, $"{a} and {b}");
    }

    [Fact]
    public void Every_colour_is_seen_on_white_and_on_a_dark_page()
    {
        foreach (var colour in Methods.Concat(Enumerable.Range(0, 40).Select(i => $"label {i}")).Select(Palette.Of))
        {
            var light = Linear(colour) is var c ? 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2] : 0;
            Assert.True(1.05 / (light + 0.05) >= 2 && (light + 0.05) / 0.063 >= 2.5, colour);
        }
    }

    [Fact]
    public void Other_names_have_the_same_colour_in_every_process() => Assert.Equal("#5b4fc7", Palette.Of("validation"));

    [Fact]
    public void Names_that_are_no_methods_give_way_to_each_other_in_one_chart()
    {
        string[] names = ["label 0", "label 4", "label 8", "label 12"];
        var colours = Charts.Lines("t", "x", "y", names.Select(n => new Series(n, [1, 2]))).Plotly.Colours();
        Assert.Equal(4, colours.Distinct().Count());
    }

    [Fact]
    public void A_variant_is_told_by_its_dashes()
    {
        var figure = Charts.Lines("t", "x", "y", [new("UGradSL", [1, 2]), new("UGradSL (both)", [2, 1])]);
        Assert.Single(figure.Plotly.Colours().Distinct());
        Assert.Equal(["solid", "6,3"], figure.Plotly.Traces().Select(t => (string?)t["line"]!["dash"]));
        Assert.Contains($"stroke=\"{Palette.Of("UGradSL").ToUpperInvariant()}\"", figure.Svg.Split("stroke-dasharray")[0], StringComparison.OrdinalIgnoreCase);
    }

    private static double[] Linear(string hex) =>
        [.. new[] { 1, 3, 5 }.Select(i => int.Parse(hex.AsSpan(i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))];

    private static double[] Seen(string hex, double[,] eye)
    {
        var c = Linear(hex);
        return [.. Enumerable.Range(0, 3).Select(r => Math.Clamp(eye[r, 0] * c[0] + eye[r, 1] * c[1] + eye[r, 2] * c[2], 0, 1))];
    }

    /// <summary>CIE 1976 ΔE of two linear colours.</summary>
    private static double Distance(double[] a, double[] b)
    {
        static double[] Lab(double[] c)
        {
            double[] xyz = [0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2], 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2],
                0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]];
            var f = xyz.Zip(White, (v, white) => v / white).Select(v => v > 0.008856 ? Math.Cbrt(v) : 7.787 * v + 16 / 116.0).ToArray();
            return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])];
        }
        return Math.Sqrt(Lab(a).Zip(Lab(b), (x, y) => (x - y) * (x - y)).Sum());
    }
}
