using System.Globalization;

namespace Unlearn.Tests.Metrics;

public class SpreadTests
{
    [Fact]
    public void The_deviation_is_the_samples()
    {
        var spread = Spread.Of([2, 4, 4, 4, 5, 5, 7, 9]);
        Assert.Equal(5, spread.Mean);
        Assert.Equal(Math.Sqrt(32 / 7.0), spread.Std!.Value, 1e-12);
        Assert.Equal(8, spread.Count);
    }

    [Fact]
    public void The_median_is_the_middle_one_or_between_the_two()
    {
        Assert.Equal(4, Spread.Median([9, 4, 1]));
        Assert.Equal(3.5, Spread.Median([9, 4, 1, 3]));
        Assert.Equal(double.NaN, Spread.Median([]));
    }

    [Fact]
    public void One_seed_has_no_deviation()
    {
        Assert.Null(Spread.Of([3.5]).Std);
        Assert.Equal("3.50 (1)", Spread.Of([3.5]).ToString());
        Assert.Contains("run at least 3", Spread.Of([3.5]).Warning);
        Assert.Null(Spread.Of([3.5, 3.6]).Warning);
    }

    [Fact]
    public void It_prints_mean_deviation_and_count_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            Assert.Equal("87.12 ± 0.34 (3)", new Spread(87.1234, 0.3412, 3).ToString());
            Assert.Equal("0.701 ± 0.000 (2)", Spread.Of([0.701, 0.701]).ToString("F3"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Nothing_has_no_mean() => Assert.Contains("at least one run", Assert.Throws<ArgumentException>(() => Spread.Of([])).Message);
}
