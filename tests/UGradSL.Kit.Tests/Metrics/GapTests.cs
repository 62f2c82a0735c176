namespace Unlearn.Tests.Metrics;

public class GapTests
{
    private static readonly Scores Retrained = new(UA: 20, MIA: 40, RA: 99, TA: 90, H: 0.7, RTE: 60);

    [Fact]
    public void The_average_gap_is_the_mean_of_four_distances()
    {
        Assert.Equal(0, Gap.Average(Retrained, Retrained));
        Assert.Equal((5 + 10 + 3 + 2) / 4.0, Gap.Average(new(25, 30, 96, 92, 0.7, 60), Retrained));
        Assert.Equal((5 + 10 + 3 + 2) / 4.0, Gap.Average(Retrained, new(25, 30, 96, 92, 0.7, 60)));
    }

    [Fact]
    public void Entropy_and_time_have_other_units_and_are_left_out() =>
        Assert.Equal(0, Gap.Average(Retrained with { H = 2.3, RTE = 1 }, Retrained));

    [Theory]
    [InlineData(false, 0, 0, 0)]
    [InlineData(true, 0.1, -2.1, 0)]
    [InlineData(true, 0.1, 0, -2.1)]
    [InlineData(false, 0.1, -2, -2)]    // exactly 2 below is allowed
    [InlineData(false, 30, 5, 5)]       // it forgot more, and paid nothing
    [InlineData(false, 0, -9, -9)]      // it lost accuracy, but forgot no more than Retrain: a bad method, not over-forgetting
    [InlineData(false, -5, -9, -9)]
    public void Over_forgetting_is_a_UA_above_Retrains_paid_for_with_accuracy(bool expected, double ua, double ra, double ta) =>
        Assert.Equal(expected, Gap.OverForgets(ua, ra, ta));
}
