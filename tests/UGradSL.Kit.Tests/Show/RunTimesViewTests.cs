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
        var units = ExperimentResults.Read(Repository.PathOf("results/table-01-cifar-10.json")).Units;
        double Seconds<T>(int seed) => units.First(u => u.Settings.Method is T && u.Settings.Seed == seed).Result.Cost.Seconds;
        double[] ratios = [.. units.Select(u => u.Settings.Seed).Distinct().Select(seed => Seconds<UGradSL>(seed) / Seconds<GradientAscent>(seed)).Order()];
        Assert.Contains($"{ratios[^1].ToString("0.00", CultureInfo.InvariantCulture)})", row[3]);
        Assert.Equal(("3", "2.04 (2.04 to 2.04)"), (row[2], row[4]));
    }

    /// <summary>Table 6 has UGradSL without its retained images too, which pass half as many.</summary>
    [Fact]
    public void An_ablation_s_rows_are_no_run_times_of_a_method() =>
        Assert.Equal("2.04 (2.04 to 2.04)", Row("UGradSL / GA", "cifar10, 15,000 to train on, resnet18, width 16, 10 %")[4]);
}
