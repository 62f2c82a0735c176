using System.Diagnostics;

namespace Unlearn.Tests.Runs;

public sealed class PaceTests
{
    private readonly List<Progress> shown = [];

    private readonly Stopwatch whole = Stopwatch.StartNew();

    [Fact]
    public void Time_left_goes_by_samples_and_not_by_runs()
    {
        var pace = new Pace(shown.Add);
        pace.Expect(1_100);
        Take(pace, "Original", steps: 50);
        Assert.Null(shown[0].Left); // a fiftieth has passed, of 55
        Assert.InRange(shown[^1].Left!.Value, TimeSpan.FromTicks(1), whole.Elapsed * 0.1); // 100 of 1,100 are left, though one run of two
        pace.End(1_000);
        Take(pace, "FineTune", steps: 5);
        Assert.Equal(TimeSpan.Zero, shown[^1].Left);
    }

    [Fact]
    public void What_was_done_elsewhere_is_not_ahead_and_what_was_not_foreseen_takes_nothing_from_it()
    {
        var pace = new Pace(shown.Add);
        pace.Expect(3_000);
        pace.End(1_000); // read
        Take(pace, "InfluenceUnlearning", steps: 50);
        pace.End(0); // a method that does not know its steps beforehand
        Take(pace, "Retrain", steps: 50);
        Assert.InRange(shown[^1].Left!.Value, TimeSpan.FromTicks(1), whole.Elapsed * 0.5); // 1,000 are left, 2,000 have passed
        pace.End(1_000);
        Take(pace, "FineTune", steps: 50);
        Assert.Equal(TimeSpan.Zero, shown[^1].Left);
    }

    [Fact]
    public void A_training_that_goes_on_is_shown_where_it_is()
    {
        var pace = new Pace(shown.Add);
        pace.Expect(1_000);
        pace.Begin("Original", 3, 50, taken: 40);
        for (var step = 0; step < 9; step++) pace.Step(new(1, 0.5, 20));
        Assert.Equal(("Original", 3, 2, 41, 50), (shown[0].Method, shown[0].Seed, shown[0].Epoch, shown[0].Step, shown[0].Steps));
        Assert.InRange(shown[^1].Left!.Value, TimeSpan.FromTicks(1), whole.Elapsed / 9); // one step is left, nine were taken
    }

    private static void Take(Pace pace, string method, int steps)
    {
        pace.Begin(method, 0, steps);
        for (var step = 0; step < steps; step++)
        {
            Thread.Sleep(1);
            pace.Step(new(0, 1, 20));
        }
    }
}
