namespace Unlearn.Tests.Training;

public sealed class LearningRateFinderTests : IDisposable
{
    private static readonly TrainSettings Settings = new(BatchSize: 16);

    private readonly Dataset data = Tiny.Data();

    public void Dispose() => data.Dispose();

    /// <summary>½·Σ L_i·θ_i² under gradient descent: along i a step multiplies θ_i by 1 − η·L_i, which grows only above 2/L_i.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(4)]
    [InlineData(100)]
    public void On_a_quadratic_the_loss_rises_from_2_over_L_on_and_not_before(double curvature)
    {
        double[] L = [curvature, curvature / 10], θ = [1, 0.1];
        double Step(double rate)
        {
            var loss = L.Zip(θ, (l, t) => l * t * t / 2).Sum();
            for (var i = 0; i < 2; i++) θ[i] *= 1 - rate * L[i];
            return loss;
        }
        var curve = new LearningRateFinder(1.7 / curvature, 8 / curvature, 100) { Smoothing = 0 }.Search(Step);
        var before = curve.Losses.Prepend(curve.Start).ToList();
        var firstRise = Enumerable.Range(0, curve.Rates.Count).First(i => curve.Losses[i] > before[i]);
        Assert.True(curve.Rates[firstRise] >= 2 / curvature, $"{curve.Rates[firstRise]}");
        Assert.Equal(curve.Rates[firstRise - 1], curve.Lowest);
        Assert.True(curve.DivergedAt is { } at && at >= 2 / curvature && at < 4 / curvature, $"{curve}");
        Assert.Equal(curve.Lowest / 10, curve.Suggested);
        Assert.InRange(curve.Steepest, curve.Rates[0], curve.Lowest);
    }

    [Fact]
    public void Its_losses_are_those_of_the_same_steps_taken_one_by_one()
    {
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(3, "order");
        var finder = new LearningRateFinder(1e-4, 1, 20) { Smoothing = 0.8, Bound = 1e9 };
        var curve = finder.Find(net, data.Train.All, Settings, rng);

        using var copy = net.Clone();
        copy.train();
        using var order = Seeds.Branch(rng, "learning rates");
        using var descent = new Descent(copy, Settings.Optimizer, 1);
        List<double> losses = [];
        foreach (var (batch, i) in data.Train.All.Cycle(order, 16).Select((batch, i) => (batch, i)).Take(21))
        {
            descent.LearningRate = 1e-4 * Math.Pow(1e4, i / 19.0);
            losses.Add(descent.Take(0, (1, batch, b => cross_entropy(copy.call(b.X), b.Y))).Loss);
        }
        Assert.Equal(losses[0], curve.Start);
        Assert.Equal(losses.Skip(1), curve.Losses);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => 1e-4 * Math.Pow(1e4, i / 19.0)), curve.Rates, (a, b) => Math.Abs(a / b - 1) < 1e-12);
        var weights = Enumerable.Range(0, 21).Select(j => Math.Pow(0.8, 20 - j)).ToList();
        Assert.Equal(losses.Zip(weights, (l, w) => l * w).Sum() / weights.Sum(), curve.Smoothed[^1], 1e-9);
        Assert.Null(curve.DivergedAt);
    }

    [Fact]
    public void Network_statistics_generators_and_mode_are_left_as_they_were_and_no_tensor_behind()
    {
        using var net = Tiny.Net();
        net.eval();
        using var rng = Seeds.Stream(3, "order");
        using var drawn = rand(5, generator: rng);
        var before = Tiny.State(net);
        using var stateBefore = rng.get_state();
        using var torchBefore = random.get_rng_state();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var curve = new LearningRateFinder().Find(net, data.Train.All, Settings with { Precision = Precision.Mixed }, rng);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(before, Tiny.State(net));
        Assert.False(net.training);
        using var stateAfter = rng.get_state();
        using var torchAfter = random.get_rng_state();
        Assert.True(stateBefore.Equals(stateAfter));
        Assert.True(torchBefore.Equals(torchAfter));
        Assert.Equal(curve.Losses, new LearningRateFinder().Find(net, data.Train.All, Settings with { Precision = Precision.Mixed }, rng).Losses);
    }

    [Fact]
    public void A_first_step_that_comes_apart_is_told()
    {
        var curve = new LearningRateFinder(1, 10).Search(_ => double.NaN);
        Assert.Equal("the first step, at 1, came apart: begin lower", curve.ToString());
        Assert.Throws<ArgumentException>(() => TrainingCharts.Rates(curve));
    }

    [Fact]
    public void The_chart_has_the_losses_and_the_suggestion()
    {
        var θ = 1.0;
        var curve = new LearningRateFinder(1e-3, 100, 60).Search(rate =>
        {
            var loss = 2 * θ * θ + 0.1;
            θ *= 1 - 4 * rate;
            return loss;
        });
        var figure = TrainingCharts.Rates(curve);
        Assert.Contains("suggested", figure.Svg);
        Assert.Contains($"{curve}", figure.ToString());
    }

    [Theory]
    [InlineData(0, 1, 100, "learning rates from 0 to 1")]
    [InlineData(1, 1, 100, "learning rates from 1 to 1")]
    [InlineData(1e-3, 1, 5, "5 learning rates")]
    public void A_setting_outside_its_range_is_refused(double from, double to, int steps, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new LearningRateFinder(from, to, steps).Check()).Message);

    [Fact]
    public void Settings_round_trip_through_json()
    {
        var finder = new LearningRateFinder(1e-4, 1, 50) { Smoothing = 0.5 };
        Assert.Equal(finder, System.Text.Json.JsonSerializer.Deserialize<LearningRateFinder>(System.Text.Json.JsonSerializer.Serialize(finder, Json.Compact), Json.Compact));
    }
}
