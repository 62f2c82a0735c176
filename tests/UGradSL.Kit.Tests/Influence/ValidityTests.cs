using System.Text.Json;

namespace Unlearn.Tests.Influence;

public sealed class ValidityTests : IDisposable
{
    private static readonly ValidityFixture fixture = JsonSerializer.Deserialize<ValidityFixture>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Influence", "validity.json")), JsonSerializerOptions.Web)!;

    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Generator rng = Seeds.Stream(0, "validity");

    public void Dispose()
    {
        scope.Dispose();
        rng.Dispose();
    }

    [Fact]
    public void Correlations_and_slope_are_scipys_with_ties_too()
    {
        var agreement = Agreement.Of(fixture.A, fixture.B, rng);
        Assert.Equal(fixture.Pearson, agreement.Pearson.Value, 1e-12);
        Assert.Equal(fixture.Spearman, agreement.Spearman.Value, 1e-12);
        Assert.Equal(fixture.Slope, agreement.Slope.Value, 1e-12);
        Assert.True(agreement.Pearson.Interval.Contains(fixture.Pearson));
        Assert.True(agreement.Pearson.Interval.Low > -1 && agreement.Pearson.Interval.High <= 1);
    }

    [Fact]
    public void Groups_left_out_of_ridge_softmax_regression_are_numpys()
    {
        var (x, y) = (tensor(fixture.X).view(-1, 4), tensor(fixture.Y));
        var original = SoftmaxFit.Minimise(x, y, 3, fixture.Ridge);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        List<LeftOut> groups = [.. fixture.Groups.Select(g => Validity.Exact(x, y, original, g.Group, fixture.Ridge))];
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        foreach (var (mine, theirs) in groups.Zip(fixture.Groups))
        {
            Assert.Equal(theirs.LossBefore, mine.LossBefore, 1e-9);
            Assert.Equal(theirs.PredictedLoss, mine.PredictedLoss, 1e-9);
            Assert.Equal(theirs.RetrainedLoss, mine.RetrainedLoss, 1e-9);
            Assert.Equal(theirs.Cosine, mine.Cosine, 1e-9);
            Assert.Equal(theirs.RelativeError, mine.RelativeError, 1e-9);
        }
        var all = Validity.LeaveGroupOut(groups, rng);
        Assert.Equal(12, all.Groups);
        Assert.Equal(fixture.Groups.Average(g => g.Cosine), all.Cosine.Value, 1e-9);
        Assert.InRange(all.ForgetLoss.Pearson.Value, 0.95, 1);                           // five of 60 rows are nearly a small step
        Assert.Contains("retraining", InfluenceCharts.Groups(groups).Svg);
        Assert.Contains("at least 3", Assert.Throws<ArgumentException>(() => Validity.LeaveGroupOut(groups[..2], rng)).Message);
    }

    [Fact]
    public void On_a_network_that_is_linear_in_theta_b_is_the_exact_problems()
    {
        using var net = Small.Softmax();
        using var other = Small.Softmax();
        var (x, y) = Small.Data(30);
        ParameterBlock.All(other).Add(0.1 * Small.Random(15));
        var settings = new ProbeSettings(WeightDecay: 0.05) { Solver = new ConjugateGradient(1e-11, 200) };
        var (retain, forget) = (Examples.Of(x.narrow(0, 0, 24), y.narrow(0, 0, 24)), Examples.Of(x.narrow(0, 24, 6), y.narrow(0, 24, 6)));
        var (theta, before) = (ParameterBlock.All(net).Read(), DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        var group = Validity.Network(net, other, retain, forget, settings);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(theta.Equals(ParameterBlock.All(net).Read()));

        NetRisk Over(Examples part) => new(net, part) { WeightDecay = 0.05 };
        var b = linalg.solve(Over(retain).Hessian().Dense(), Over(forget).Gradient());
        var moved = ParameterBlock.All(other).Read() - theta;
        Assert.Equal(b.dot(moved).item<double>() / b.norm().item<double>() / moved.norm().item<double>(), group.Cosine, 1e-8);
        Assert.Equal((moved - b).norm().item<double>() / moved.norm().item<double>(), group.RelativeError, 1e-8);
        ParameterBlock.All(net).Add(b);
        Assert.Equal(new NetRisk(net, forget).Value(), group.PredictedLoss, 1e-7);
        Assert.Equal(new NetRisk(other, forget).Value(), group.RetrainedLoss, 1e-9);
        Assert.Throws<InvalidOperationException>(() => Validity.Network(net, other, retain, forget, settings with { Solver = new ConjugateGradient(1e-11, 1) }));
        Assert.False(theta.Equals(ParameterBlock.All(net).Read()));
    }

    [Fact]
    public void Influence_of_every_sample_on_every_query_is_numpys()
    {
        var (x, y) = (tensor(fixture.X).view(-1, 4), tensor(fixture.Y));
        var w = SoftmaxFit.Minimise(x, y, 3, fixture.Ridge);
        var queries = new SoftmaxRisk(x.narrow(0, 0, 5), y.narrow(0, 0, 5), w);
        var scores = InfluenceScores.Of(new SoftmaxRisk(x, y, w) { WeightDecay = fixture.Ridge }, queries, CurvatureKind.Hessian, 0, new Direct(1e-11), atOnce: 2); // [5, 60]
        Assert.InRange(Small.Apart(scores, tensor(fixture.Scores).view(5, 60)), 0, 1e-8);
    }

    [Fact]
    public void The_datamodelling_score_is_scipys_and_1_where_the_sums_foretell_the_order()
    {
        var (scores, subsets) = (tensor(fixture.Scores).view(5, 60), tensor(fixture.Subsets).view(40, 60).to(ScalarType.Bool));
        var lds = DatamodelingScore.Of(scores, subsets, tensor(fixture.Outputs).view(40, 5), rng);
        Assert.Equal(40, lds.Subsets);
        Assert.All(fixture.Rho.Zip(lds.PerQuery), p => Assert.Equal(p.First, p.Second, 1e-9));
        Assert.Equal(fixture.Rho.Average(), lds.Score.Value, 1e-9);
        Assert.True(lds.Score.Interval.Contains(lds.Score.Value));
        var perfect = scores.mm(subsets.to(ScalarType.Float64).t()).exp().t();
        Assert.Equal(1, DatamodelingScore.Of(scores, subsets, perfect, rng).Score.Value, 1e-12);
        Assert.Contains("[m, Q]", Assert.Throws<ArgumentException>(() => DatamodelingScore.Of(scores, subsets, perfect.t(), rng)).Message);
    }

    [Fact]
    public void Numbers_that_say_nothing_are_refused()
    {
        Assert.Contains("one each", Assert.Throws<ArgumentException>(() => Agreement.Of([1, 2, 3], [1, 2], rng)).Message);
        Assert.Contains("the same", Assert.Throws<ArgumentException>(() => Agreement.Of([1, 1, 1], [1, 2, 3], rng)).Message);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => Agreement.Of([1, double.NaN, 1], [1, 2, 3], rng)).Message);
    }

    private sealed record ValidityFixture(
        double Ridge, double[] X, long[] Y, GroupFixture[] Groups, double[] Scores, int[] Subsets, double[] Outputs, double[] Rho, double[] A, double[] B, double Pearson, double Spearman, double Slope);

    private sealed record GroupFixture(int[] Group, double LossBefore, double PredictedLoss, double RetrainedLoss, double Cosine, double RelativeError);
}
