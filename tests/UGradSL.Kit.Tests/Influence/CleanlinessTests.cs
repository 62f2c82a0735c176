using TorchSharp.Modules;

namespace Unlearn.Tests.Influence;

/// <summary>What curvature must leave alone, and what it refuses before libtorch ends the process.</summary>
public sealed class CleanlinessTests
{
    [Fact] // 25
    public void Mode_gradients_statistics_and_frozen_layers_stay_as_they_are()
    {
        using var scope = NewDisposeScope();
        using var net = Small.Conv();
        var (x, y) = Small.Data(images: true);
        net.train();
        ((nn.Module)net.named_modules().First(m => m.name == "bn").module).eval();
        net.parameters().First().requires_grad = false;
        net.parameters().Last().grad = ones(3, ScalarType.Float64);
        var before = net.state_dict().ToDictionary(p => p.Key, p => p.Value.clone());
        var modes = net.modules().Select(m => m.training).ToList();

        var risk = new NetRisk(net, Examples.Of(x, y)) { WeightDecay = 0.1 };
        foreach (var kind in Enum.GetValues<CurvatureKind>()) risk.Curvature(kind).Multiply(Small.Random(risk.Size));
        risk.Gradient();
        risk.Value();
        risk.Along(Cotangents.Smoothing, Small.Random(risk.Size));

        Assert.Equal(modes, net.modules().Select(m => m.training));
        Assert.All(net.state_dict(), p => Assert.True(p.Value.Equals(before[p.Key]), p.Key));
        Assert.Equal([false, true, true, true, true], net.parameters().Select(p => p.requires_grad));
        Assert.Equal(3, net.parameters().Last().grad!.sum().item<double>());
        Assert.All(net.parameters().SkipLast(1), p => Assert.True(p.grad is null));
        Assert.Equal(net.parameters().Skip(1).Sum(p => p.numel()), risk.Size);
    }

    [Fact] // 25
    public void No_tensor_stays_alive()
    {
        using var net = Small.Conv();
        var (x, y) = Small.Data(images: true);
        using var v = Small.Random(49);
        using var rng = Seeds.Stream(0, "start");
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var risk = new NetRisk(net, Examples.Of(x, y)) { WeightDecay = 0.1, BatchSize = 4 };
        foreach (var kind in Enum.GetValues<CurvatureKind>())
        {
            risk.Curvature(kind).Multiply(v).Dispose();
            (risk.Curvature(kind) + 2 * risk.Pick([1, 3]).Curvature(kind).Damped(1)).Multiply(v).Dispose();
        }
        new NetRisk(net, Examples.Of(x, y), ParameterBlock.Named(net, "bn")).Hessian().Dense().Dispose();
        risk.Gradient().Dispose();
        risk.Along(Cotangents.Smoothing, v).Dispose();
        foreach (var solver in (Solver[])[new ConjugateGradient(), new Minres(), new Lissa(), new Direct(), new ConjugateGradient(1e-12, 2)])
            foreach (var solution in solver.Solve(risk.GaussNewton(), [v, v])) solution.Dispose();
        Spectrum.Of(risk.Hessian(), rng, 5, 2);
        Hutchinson.Trace(risk.Hessian(), rng);
        Hutchinson.DiagonalOf(risk.Hessian(), rng).Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        x.Dispose();
        y.Dispose();
    }

    [Fact]
    public void Every_net_of_the_kit_that_a_study_can_train_has_products()
    {
        using var scope = NewDisposeScope();
        using var data = Tiny.Data();
        using var net = Tiny.Net();
        var risk = new NetRisk(net, data.Train.All);
        Assert.Equal(Tiny.Classes, risk.Classes);
        var v = Small.Random(risk.Size);
        Assert.InRange(Small.Apart(risk.Curvature(CurvatureKind.Fisher).Multiply(v), risk.GaussNewton().Multiply(v)), 0, 1e-4);
        Assert.Equal(risk.Size, risk.Theta().numel());
    }

    [Fact]
    public void A_network_with_dropout_in_its_forward_is_found_out()
    {
        using var scope = NewDisposeScope();
        using var net = new Restless();
        var (x, y) = Small.Data();
        Assert.Contains("came out different", Assert.Throws<ArithmeticException>(() => new NetRisk(net, Examples.Of(x, y)).Hessian()).Message);
    }

    [Fact]
    public void Maps_that_are_not_symmetric_linear_or_definite_are_found_out()
    {
        using var scope = NewDisposeScope();
        var lopsided = LinearMap.Of(tensor(new double[,] { { 1, 2 }, { 0, 1 } }));
        Assert.Contains("not symmetric", Assert.Throws<ArithmeticException>(() => lopsided.Checked()).Message);
        Assert.Contains("not linear", Assert.Throws<ArithmeticException>(() => new LinearMap(3, CPU, v => v * v).Checked()).Message);
        var negative = -1 * LinearMap.Identity(3, CPU);
        Assert.Same(negative, negative.Checked());
        Assert.Contains("no Gauss–Newton", Assert.Throws<ArithmeticException>(() => negative.Checked(semidefinite: true)).Message);
        Assert.Contains("no finite number", Assert.Throws<ArithmeticException>(() => (double.NaN * negative).Checked()).Message);
    }

    [Fact]
    public void Misuse_that_would_end_the_process_is_refused()
    {
        using var scope = NewDisposeScope();
        using var net = Small.Mlp();
        var (x, y) = Small.Data();
        var risk = new NetRisk(net, Examples.Of(x, y));
        Assert.Contains("float64 [43]", Assert.Throws<ArgumentException>(() => risk.Hessian().Multiply(zeros(42, ScalarType.Float64))).Message);
        Assert.Contains("float64 [43]", Assert.Throws<ArgumentException>(() => risk.Hessian().Multiply(zeros(43))).Message);
        Assert.Contains("did you mean 'head.", Assert.Throws<ArgumentException>(() => ParameterBlock.Named(net, "heads")).Message);
        Assert.Contains("43 parameters", Assert.Throws<ArgumentException>(() => risk.Parameters.Add(zeros(3, ScalarType.Float64))).Message);
        Assert.Contains("do not add", Assert.Throws<ArgumentException>(() => risk.Hessian() + LinearMap.Identity(3, CPU)).Message);
        Assert.Contains("at most 6,000", Assert.Throws<ArgumentException>(() => LinearMap.Identity(6001, CPU).Dense()).Message);
        Assert.Contains("no samples", Assert.Throws<ArgumentException>(() => Examples.Of(zeros(0, 4), zeros(0, ScalarType.Int64))).Message);
        Assert.Contains("int64, one a sample", Assert.Throws<ArgumentException>(() => Examples.Of(x, zeros(10))).Message);
        Assert.Contains("unfreeze", Assert.Throws<ArgumentException>(() => Gradients.Of([x.sum()], [x])).Message);
        var weight = net.parameters().First();
        Assert.Contains("weigh its entries", Assert.Throws<ArgumentException>(() => Gradients.Of([weight * 2], [weight])).Message);
        Assert.Contains("like itself", Assert.Throws<ArgumentException>(() => Gradients.Of([weight * 2], [weight], [x])).Message);
        Assert.Contains("nothing to differentiate", Assert.Throws<ArgumentException>(() => Gradients.Of([weight.sum()], [])).Message);
        Assert.All(Gradients.Of([weight.sum()], [net.parameters().Last(), weight])[0].data<double>(), g => Assert.Equal(0, g)); // not in the graph
        foreach (var p in net.parameters()) p.requires_grad = false;
        Assert.Contains("unfreeze a layer", Assert.Throws<ArgumentException>(() => new NetRisk(net, Examples.Of(x, y))).Message);
    }

    private sealed class Restless : nn.Module<Tensor, Tensor>
    {
        private readonly Linear head = nn.Linear(4, Small.Classes);

        public Restless() : base(nameof(Restless))
        {
            RegisterComponents();
            this.to(ScalarType.Float64);
        }

        public override Tensor forward(Tensor input) => head.call(nn.functional.dropout(input, 0.5, training: true));
    }
}
