namespace Unlearn.Tests.Metrics;

/// <summary>Means over seeds: intervals against scipy's t, coverage by simulation, variances of a grid whose truth is known.</summary>
public class SeedStatisticsTests
{
    [Fact]
    public void Quantiles_of_t_are_scipys() =>
        Assert.All(MetricFixtures.All.T, f => Assert.Equal(f.Quantile, StudentT.Quantile(f.P, f.Dof), 1e-8 * f.Quantile)); // scipy itself is off by 2e-9 here and there

    [Fact]
    public void Few_seeds_get_t_many_a_bootstrap_and_one_nothing()
    {
        using var rng = new Generator(1, CPU);
        Assert.Null(MeanInterval.Of([1], rng));
        var three = MeanInterval.Of([1, 2, 3], rng)!;
        var half = MetricFixtures.All.T.Single(f => f is { P: 0.975, Dof: 2 }).Quantile / Math.Sqrt(3);
        Assert.Equal("t", three.Method);
        Assert.Equal(2 - half, three.Low, 1e-9);
        Assert.Equal(2 + half, three.High, 1e-9);
        Assert.Equal("t", MeanInterval.Of([.. Enumerable.Range(0, 19)], rng)!.Method);
        var many = MeanInterval.Of([.. Enumerable.Range(0, 40).Select(i => (double)(i % 5))], rng)!;
        Assert.Equal("bootstrap", many.Method);
        Assert.Equal(2 * 1.96 * Math.Sqrt(2.0 / 40), many.High - many.Low, 0.1); // Var of 0..4 is 2
        Assert.Contains("no values", Assert.Throws<ArgumentException>(() => MeanInterval.Of([], rng)).Message);
        Assert.Contains("level 1, allowed is (0, 1)", Assert.Throws<ArgumentException>(() => MeanInterval.Of([1, 2], rng, 1)).Message);
    }

    [Fact]
    public void A_grid_separates_the_variance_of_training_from_that_of_unlearning()
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator(4, CPU);
        var a = randn(400, 1, ScalarType.Float64, generator: rng) * 3;
        var rows = (a + randn(400, 5, ScalarType.Float64, generator: rng) + 50).data<double>().ToArray().Chunk(5).ToArray();
        var grid = SeedGrid.Of(rows);
        Assert.Equal(9, grid.TrainVariance!.Value, 1.5);
        Assert.Equal(1, grid.UnlearnVariance!.Value, 0.1);
        Assert.True(grid.Interval!.Contains(50));
        Assert.Null(grid.Warning);
    }

    [Fact]
    public void By_hand_and_where_one_of_the_two_seeds_is_missing()
    {
        var grid = SeedGrid.Of([[1, 3], [5, 7]]);
        Assert.Equal((4, 8 - 2 / 2.0, 2), (grid.Mean, grid.TrainVariance, grid.UnlearnVariance));
        Assert.Equal(0, SeedGrid.Of([[0, 10], [1, 9]]).TrainVariance);
        var flat = SeedGrid.Of([[1], [3]]);
        Assert.Equal((2, 2.0, (double?)null), (flat.Mean, flat.TrainVariance!.Value, flat.UnlearnVariance));
        Assert.Contains("cannot be told apart", flat.Warning);
        var single = SeedGrid.Of([[1, 3]]);
        Assert.Equal((null, null), (single.TrainVariance, single.Interval));
        Assert.Contains("train at least 3", single.Warning);
        Assert.Equal("2.00 · std of training unknown, of unlearning 1.41 (1 × 2)", single.ToString());
        Assert.Contains("run as many for each", Assert.Throws<ArgumentException>(() => SeedGrid.Of([[1, 2], [3]])).Message);
        Assert.Contains("no values", Assert.Throws<ArgumentException>(() => SeedGrid.Of([])).Message);
    }
}
