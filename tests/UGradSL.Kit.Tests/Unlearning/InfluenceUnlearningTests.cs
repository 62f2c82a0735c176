namespace Unlearn.Tests.Unlearning;

/// <summary>IU against dense matrices on softmax regression, where the Gauss–Newton matrix is the Hessian.</summary>
public sealed class InfluenceUnlearningTests : IDisposable
{
    private const int Inputs = 64;

    private readonly Dataset data = Tiny.Data();
    private readonly ForgetSplit split;
    private readonly Net net = Seeds.Initialise(0, () => new SoftmaxRegression(Tiny.Classes, Inputs));

    public InfluenceUnlearningTests()
    {
        split = Forgetting.Random(0.2).Split(data, 0);
        using var rng = Seeds.Stream(0, "original");
        foreach (var _ in Trainer.Run(net, split.Train, new(3, 0.05, 32), rng)) { }
    }

    public void Dispose()
    {
        net.Dispose();
        data.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(50)]
    public void The_step_is_the_dense_Newton_step(int? samples)
    {
        using var scope = NewDisposeScope();
        var method = new InfluenceUnlearning(0.7, 0.02) { Samples = samples, Solver = new ConjugateGradient(1e-7, 500) };
        var part = split.Retain;
        if (samples is { } count)
        {
            using var rng = Seeds.Stream(3, "order");
            var order = randperm(part.Count, dtype: ScalarType.Int64, generator: rng).data<long>().ToArray();
            part = part with { Indices = [.. order.Take(count).Select(i => part.Indices[(int)i])] };
        }
        var (x, _, p) = Seen(part);
        var h = zeros(Tiny.Classes, Inputs + 1, Tiny.Classes, Inputs + 1, ScalarType.Float64);
        for (var i = 0; i < part.Count; i++)
            h += einsum("jk,ab->jakb", diag(p[i]) - outer(p[i], p[i]), outer(x[i], x[i]));
        var (n, size) = ((double)split.Retain.Count, (long)Tiny.Classes * (Inputs + 1));
        var matrix = h.view(size, size) * (n / part.Count) + n * (method.WeightDecay + 0.02) * eye(size, dtype: ScalarType.Float64);
        var gradient = Gradient(split.Forget) + split.Forget.Count * method.WeightDecay * Theta(net);
        AssertClose(0.7 * linalg.solve(matrix, gradient.unsqueeze(1)).squeeze(1), Step(method));
    }

    [Fact]
    public void WoodFisher_is_the_dense_inverse_of_the_samples_Fisher_matrix()
    {
        using var scope = NewDisposeScope();
        var method = new InfluenceUnlearning(1, 0.05) { Samples = null, WoodFisher = true };
        var rows = Rows(split.Retain);
        var fisher = rows.t().mm(rows) / split.Retain.Count + (0.05 + method.WeightDecay) * eye(rows.shape[1], dtype: ScalarType.Float64);
        var gradient = Gradient(split.Forget) + split.Forget.Count * method.WeightDecay * Theta(net);
        AssertClose(linalg.solve(fisher, gradient.unsqueeze(1)).squeeze(1) / split.Retain.Count, Step(method));
    }

    [Fact]
    public void As_released_the_step_is_the_published_code_s_loop_and_lies_in_the_plane_of_v_and_the_first_gradient()
    {
        using var scope = NewDisposeScope();
        var rows = Rows(split.Retain);
        double f = split.Forget.Count, r = split.Retain.Count;
        var v = (Gradient(split.Forget) / f - Gradient(split.Retain) / r) * (f / (f + r));
        var (k, o) = (v.clone(), rows[0].clone());
        for (var i = 1; i < rows.shape[0]; i++)
        {
            var t = o.dot(rows[i]).item<double>();
            k -= k.dot(rows[i]) / (1000 + t) * o;
            o -= t / (1000 + t) * o;
        }
        AssertClose(5 * k, Step(new InfluenceUnlearning(5) { Reading = Reading.AsReleased, BatchSize = 16 }), 1e-3); // float32: p − 1 cancels where p is near 1
        var change = k - v;
        Assert.Equal(1, Math.Abs((change.dot(rows[0]) / (change.norm() * rows[0].norm())).item<double>()), 1e-9);
    }

    [Fact]
    public void For_ridge_regression_the_Newton_step_is_retraining()
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator(4, CPU);
        var (x, y, ridge) = (randn([60, 8], ScalarType.Float64, generator: rng), randn([60], ScalarType.Float64, generator: rng), 0.3);
        Tensor Hessian(Tensor a) => a.t().mm(a) + a.shape[0] * ridge * eye(8, dtype: ScalarType.Float64);
        Tensor Fit(Tensor a, Tensor b) => linalg.solve(Hessian(a), a.t().mm(b.unsqueeze(1))).squeeze(1);
        var (forget, kept) = (x.narrow(0, 0, 15), x.narrow(0, 15, 45));
        var original = Fit(x, y);
        var gradient = forget.t().mm((forget.mm(original.unsqueeze(1)).squeeze(1) - y.narrow(0, 0, 15)).unsqueeze(1)).squeeze(1) + 15 * ridge * original;
        using var map = Hessian(kept);
        using var step = InfluenceUnlearning.Newton(LinearMap.Of(map), gradient, new ConjugateGradient(1e-12, 100));
        var retrained = Fit(kept, y.narrow(0, 15, 45));
        Assert.True((original + step - retrained).norm().item<double>() < 1e-10 * (retrained - original).norm().item<double>());
    }

    [Fact]
    public void Settings_that_cannot_be_meant_are_refused()
    {
        Assert.Contains("a step of 0 times", Assert.Throws<ArgumentException>(new InfluenceUnlearning(0).Check).Message);
        Assert.Contains("λ = -1", Assert.Throws<ArgumentException>(new InfluenceUnlearning(1, -1).Check).Message);
        Assert.Contains("a positive damping is needed", Assert.Throws<ArgumentException>(new InfluenceUnlearning(1, 0) { WeightDecay = 0, WoodFisher = true }.Check).Message);
        Assert.Contains("0 samples", Assert.Throws<ArgumentException>(new InfluenceUnlearning { Samples = 0 }.Check).Message);
        Assert.Contains("iterations", Assert.Throws<ArgumentException>(new InfluenceUnlearning { Solver = new ConjugateGradient(1e-2, 0) }.Check).Message);
    }

    /// <summary>θ′ − θ [P], as the method leaves it.</summary>
    private Tensor Step(InfluenceUnlearning method)
    {
        using var copy = net.Clone();
        using var rng = Seeds.Stream(3, "order");
        foreach (var _ in method.Run(copy, split, rng)) { }
        return Theta(copy) - Theta(net);
    }

    /// <summary>W beside b, row by row: [K·(D + 1)].</summary>
    private static Tensor Theta(Net net) => net.parameters().ToList() is var p ? cat([p[0], p[1].unsqueeze(1)], 1).detach().to(ScalarType.Float64).reshape(-1) : throw new NotSupportedException();

    /// <summary>x with a 1 behind [n, D + 1], labels [n], softmax [n, K], float64.</summary>
    private (Tensor X, Tensor Y, Tensor P) Seen(Subset part)
    {
        var all = part.InOrder(part.Count).Select(b => (X: b.X.flatten(1).to(ScalarType.Float64), Y: b.Y.clone())).First();
        var x = cat([all.X, ones(part.Count, 1, ScalarType.Float64)], 1);
        return (x, all.Y, softmax(x.mm(Theta(net).view(Tiny.Classes, -1).t()), 1));
    }

    /// <summary>Gradients sample by sample [n, K·(D + 1)].</summary>
    private Tensor Rows(Subset part)
    {
        var (x, y, p) = Seen(part);
        return ((p - one_hot(y, Tiny.Classes).to(ScalarType.Float64)).unsqueeze(2) * x.unsqueeze(1)).view(part.Count, -1);
    }

    private Tensor Gradient(Subset part) => Rows(part).sum([0]);

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance = 1e-4)
    {
        var error = ((expected - actual).norm() / expected.norm()).item<double>();
        Assert.True(error < tolerance, $"off by {error} of the step");
    }
}
