namespace Unlearn.Tests.Unlearning;

public sealed class FisherForgettingTests : IDisposable
{
    private const double Alpha = 1e-4;

    private readonly Dataset data = Tiny.Data();
    private readonly ForgetSplit split;

    public FisherForgettingTests() => split = Tiny.Split(data);

    public void Dispose() => data.Dispose();

    /// <summary>30 seeds, some 48,000 draws: a variance off by 4 % is 6 standard errors away, one by F^{−1/2} in place of F^{−1/4} by orders of magnitude.</summary>
    [Fact]
    public void The_noise_has_mean_0_and_the_covariance_alpha_over_the_root_of_F()
    {
        using var scope = NewDisposeScope();
        using var net = Tiny.Net();
        using var fisher = new FisherDiagonal(net);
        foreach (var batch in split.Retain.InOrder(64)) fisher.Add(batch);
        var f = cat([.. fisher.Mean().Select(m => m.reshape(-1))]).to(ScalarType.Float64);                 // [P]
        var scaled = stack([.. Enumerable.Range(0, 30).Select(seed => Moved(new(Alpha), seed) / (Math.Sqrt(Alpha) * f.clamp_min(1e-8).pow(-0.25)))]); // [30, P]
        AssertStandard(scaled);
        var order = f.argsort();
        var quarter = order.shape[0] / 4;
        AssertStandard(scaled.index_select(1, order.narrow(0, 0, quarter)));
        AssertStandard(scaled.index_select(1, order.narrow(0, order.shape[0] - quarter, quarter)));
    }

    [Fact]
    public void As_released_the_variance_is_alpha_over_F_with_its_bounds_and_the_forgotten_row_is_drawn_around_0()
    {
        using var scope = NewDisposeScope();
        using var net = Tiny.Net();
        using var squares = new BatchSquares(net, FisherLabels.Model);
        foreach (var batch in split.Retain.InOrder(32)) squares.Add(batch);
        List<Tensor> means = [], variances = [];
        foreach (var ((name, p), f) in squares.Parameters.Zip(squares.Mean()))
        {
            var (v, m) = (Alpha * (1 / (f + 1e-8)).clamp_max(p.shape[0] == Tiny.Classes ? 100 : 1000), p.detach().clone());
            if (p.dim() > 1) v = v.mean([1], keepdim: true).expand(p.shape).clone();
            if (p.shape[0] == Tiny.Classes)
            {
                m[1] = zeros_like(m[1]);
                v[1] = full_like(v[1], 1e-4);
            }
            if (p.dim() == 1 || p.shape[0] == Tiny.Classes) v *= 10;
            means.Add((m - p.detach()).reshape(-1));
            variances.Add(v.reshape(-1));
        }
        var (mean, deviation) = (cat(means).to(ScalarType.Float64), cat(variances).sqrt().to(ScalarType.Float64));
        var method = new FisherForgetting(Alpha) { Reading = Reading.AsReleased };
        AssertStandard(stack([.. Enumerable.Range(0, 30).Select(seed => (Moved(method, seed) - mean) / deviation)]));
        // Random forgetting leaves every class in D_r, and no row is drawn anew.
        var random = Forgetting.Random(0.1).Split(data, 0);
        using var small = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        foreach (var _ in (method with { Alpha = 1e-12 }).Run(small, random, rng)) { }
        Assert.True(small.named_parameters().First(p => p.name == "head.weight").parameter.allclose(net.named_parameters().First(p => p.name == "head.weight").parameter, 0.01, 1e-3));
    }

    [Fact]
    public void Some_of_the_samples_are_as_many_as_asked_for()
    {
        Assert.Equal([16, 16, 8], Tiny.Apply(new FisherForgetting { Samples = 40, BatchSize = 16 }, split).Steps.Select(s => s.Images));
        Assert.Equal(3, new FisherForgetting { Samples = 40, BatchSize = 16 }.Steps(split));
        Assert.Equal(split.Retain.Count, Tiny.Apply(new FisherForgetting { Samples = 10_000 }, split).Steps.Sum(s => s.Images));
    }

    [Fact]
    public void The_network_moves_at_the_last_step_alone()
    {
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        var before = Tiny.State(net);
        var method = new FisherForgetting { BatchSize = 16 };
        foreach (var (i, _) in method.Run(net, split, rng).Index())
            Assert.Equal(i == method.Steps(split) - 1, !Tiny.State(net)["head.weight"].SequenceEqual(before["head.weight"]));
    }

    [Fact]
    public void Settings_that_cannot_be_meant_are_refused()
    {
        Assert.Contains("α = 0: the noise's covariance needs a positive number", Assert.Throws<ArgumentException>(new FisherForgetting(0).Check).Message);
        Assert.Contains("0 samples: at least 1", Assert.Throws<ArgumentException>(new FisherForgetting { Samples = 0 }.Check).Message);
    }

    /// <summary>How far every parameter moves, float64 [P]. The network is the same for every seed.</summary>
    private Tensor Moved(FisherForgetting method, int seed)
    {
        using var scope = NewDisposeScope();
        using Net net = Tiny.Net(), before = Tiny.Net();
        using var rng = Seeds.Stream(seed, "order");
        foreach (var _ in (method with { BatchSize = 64 }).Run(net, split, rng)) { }
        return cat([.. net.parameters().Zip(before.parameters(), (a, b) => (a - b).detach().reshape(-1))]).to(ScalarType.Float64).MoveToOuterDisposeScope();
    }

    /// <summary>Mean 0 and variance 1, each within 6 standard errors.</summary>
    private static void AssertStandard(Tensor z)
    {
        var (n, mean, variance) = (z.numel(), z.mean().item<double>(), z.square().mean().item<double>());
        Assert.True(Math.Abs(mean) < 6 / Math.Sqrt(n), $"mean {mean} of {n}");
        Assert.True(Math.Abs(variance - 1) < 6 * Math.Sqrt(2.0 / n), $"variance {variance} of {n}");
    }
}
