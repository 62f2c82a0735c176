namespace Unlearn.Tests.Influence;

public sealed class ExactProbeTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    public static TheoryData<string> Problems => [.. Fixtures.All.Problems.Select(p => p.Name)];

    [Theory] // 20
    [MemberData(nameof(Problems))]
    public void The_probe_of_ridge_softmax_is_numpys(string name)
    {
        var problem = Fixtures.All.Problems.Single(p => p.Name == name);
        var probe = problem.Measure();
        foreach (var (key, value) in new Dictionary<string, double>
        {
            ["classes"] = probe.Classes,
            ["parameters"] = probe.Parameters,
            ["n"] = probe.Count,
            ["nForget"] = probe.ForgetCount,
            ["aNorm"] = probe.ANorm,
            ["bNorm"] = probe.BNorm,
            ["uNorm"] = probe.Two.UNorm,
            ["vNorm"] = probe.Two.VNorm,
            ["inner"] = probe.Two.Inner,
            ["cosine"] = probe.Two.Cosine,
            ["bestAlpha"] = probe.Two.BestAlpha!.Value,
            ["minDistance"] = probe.Two.MinDistance,
            ["distanceAtZero"] = probe.Two.DistanceAt(0),
            ["theorem1Plus"] = probe.One.Plus,
            ["theorem1Minus"] = probe.One.Minus,
            ["gaRatio"] = probe.One.Ratio,
            ["displacement"] = probe.Displacement,
            ["directInner"] = probe.Direct.Inner,
        })
            Assert.True(Math.Abs(value - problem.Expected[key]) <= 1e-6 * Math.Abs(problem.Expected[key]), $"{key}: {value:R} for {problem.Expected[key]:R}");
        Assert.True(probe.SignCertified);
        Assert.Equal(probe.Two.Inner < 0 ? Verdict.Holds : Verdict.Fails, probe.Verdict);
        Assert.Contains("the minimisers are unique", probe.Reason);
    }

    [Fact] // 20
    public void Its_values_are_those_of_the_first_check()
    {
        var (random, whole) = (Fixtures.All.Problems[0].Measure(), Fixtures.All.Problems[1].Measure());
        Assert.Equal(0.0114049, random.Two.BestAlpha!.Value, 5e-8);
        Assert.Equal(0.00737633, random.Two.MinDistance, 5e-9);
        Assert.Equal(-0.519406, whole.Two.BestAlpha!.Value, 5e-7);
        Assert.Equal((Verdict.Fails, Verdict.Holds), (random.Verdict, whole.Verdict));
    }

    [Fact] // errata T1
    public void Theorem_1_holds_with_a_plus_and_is_far_off_with_the_printed_minus()
    {
        var one = Fixtures.All.Problems[0].Measure().One;
        Assert.InRange(one.Plus, 0.07, 0.08);
        Assert.InRange(one.Minus, 1.97, 1.98);
        Assert.False(one.AscentHurts);
    }

    [Fact] // errata T3
    public void C_minus_b_is_at_the_original_and_a_at_the_retrained()
    {
        // Equation 8 and Theorem 2 of the main text put b and c at θ_r, where they are other vectors.
        var problem = Fixtures.All.Problems[1];
        var (x, y) = (problem.Inputs(), tensor(problem.Y));
        Tensor Rows(int mark) => tensor(problem.Forget.Index().Where(f => f.Item == mark).Select(f => (long)f.Index).ToArray());
        double LengthAt(Tensor weights)
        {
            SoftmaxRisk Part(int mark) => new(x.index_select(0, Rows(mark)), y.index_select(0, Rows(mark)), weights) { WeightDecay = problem.Ridge };
            return new Direct(1e-12).Solve(Part(0).Hessian(), Part(1).PullBack(Cotangents.Smoothing)).X.norm().item<double>();
        }
        var original = SoftmaxFit.Minimise(x, y, 4, problem.Ridge);
        var retrained = SoftmaxFit.Minimise(x.index_select(0, Rows(0)), y.index_select(0, Rows(0)), 4, problem.Ridge);
        Assert.Equal(LengthAt(original), problem.Measure().Two.VNorm, 1e-9);
        Assert.InRange(Math.Abs(LengthAt(retrained) / LengthAt(original) - 1), 0.1, 10);
    }

    [Fact] // errata T5
    public void The_minimiser_of_the_risk_less_the_forget_terms_is_the_retrained_network_itself()
    {
        // Equation 4 with ε = −1: R_f = R_tr − Σ_f = R_r, so that its argmin is θ_r and only the Newton step b is not.
        var problem = Fixtures.All.Problems[0];
        var (x, y) = (problem.Inputs(), tensor(problem.Y));
        var kept = tensor(problem.Forget.Index().Where(f => f.Item == 0).Select(f => (long)f.Index).ToArray());
        var retrained = SoftmaxFit.Minimise(x.index_select(0, kept), y.index_select(0, kept), 4, problem.Ridge);
        var marked = tensor(problem.Forget.Index().Where(f => f.Item == 1).Select(f => (long)f.Index).ToArray());
        SoftmaxRisk all = new(x, y, retrained) { WeightDecay = problem.Ridge }, forget = new(x.index_select(0, marked), y.index_select(0, marked), retrained) { WeightDecay = problem.Ridge };
        Assert.InRange((all.Gradient() - forget.Gradient()).norm().item<double>(), 0, 1e-9);
        Assert.True(problem.Measure().Two.UNorm > 1e-3);
    }

    [Fact] // 21
    public void One_solve_for_c_minus_b_is_the_difference_of_two_and_twice_the_best_alpha_gives_the_distance_at_0_back()
    {
        foreach (var probe in Fixtures.All.Problems.Select(p => p.Measure()))
        {
            Assert.InRange(probe.DifferenceOfTwo!.Value, 0, 1e-9);
            Assert.Equal(probe.Two.UNorm, probe.Two.DistanceAt(2 * probe.Two.BestAlpha!.Value), 1e-12 * probe.Two.UNorm);
            Assert.Equal(probe.Two.MinDistance, probe.Two.DistanceAt(probe.Two.BestAlpha.Value), 1e-6 * probe.Two.UNorm);
            var grid = Enumerable.Range(0, 1001).Select(i => (i / 500.0 - 1) * 2 * probe.Two.BestAlpha.Value).MinBy(probe.Two.DistanceAt);
            Assert.Equal(probe.Two.BestAlpha.Value, grid, 0.003 * Math.Abs(probe.Two.BestAlpha.Value));
        }
    }

    [Fact] // 21, errata T7
    public void Where_smoothing_moves_nothing_the_probe_is_undecided()
    {
        // One forgotten sample of each class at the same place: the cotangents of c − b cancel.
        var rows = Enumerable.Range(0, 12).Select(i => new double[] { i < 3 ? 1 : Math.Sin(i), 1 }).ToArray();
        var x = tensor(rows.SelectMany(r => r).ToArray()).view(12, 2);
        var probe = GradientProbe.Exact(x, tensor(Enumerable.Range(0, 12).Select(i => i % 3L).ToArray()), [.. Enumerable.Range(0, 12).Select(i => i < 3)], 3, 0.1);
        Assert.InRange(probe.Two.VNorm, 0, 1e-14);
        Assert.Equal(Verdict.Undecided, probe.Verdict);
    }

    [Fact] // errata T7
    public void Theorem_2_is_strict()
    {
        Tensor u = tensor(new double[] { 1, 0 }), across = tensor(new double[] { 0, 2 }), none = zeros(2, ScalarType.Float64);
        var equal = Theorems.Two(u, across, 3);
        Assert.False(equal.Holds);
        Assert.Equal(0, equal.BestAlpha);
        Assert.All((double[])[-1, -0.1, 0.1, 1], alpha => Assert.True(equal.DistanceAt(alpha) > equal.DistanceAt(0)));
        Assert.Null(Theorems.Two(u, none, 3).BestAlpha);
        Assert.False(Theorems.Two(u, none, 3).Holds);
        Assert.True(Theorems.Two(u, -0.1 * u + across, 3).Holds);
        Assert.Equal(1, Theorems.Two(u, 0.1 * u, 2).AllowedAlpha);
    }

    [Fact] // 22
    public void The_bound_covers_the_true_error_and_never_certifies_a_wrong_sign()
    {
        using var rng = new Generator(7, CPU);
        for (var i = 0; i < 200; i++)
        {
            using var one = NewDisposeScope();
            var (x, y) = (cat([randn(40, 3, ScalarType.Float64, generator: rng), ones(40, 1, ScalarType.Float64)], 1), randint(3, [40], ScalarType.Int64, generator: rng));
            var (w, moved) = (randn(3, 4, ScalarType.Float64, generator: rng), randn(3, 4, ScalarType.Float64, generator: rng));
            SoftmaxRisk Risk(Tensor weights, int from, int count) => new(x.narrow(0, from, count), y.narrow(0, from, count), weights) { WeightDecay = 0.02 };
            var loose = new ConjugateGradient(Math.Pow(10, -1 - i % 8), 500);
            Probe Measure(Solver solver) => new ProbeWork((Risk(w, 0, 35), Risk(w, 35, 5)), (Risk(moved, 0, 35), Risk(moved, 35, 5)),
                new(CurvatureKind.GaussNewton, 0.02, 0) { Solver = solver, Sweep = [], Contributions = false, CheckDifference = false }, exact: false).Run();
            var (rough, exact) = (Measure(loose), Measure(new Direct(1e-13)));
            Assert.True(Math.Abs(rough.Two.Inner - exact.Two.Inner) <= rough.SignBound!.Value + 1e-10 * exact.Two.UNorm * exact.Two.VNorm);
            if (rough.SignCertified) Assert.Equal(exact.Two.Inner < 0, rough.Two.Inner < 0);
        }
    }

    [Fact] // 23
    public void Identity_curvature_must_not_decide_Theorem_2()
    {
        var (exact, identity) = (0, 0);
        using var rng = new Generator(3, CPU);
        for (var i = 0; i < 30; i++)
        {
            using var one = NewDisposeScope();
            var centers = 1.2 * randn(3, 4, ScalarType.Float64, generator: rng);
            var y = randint(3, [150], ScalarType.Int64, generator: rng);
            var x = cat([centers.index_select(0, y) + randn(150, 4, ScalarType.Float64, generator: rng), ones(150, 1, ScalarType.Float64)], 1);
            var probe = GradientProbe.Exact(x, y, [.. Enumerable.Range(0, 150).Select(r => r < 15)], 3, 0.02);
            if (probe.Verdict == Verdict.Holds) exact++;
            if (probe.IdentityCosine < 0) identity++;
        }
        Assert.InRange(exact, 0, 3);
        Assert.InRange(identity, 20, 30);
    }

    [Fact]
    public void The_shares_of_the_samples_sum_to_twice_the_product_and_their_derivatives_are_right()
    {
        var problem = Fixtures.All.Problems[0];
        var probe = problem.Measure();
        Assert.Equal(2 * probe.Two.Inner, probe.Contributions.Sum(), 1e-9 * Math.Abs(probe.Contributions.Max(Math.Abs)));
        Assert.Equal(20, probe.Contributions.Count);
        Assert.True(probe.DrawDeviation > 0);
    }

    [Fact]
    public void Moving_no_row_into_the_other_part_or_order_changes_the_answer()
    {
        var problem = Fixtures.All.Problems[0];
        int[] order = [.. Enumerable.Range(0, 200).OrderBy(i => i * 77 % 200)];
        var shuffled = problem with { X = [.. order.Select(i => problem.X[i])], Y = [.. order.Select(i => problem.Y[i])], Forget = [.. order.Select(i => problem.Forget[i])] };
        Assert.Equal(problem.Measure().Two.Inner, shuffled.Measure().Two.Inner, 1e-12);
    }

    [Fact]
    public void What_has_no_unique_minimiser_is_refused()
    {
        var (x, y) = (ones(4, 2, ScalarType.Float64), tensor(new long[] { 0, 1, 0, 1 }));
        string Message(bool[] forget, int classes, double ridge, Tensor? inputs = null) =>
            Assert.Throws<ArgumentException>(() => GradientProbe.Exact(inputs ?? x, y, forget, classes, ridge)).Message;
        Assert.Contains("μ = 0", Message([true, false, false, false], 2, 0));
        Assert.Contains("at least 2", Message([true, false, false, false], 1, 1));
        Assert.Contains("empty", Message([false, false, false, false], 2, 1));
        Assert.Contains("retain", Message([true, true, true, true], 2, 1));
        Assert.Contains("mark each", Message([true], 2, 1));
        Assert.Contains("standardise", Assert.Throws<ArithmeticException>(() => GradientProbe.Exact(1e12 * Small.Random(8).view(4, 2), y, [true, false, false, false], 2, 1e-9)).Message);
    }
}
