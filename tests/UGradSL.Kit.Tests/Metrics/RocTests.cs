namespace Unlearn.Tests.Metrics;

public class RocTests
{
    public static TheoryData<string> Names => [.. MetricFixtures.All.Roc.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Area_and_true_positive_rates_are_scikit_learns(string name)
    {
        var f = MetricFixtures.All.Roc.Single(f => f.Name == name);
        var roc = Roc.Of(f.Members, f.NonMembers);
        Assert.Equal(f.Auc, roc.Auc, 1e-12);
        Assert.Equal(f.Balanced, roc.BestBalancedAccuracy, 1e-12);
        foreach (var (rate, tpr) in f.Rates.Zip(f.Tpr))
            if (roc.Resolves(rate)) Assert.Equal(tpr, roc.Tpr(rate), 1e-12);
            else Assert.Throws<ArgumentException>(() => roc.Tpr(rate));
    }

    [Fact]
    public void The_area_counts_pairs_and_half_of_ties()
    {
        double[] members = [3, 1, 2, 2], nonMembers = [2, 0, 3];
        var pairs = members.SelectMany(m => nonMembers.Select(n => m > n ? 1 : m == n ? 0.5 : 0)).Average();
        Assert.Equal(pairs, Roc.Of(members, nonMembers).Auc, 1e-15);
        Assert.Equal(1 - pairs, Roc.Of(nonMembers, members).Auc, 1e-15);
        Assert.Equal(pairs, Roc.Of([.. members.Reverse().Select(x => Math.Exp(x) - 7)], [.. nonMembers.Select(x => Math.Exp(x) - 7)]).Auc, 1e-15);
    }

    [Fact]
    public void A_rate_that_the_sample_cannot_resolve_is_refused()
    {
        var scores = Enumerable.Range(0, 999).Select(i => (double)i).ToArray();
        var roc = Roc.Of(scores, scores);
        Assert.Contains("less than one of 999 non-members: it takes at least 1,000", Assert.Throws<ArgumentException>(() => roc.Tpr(0.001)).Message);
        Assert.Equal(0.001, Roc.Of([.. scores, 999], [.. scores, 999]).Tpr(0.001), 1e-9);
        Assert.Contains("allowed is (0, 1]", Assert.Throws<ArgumentException>(() => roc.Tpr(0)).Message);
        Assert.Contains("0 members and 1 non-members", Assert.Throws<ArgumentException>(() => Roc.Of([], [1])).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => Roc.Of([double.NaN], [1])).Message);
    }

    /// <summary>The standard error of the AUC by Hanley and McNeil's formula for Gaussians, times 1.96, is half the interval.</summary>
    [Fact]
    public void The_bootstrap_interval_is_as_wide_as_theory_says()
    {
        using var rng = new Generator(1, CPU);
        using var scope = NewDisposeScope();
        var roc = Roc.Of((randn(600, ScalarType.Float64, generator: rng) + 1).data<double>().ToArray(), randn(600, ScalarType.Float64, generator: rng).data<double>().ToArray());
        var interval = roc.Bootstrap(rng, draws: 1000);
        double a = roc.Auc, q1 = a / (2 - a), q2 = 2 * a * a / (1 + a);
        var error = Math.Sqrt((a * (1 - a) + 599 * (q1 - a * a) + 599 * (q2 - a * a)) / 600 / 600);
        Assert.Equal(2 * 1.96 * error, interval.High - interval.Low, 0.15 * 4 * error);
        Assert.True(interval.Contains(a));
        Assert.Equal(("bootstrap", 0.95), (interval.Method, interval.Level));
        Assert.True(roc.Bootstrap(rng, 0.1).Contains(roc.Tpr(0.1)));
        Assert.Contains("at least 20", Assert.Throws<ArgumentException>(() => roc.Bootstrap(rng, draws: 3)).Message);
    }

    [Fact]
    public void The_same_generator_gives_the_same_interval()
    {
        using Generator a = new(3, CPU), b = new(3, CPU);
        var roc = Roc.Of([1, 2, 3, 4], [0, 2, 1]);
        Assert.Equal(roc.Bootstrap(a), roc.Bootstrap(b));
    }
}
