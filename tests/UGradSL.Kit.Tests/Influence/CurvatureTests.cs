using TorchSharp.Modules;

namespace Unlearn.Tests.Influence;

/// <summary>Each product against a dense matrix made in another way. Numbers in brackets are the tests of the research note.</summary>
public sealed class CurvatureTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Sequential mlp = Small.Mlp(), conv = Small.Conv(), softmax = Small.Softmax();
    private readonly Tensor x, y, images, labels;

    public CurvatureTests()
    {
        (x, y) = Small.Data();
        (images, labels) = Small.Data(images: true);
    }

    public void Dispose()
    {
        foreach (var net in (Sequential[])[mlp, conv, softmax]) net.Dispose();
        scope.Dispose();
    }

    [Fact] // 1
    public void The_Hessian_of_softmax_regression_is_the_closed_form_with_the_ridge_of_every_sample()
    {
        var p = Probabilities(softmax.call(x).detach());                                              // [n, K]
        var w = p.unsqueeze(2) * torch.eye(3, dtype: ScalarType.Float64) - p.unsqueeze(2).bmm(p.unsqueeze(1)); // [n, K, K]
        var inputs = cat([x, ones(10, 1, ScalarType.Float64)], 1);                                // [n, 5]
        var closed = einsum("nab,ni,nj->aibj", w, inputs, inputs).reshape(15, 15) + 10 * 0.1 * torch.eye(15, dtype: ScalarType.Float64);
        // The network's vector is W [3, 4] and then the bias [3]; the closed form's is one row a class, bias last.
        long[] order = [.. Enumerable.Range(0, 3).SelectMany(k => Enumerable.Range(0, 4).Select(j => 5L * k + j)), 4, 9, 14];
        var closedInOrder = closed.index_select(0, tensor(order)).index_select(1, tensor(order));
        var dense = new NetRisk(softmax, Examples.Of(x, y)) { WeightDecay = 0.1 }.Hessian().Dense();
        Assert.True((dense - closedInOrder).abs().max().item<double>() < 1e-10);
    }

    [Fact] // 2
    public void Hessian_products_are_central_differences_of_the_gradient()
    {
        var risk = new NetRisk(mlp, Examples.Of(x, y)) { WeightDecay = 0.01 };
        var v = Small.Random(risk.Size);
        var (theta, product) = (risk.Theta(), risk.Hessian().Multiply(v));
        var h = Math.Cbrt(1e-16) * (1 + theta.norm().item<double>()) / v.norm().item<double>();
        Tensor GradientAt(double step)
        {
            risk.Parameters.Write(theta + step * v);
            return risk.Gradient();
        }
        Assert.InRange(Small.Apart((GradientAt(h) - GradientAt(-h)) / (2 * h), product), 0, 1e-7);
    }

    [Fact] // 2
    public void In_float32_they_are_too_within_its_accuracy()
    {
        using Sequential single = Small.Mlp(ScalarType.Float32), twin = Small.Mlp();
        var (low, high) = (new NetRisk(single, Examples.Of(x, y)), new NetRisk(twin, Examples.Of(x, y)));
        var v = Small.Random(low.Size);
        Assert.InRange(Small.Apart(low.Hessian().Multiply(v), high.Hessian().Multiply(v)), 1e-10, 1e-5);
        Assert.InRange(Small.Apart(low.Gradient(), high.Gradient()), 1e-10, 1e-5);
    }

    [Fact]
    public void Hessian_and_Gauss_Newton_of_a_convolutional_network_are_PyTorchs()
    {
        var fixture = Fixtures.All.Conv;
        var state = conv.state_dict();
        foreach (var (name, values) in new Dictionary<string, double[]>
        {
            ["conv.weight"] = fixture.Conv,
            ["bn.weight"] = fixture.Gamma,
            ["bn.bias"] = fixture.Beta,
            ["bn.running_mean"] = fixture.Mean,
            ["bn.running_var"] = fixture.Variance,
            ["head.weight"] = fixture.Head,
            ["head.bias"] = fixture.Bias,
        })
            using (no_grad()) state[name].copy_(tensor(values).view(state[name].shape));
        var risk = new NetRisk(conv, Examples.Of(tensor(fixture.X).view(6, 1, 6, 6), tensor(fixture.Y)));
        foreach (var (map, expected) in ((LinearMap, double[])[])[(risk.Hessian(), fixture.Hessian), (risk.GaussNewton(), fixture.GaussNewton)])
        {
            var dense = map.Dense();
            double[] upper = [.. Enumerable.Range(0, (int)risk.Size).SelectMany(i => dense[i].data<double>().Skip(i))];
            var scale = expected.Max(Math.Abs);
            Assert.Equal(expected.Length, upper.Length);
            Assert.All(upper.Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-9 * scale));
        }
    }

    [Fact] // 3
    public void The_gradient_and_the_Hessian_are_plain_autograds_with_BatchNorm_and_max_pool_too()
    {
        Assert.InRange(Small.Apart(new NetRisk(mlp, Examples.Of(x, y)).Hessian().Dense(), Small.DenseHessian(mlp, x, y)), 0, 1e-9);
        Assert.InRange(Small.Apart(new NetRisk(conv, Examples.Of(images, labels)).Hessian().Dense(), Small.DenseHessian(conv, images, labels)), 0, 1e-9);
        conv.eval();
        var loss = cross_entropy(conv.call(images), labels, reduction: nn.Reduction.Sum);
        var plain = cat([.. autograd.grad([loss], conv.parameters().ToArray()).Select(g => g.reshape(-1))]);
        var risk = new NetRisk(conv, Examples.Of(images, labels)) { WeightDecay = 0.3, BatchSize = 4 };
        Assert.InRange(Small.Apart(risk.Gradient(), plain + 10 * 0.3 * risk.Theta()), 0, 1e-12);
        Assert.Equal(loss.item<double>() + 10 * 0.3 / 2 * risk.Theta().square().sum().item<double>(), risk.Value(), 1e-10);
    }

    [Theory] // 4
    [InlineData(false)]
    [InlineData(true)]
    public void Gauss_Newton_and_Fisher_are_the_explicit_JtMJ(bool convolution)
    {
        var (net, input, risk) = convolution ? (conv, images, new NetRisk(conv, Examples.Of(images, labels))) : (mlp, x, new NetRisk(mlp, Examples.Of(x, y)));
        var j = Small.Jacobian(net, input).view(10, 3, -1);                                       // [n, K, P]
        var p = Probabilities(net.call(input).detach());                                              // [n, K]
        var m = diag_embed(p) - p.unsqueeze(2).bmm(p.unsqueeze(1));                               // [n, K, K]
        var dense = einsum("nap,nab,nbq->pq", j, m, j);
        Assert.InRange(Small.Apart(risk.GaussNewton().Dense(), dense), 0, 1e-10);
        Assert.InRange(Small.Apart(risk.Curvature(CurvatureKind.Fisher).Dense(), dense), 0, 1e-10);
        Assert.InRange(Small.Apart(risk.Hessian().Dense(), dense), 0.1, 10);                     // a choice, not a synonym
    }

    [Fact] // 5
    public void For_a_model_linear_in_theta_Gauss_Newton_is_the_Hessian()
    {
        var risk = new NetRisk(softmax, Examples.Of(x, y));
        Assert.InRange(Small.Apart(risk.GaussNewton().Dense(), risk.Hessian().Dense()), 0, 1e-10);
        var head = new NetRisk(conv, Examples.Of(images, labels), ParameterBlock.Named(conv, "head"));
        Assert.Equal(27, head.Size);
        Assert.InRange(Small.Apart(head.GaussNewton().Dense(), head.Hessian().Dense()), 0, 1e-10);
    }

    [Fact] // 5
    public void A_block_is_its_part_of_the_whole()
    {
        var whole = new NetRisk(conv, Examples.Of(images, labels)).Hessian().Dense();
        var block = new NetRisk(conv, Examples.Of(images, labels), ParameterBlock.Named(conv, "conv")).Hessian().Dense();
        Assert.InRange(Small.Apart(block, whole.narrow(0, 0, 18).narrow(1, 0, 18)), 0, 1e-12);
    }

    [Fact] // 6, erratum T8
    public void Only_the_Hessian_of_a_nonlinear_model_sees_labels()
    {
        var other = (y + 1) % 3;
        foreach (var net in (Sequential[])[mlp, softmax])
        {
            var (risk, changed) = (new NetRisk(net, Examples.Of(x, y)), new NetRisk(net, Examples.Of(x, other)));
            var smoothed = new NetRisk(net, Examples.Of(x, y)) { Smoothing = -0.2 };
            var v = Small.Random(risk.Size);
            Assert.True(risk.GaussNewton().Multiply(v).Equals(changed.GaussNewton().Multiply(v)));
            Assert.True(risk.GaussNewton().Multiply(v).Equals(smoothed.GaussNewton().Multiply(v)));
            foreach (var twin in (NetRisk[])[changed, smoothed])
            {
                var apart = Small.Apart(twin.Hessian().Multiply(v), risk.Hessian().Multiply(v));
                if (net == mlp) Assert.InRange(apart, 0.01, 10);
                else Assert.InRange(apart, 0, 1e-12);
            }
        }
    }

    [Theory] // 7
    [InlineData(CurvatureKind.Hessian)]
    [InlineData(CurvatureKind.GaussNewton)]
    [InlineData(CurvatureKind.Fisher)]
    [InlineData(CurvatureKind.EmpiricalFisher)]
    public void Every_curvature_is_symmetric_linear_and_definite_where_it_should_be(CurvatureKind kind)
    {
        var map = new NetRisk(conv, Examples.Of(images, labels)).Curvature(kind);
        for (var seed = 0; seed < 20; seed++)
        {
            var (v, w) = (Small.Random(map.Size, seed), Small.Random(map.Size, 100 + seed));
            var (av, aw) = (map.Multiply(v), map.Multiply(w));
            Assert.Equal(av.dot(w).item<double>(), v.dot(aw).item<double>(), 1e-12 * av.norm().item<double>() * w.norm().item<double>());
            Assert.InRange(Small.Apart(map.Multiply(v + 2 * w), av + 2 * aw), 0, 1e-12);
            if (kind != CurvatureKind.Hessian) Assert.True(av.dot(v).item<double>() >= -1e-12 * av.norm().item<double>() * v.norm().item<double>());
        }
        Assert.InRange(Small.Apart(map.Multiply(stack([Small.Random(map.Size, 0), Small.Random(map.Size, 1)]))[1], map.Multiply(Small.Random(map.Size, 1))), 0, 1e-13);
    }

    [Theory] // 8
    [InlineData(CurvatureKind.Hessian)]
    [InlineData(CurvatureKind.GaussNewton)]
    [InlineData(CurvatureKind.Fisher)]
    [InlineData(CurvatureKind.EmpiricalFisher)]
    public void Neither_batch_size_nor_order_matters_and_parts_add_up(CurvatureKind kind)
    {
        NetRisk Risk(int batch, IReadOnlyList<int> rows) => (NetRisk)new NetRisk(conv, Examples.Of(images, labels)) { WeightDecay = 0.1, BatchSize = batch }.Pick(rows);
        int[] all = [.. Enumerable.Range(0, 10)];
        var whole = Risk(10, all);
        var v = Small.Random(whole.Size);
        var (product, gradient) = (whole.Curvature(kind).Multiply(v), whole.Gradient());
        foreach (var risk in (NetRisk[])[Risk(1, all), Risk(7, all), Risk(10, [.. all.Reverse()])])
        {
            Assert.InRange(Small.Apart(risk.Curvature(kind).Multiply(v), product), 0, 1e-12);
            Assert.InRange(Small.Apart(risk.Gradient(), gradient), 0, 1e-12);
        }
        Assert.InRange(Small.Apart(Risk(10, all[..3]).Curvature(kind).Multiply(v) + Risk(10, all[3..]).Curvature(kind).Multiply(v), product), 0, 1e-12);
        Assert.InRange(Small.Apart(Risk(10, all[..3]).Gradient() + Risk(10, all[3..]).Gradient(), gradient), 0, 1e-12);
    }

    [Fact] // 9
    public void The_empirical_Fisher_is_the_loop_over_samples_and_in_the_mean_over_labels_the_Fisher()
    {
        var risk = new NetRisk(mlp, Examples.Of(x, y));
        var v = Small.Random(risk.Size);
        var loop = Enumerable.Range(0, 10).Select(i => risk.Pick([i]).Gradient()).Select(g => g * g.dot(v)).Aggregate((a, b) => a + b);
        Assert.InRange(Small.Apart(risk.Curvature(CurvatureKind.EmpiricalFisher).Multiply(v), loop), 0, 1e-12);

        // Weighing each label by its probability in place of 4,000 draws.
        var p = Probabilities(mlp.call(x).detach());
        var mean = zeros_like(v);
        for (var i = 0; i < 10; i++)
            for (var k = 0; k < 3; k++)
                mean += p[i, k] * new NetRisk(mlp, Examples.Of(x.narrow(0, i, 1), tensor(new long[] { k }))).Curvature(CurvatureKind.EmpiricalFisher).Multiply(v);
        Assert.InRange(Small.Apart(risk.Curvature(CurvatureKind.Fisher).Multiply(v), mean), 0, 1e-12);
    }

    [Fact]
    public void Cotangents_are_pulled_back_and_pushed_along_as_by_the_explicit_Jacobian()
    {
        var risk = new NetRisk(mlp, Examples.Of(x, y)) { BatchSize = 4, WeightDecay = 1 };
        var j = Small.Jacobian(mlp, x).view(10, 3, -1);                                           // [n, K, P]
        var hot = one_hot(y, 3).to(ScalarType.Float64);
        var cotangent = hot - (1 - hot) / 2;                                                     // [n, K]
        Assert.InRange(Small.Apart(risk.PullBack(Cotangents.Smoothing), einsum("nkp,nk->p", j, cotangent)), 0, 1e-12);
        var v = Small.Random(risk.Size);
        Assert.InRange(Small.Apart(risk.Along(Cotangents.Smoothing, v), einsum("nkp,nk,p->n", j, cotangent, v)), 0, 1e-12);
        Assert.InRange(Small.Apart(risk.PullBack(Cotangents.OtherLabels) - risk.PullBack(Cotangents.CrossEntropy), risk.PullBack(Cotangents.Smoothing)), 0, 1e-12);
    }

    private static Tensor Probabilities(Tensor z) => nn.functional.softmax(z, 1);
}
