namespace Unlearn.Tests.Runs.Tuning;

public class TuningProgressTests
{
    [Fact]
    public void Time_left_is_what_the_samples_left_take_at_the_speed_so_far() =>
        Assert.Equal("tuning · 50,000 of about 200,000 samples · loss 0.250 · 500 images/s · 5:00 left", $"{new TuningProgress(50_000, 200_000, TimeSpan.FromSeconds(100), 0.25)}");

    [Fact]
    public void Past_what_was_expected_no_end_is_promised() =>
        Assert.Equal("tuning · 50,000 samples · loss 0.250 · 500 images/s", $"{new TuningProgress(50_000, 0, TimeSpan.FromSeconds(100), 0.25)}");
}
