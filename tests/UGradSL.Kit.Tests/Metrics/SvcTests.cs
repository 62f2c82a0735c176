namespace Unlearn.Tests.Metrics;

public class SvcTests
{
    private static readonly double[][] Points = [[0.1], [0.4], [0.35], [0.9]];
    private static readonly bool[] Classes = [true, true, false, false];

    public static TheoryData<string> Names => [.. SvcFixtures.All.Svc.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decisions_are_scikit_learns(string name)
    {
        var fixture = Named(name);
        var svc = fixture.Train();
        foreach (var (x, (decision, prediction)) in fixture.Queries.Zip(fixture.Decisions.Zip(fixture.Predictions)))
        {
            Assert.Equal(decision, svc.Decision(x), 1e-3);
            if (decision == 0 || Math.Abs(decision) > 1e-3) Assert.Equal(prediction == 1, svc.Predict(x));
        }
    }

    [Fact]
    public void A_sample_on_the_boundary_counts_as_true()
    {
        var svc = Svc.Train([[1], [1], [1], [1]], [true, false, true, false]);
        Assert.Equal(0, svc.Decision(1));
        Assert.True(svc.Predict(1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_order_of_the_samples_changes_no_bit(string name)
    {
        var fixture = Named(name);
        var order = Enumerable.Range(0, fixture.Labels.Length).ToArray();
        new Random(1).Shuffle(order);
        var shuffled = fixture with
        {
            Features = [.. order.Select(i => fixture.Features[i])],
            Labels = [.. order.Select(i => fixture.Labels[i])],
        };
        var (a, b) = (fixture.Train(), shuffled.Train());
        Assert.All(fixture.Queries, x => Assert.Equal(a.Decision(x), b.Decision(x)));
    }

    /// <summary>C·Σ over a set taken twice is 2C·Σ over the set.</summary>
    [Theory]
    [InlineData("two features")]
    [InlineData("the same points in both classes")]
    public void A_sample_given_twice_weighs_as_much_as_twice_the_C(string name)
    {
        var fixture = Named(name);
        var twice = fixture with { Features = [.. fixture.Features, .. fixture.Features], Labels = [.. fixture.Labels, .. fixture.Labels] };
        var (a, b) = (twice.Train(), (fixture with { C = 2 * fixture.C }).Train());
        Assert.All(fixture.Queries, x => Assert.Equal(a.Decision(x), b.Decision(x), 1e-9));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Classes_in_exchange_turn_the_sign(string name)
    {
        var fixture = Named(name);
        var (a, b) = (fixture.Train(), (fixture with { Labels = [.. fixture.Labels.Select(y => 1 - y)] }).Train());
        Assert.All(fixture.Queries, x => Assert.Equal(a.Decision(x), -b.Decision(x), 1e-4));
    }

    /// <summary>A second feature that is always 0 changes no kernel, and takes the road without coarser problems.</summary>
    [Theory]
    [InlineData(1.0, 1.0)]
    [InlineData(70.0, 1.0)]     // modified entropies
    [InlineData(1.0, 20.0)]
    [InlineData(1e-9, 1.0)]     // all but alike
    [InlineData(4000.0, 1.0)]   // too wide to interpolate
    public void Coarse_to_fine_on_one_feature_ends_where_the_plain_solver_does(double width, double gamma)
    {
        var rng = new Random(5);
        double[][] line = [.. Enumerable.Range(0, 1400).Select(i => new[] { width * Math.Pow(rng.NextDouble(), i % 2 == 0 ? 1 : 1.7) })];
        bool[] classes = [.. line.Select((_, i) => i % 2 == 0)];
        var (fine, plain) = (Svc.Train(line, classes, 3, gamma, 1e-5), Svc.Train([.. line.Select(x => new[] { x[0], 0 })], classes, 3, gamma, 1e-5));
        Assert.All(line, x => Assert.Equal(plain.Decision(x[0], 0), fine.Decision(x), 1e-3));
    }

    [Fact]
    public void Gamma_is_one_over_the_features_unless_given()
    {
        var fixture = Named("five features");
        var (left, given) = (fixture.Train(), (fixture with { Gamma = 0.2 }).Train());
        Assert.All(fixture.Queries, x => Assert.Equal(left.Decision(x), given.Decision(x)));
    }

    [Fact]
    public void Bad_samples_are_refused()
    {
        Refuses("no samples", [], []);
        Refuses("4 samples but 3 labels", Points, [true, true, false]);
        Refuses("all 4 samples are of class false", Points, new bool[4]);
        Refuses("all 4 samples are of class true", Points, [true, true, true, true]);
        Refuses("feature 1 of sample 2 is NaN", [[0, 1], [2, 3], [4, double.NaN]], [true, false, true]);
        Refuses("feature 0 of sample 1 is -Infinity", [[0], [double.NegativeInfinity]], [true, false]);
        Refuses("sample 1 has 1 features, sample 0 has 2", [[0, 1], [2]], [true, false]);
        Refuses("sample 0 has no features", [[], []], [true, false]);
        Assert.Contains("the sample has 2 features, the training's had 1",
            Assert.Throws<ArgumentException>(() => Svc.Train(Points, Classes).Decision(1, 2)).Message);

        static void Refuses(string message, double[][] features, bool[] labels) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => Svc.Train(features, labels)).Message);
    }

    [Theory]
    [InlineData("C = 0, allowed is (0, ∞)", 0.0, 1.0, 1e-3)]
    [InlineData("C = NaN, allowed is (0, ∞)", double.NaN, 1.0, 1e-3)]
    [InlineData("C = Infinity, allowed is (0, ∞)", double.PositiveInfinity, 1.0, 1e-3)]
    [InlineData("γ = -1, allowed is (0, ∞)", 3.0, -1.0, 1e-3)]
    [InlineData("tolerance = 0, allowed is (0, 1]", 3.0, 1.0, 0.0)]
    [InlineData("tolerance = 2, allowed is (0, 1]", 3.0, 1.0, 2.0)]
    public void A_setting_outside_its_range_is_refused_with_what_is_allowed(string message, double c, double gamma, double tolerance) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Svc.Train(Points, Classes, c, gamma, tolerance)).Message);

    [Fact]
    public void A_tolerance_beyond_the_reach_of_doubles_ends_with_advice()
    {
        var (features, classes) = (Named("two features").Features[..20], Named("two features").Classes[..20]);
        var message = Assert.Throws<InvalidOperationException>(() => Svc.Train(features, classes, 1e12, 1e-3, 1e-12)).Message;
        Assert.Contains("after 1,000,000 steps, where 1e-12 was asked for: raise the tolerance, or lower C", message);
    }

    private static SvcFixture Named(string name) => SvcFixtures.All.Svc.Single(f => f.Name == name);
}
