namespace Unlearn.Tests.Datasets;

public class DurationTests
{
    [Theory]
    [InlineData(0, "0:00")]
    [InlineData(245.9, "4:05")]
    [InlineData(3599, "59:59")]
    [InlineData(3845, "1:04:05")]
    [InlineData(97_445, "27:04:05")]
    public void An_hour_and_more_is_told_as_hours(double seconds, string text) => Assert.Equal(text, Duration.Text(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Time_left_beyond_an_hour_keeps_its_hours() =>
        Assert.EndsWith(" · 1:15:00 left", $"{new Progress("UGradSLPlus", 0, 1, 3, 9, 0.5, 700, TimeSpan.FromMinutes(75))}");
}
