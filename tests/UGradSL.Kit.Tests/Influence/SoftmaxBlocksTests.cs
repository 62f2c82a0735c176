namespace Unlearn.Tests.Influence;

public sealed class SoftmaxBlocksTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void With_two_classes_and_all_samples_the_preconditioned_Hessian_has_two_eigenvalues()
    {
        // On (w, −w) the blocks are half of H without the ridge, on (w, w) both are the ridge.
        var (x, w) = (Small.Random(120).view(40, 3), Small.Random(6, 2).view(2, 3));
        w -= w.mean([0], keepdim: true);
        using var blocks = new SoftmaxBlocks();
        blocks.Make(x, w);
        var hessian = new SoftmaxRisk(x, zeros(40, ScalarType.Int64), w) { WeightDecay = 1e-9 }.Hessian().Dense();
        var values = linalg.eigvals(blocks.Inverse(1, 40e-9).Dense().mm(hessian)).real.sort().Values.data<double>().ToArray();
        Assert.All(values[..3], v => Assert.Equal(1, v, 1e-5));
        Assert.All(values[3..], v => Assert.Equal(2, v, 1e-5));
    }

    [Fact]
    public void A_fit_and_a_probe_by_conjugate_gradients_are_the_dense_ones()
    {
        var (x, y, forget) = Problem(400, 151, 10);                                      // 1,510 parameters
        using var blocks = new SoftmaxBlocks();
        var (dense, sparse) = (SoftmaxFit.Minimise(x, y, 10, 0.01), SoftmaxFit.Minimise(x, y, 10, 0.01, null, blocks));
        Assert.InRange(Small.Apart(sparse, dense), 0, 1e-11);

        var probe = GradientProbe.Exact(x, y, forget, 10, 0.01, new() { Sweep = [1] });
        Tensor Rows(bool chosen) => tensor(forget.Index().Where(f => f.Item == chosen).Select(f => (long)f.Index).ToArray());
        SoftmaxRisk Part(bool chosen, Tensor w) => new(x.index_select(0, Rows(chosen)), y.index_select(0, Rows(chosen)), w) { WeightDecay = 0.01 };
        var retrained = SoftmaxFit.Minimise(x.index_select(0, Rows(false)), y.index_select(0, Rows(false)), 10, 0.01);
        var settings = new ProbeSettings(CurvatureKind.Hessian, 0.01, 0) { Solver = new Direct(1e-12), Sweep = [], CurvatureSamples = null };
        var twin = new ProbeWork((Part(false, dense), Part(true, dense)), (Part(false, retrained), Part(true, retrained)), settings, exact: true).Run();
        Assert.Equal(twin.Two.Inner, probe.Two.Inner, 1e-7 * Math.Abs(twin.Two.Inner));
        Assert.Equal(twin.Direct.Inner, probe.Direct.Inner, 1e-7 * Math.Abs(twin.Direct.Inner));
        Assert.Equal(twin.Contributions.Sum(), probe.Contributions.Sum(), 1e-6 * Math.Abs(twin.Contributions.Sum()));
        Assert.True(probe.SignCertified && probe.Sweep[0].Converged);
        Assert.Equal(twin.Verdict, probe.Verdict);
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        var (x, y, forget) = Problem(60, 151, 10);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        GradientProbe.Exact(x, y, forget, 10, 0.1);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static (Tensor X, Tensor Y, bool[] Forget) Problem(int n, int d, int classes)
    {
        var x = Small.Random(n * d).view(n, d);
        var y = x.narrow(1, 0, classes).argmax(1);
        return (x, y, [.. Enumerable.Range(0, n).Select(i => i % 9 == 0)]);
    }
}
