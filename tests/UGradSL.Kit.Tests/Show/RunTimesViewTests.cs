using System.Globalization;

namespace Unlearn.Tests.Show;

public sealed class RunTimesViewTests
{
    private static readonly Table Times = RunTimesView.Of(Repository.PathOf("results"));

    private static List<string> Row(string methods, string of) =>
        Times.DataFrame.Rows.Select(row => row.Select(cell => $"{cell}").ToList()).Single(cells => cells[0] == methods && cells[1].StartsWith(of, StringComparison.Ordinal));

    [Theory]
    [InlineData("UGradSL / GA", "1.57 (0.69 to 2.75)")]
    [InlineData("UGradSL+ / FT", "1.81 (1.09 to 4.46)")]
    public void The_papers_ratios_are_those_read_off_its_tables(string methods, string ratios) => Assert.Equal(ratios, Row(methods, "all of the paper")[3]);

    /// <summary>GA passes 1,350 images five times; UGradSL takes a retained image for each, and rounds the batches.</summary>
    [Fact]
    public void Ours_are_of_the_same_seed_and_say_how_many_samples_passed()
    {
        var row = Row("UGradSL / GA", "cifar10, 15,000 to train on, resnet18, width 16, class 5");
        var units = ExperimentResults.Read(Repository.PathOf("results/cifar-10-class.json")).Units;
        double Seconds<T>() => units.First(u => u.Settings.Method is T).Result.Cost.Seconds;
        Assert.Equal(["1", (Seconds<UGradSL>() / Seconds<GradientAscent>()).ToString("0.00", CultureInfo.InvariantCulture), "2.04"], row[2..]);
    }
}
