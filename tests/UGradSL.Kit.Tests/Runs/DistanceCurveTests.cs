namespace Unlearn.Tests.Runs;

public sealed class DistanceCurveTests : IDisposable
{
    private readonly Dataset data = Tiny.Data(20);
    private readonly ForgetSplit split;
    private readonly Net original = Tiny.Net(), retrained = Tiny.Net(1);

    public DistanceCurveTests() => split = Tiny.Split(data);

    public void Dispose()
    {
        original.Dispose();
        retrained.Dispose();
        data.Dispose();
    }

    [Fact]
    public void Each_point_is_the_distance_after_the_method_itself_has_run()
    {
        var (state, before) = (Tiny.State(original), DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        var method = new UGradSL(2, 0.01, P: 0.7) { BatchSize = 16 };
        var curve = DistanceCurve.Of(method, original, retrained, split, [0.5, 0, -1], seed: 3);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(state, Tiny.State(original));
        Assert.Equal([-1, 0, 0.5], curve.Points.Select(p => p.Alpha));
        using var net = original.Clone();
        using (var rng = Seeds.Stream(3, "order"))
            foreach (var _ in (method with { Alpha = -1 }).Run(net, split, rng)) { }
        Assert.Equal(WeightDistance(net, retrained), curve.Points[0].Distance, 1e-6);
        Assert.Equal(WeightDistance(original, retrained), curve.AtOriginal, 1e-6);
        Assert.Equal(3, curve.Points.Select(p => p.Distance).Distinct().Count());
        Assert.Contains("Newton", InfluenceCharts.Distance(curve, Probed()).Svg);
    }

    [Fact]
    public void Without_the_ascent_term_alpha_does_not_matter()
    {
        var curve = DistanceCurve.Of(new UGradSLPlus(1, 0.01, P: 1) { BatchSize = 16 }, original, retrained, split, [0, -1]);
        Assert.Equal(curve.Points[0].Distance, curve.Points[1].Distance);
        Assert.False(curve.NegativeHelps);
    }

    [Fact]
    public void What_is_known_is_not_run_again_and_a_curve_that_contradicts_withdraws_the_verdict()
    {
        DistancePoint[] known = [new(-1, 2), new(0, 1)];
        var curve = DistanceCurve.Of(new UGradSL(), original, retrained, split, [0, -1], known: known, onStep: (_, _) => Assert.Fail("ran again"));
        Assert.Equal(known, curve.Points);
        Assert.Equal((0, false), (curve.Best.Alpha, curve.NegativeHelps));
        var holds = Probed() with { ThisPair = Verdict.Holds };
        Assert.Equal((Verdict.Undecided, true), (curve.Judge(holds).ThisPair, curve.Judge(holds).Reason.Contains("withdrawn")));
        Assert.Equal(Verdict.Fails, curve.Judge(holds with { ThisPair = Verdict.Fails }).ThisPair);
        Assert.Contains("0 and at least one below", Assert.Throws<ArgumentException>(() => DistanceCurve.Of(new UGradSL(), original, retrained, split, [0, 0.5])).Message);
    }

    private static double WeightDistance(Net a, Net b)
    {
        using var scope = NewDisposeScope();
        return (ParameterBlock.All(a).Read() - ParameterBlock.All(b).Read()).norm().item<double>();
    }

    private Probe Probed() => GradientProbe.Measure(original, retrained, split, new(Damping: 1) { Sweep = [], Contributions = false, Solver = new ConjugateGradient(0.1, 10) });
}
