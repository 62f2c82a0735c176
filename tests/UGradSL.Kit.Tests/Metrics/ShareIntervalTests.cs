namespace Unlearn.Tests.Metrics;

public sealed class ShareIntervalTests
{
    [Theory] // Newcombe 1998, table I, method 3
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilsons_interval_is_the_published_one(int count, int of, double low, double high)
    {
        var interval = ShareInterval.Wilson(count, of);
        Assert.Equal(low, interval.Low, 5e-5);
        Assert.Equal(high, interval.High, 5e-5);
    }

    [Fact]
    public void A_count_outside_is_refused()
    {
        Assert.Throws<ArgumentException>(() => ShareInterval.Wilson(1, 0));
        Assert.Throws<ArgumentException>(() => ShareInterval.Wilson(4, 3));
        Assert.Throws<ArgumentException>(() => ShareInterval.Wilson(-1, 3));
    }
}
