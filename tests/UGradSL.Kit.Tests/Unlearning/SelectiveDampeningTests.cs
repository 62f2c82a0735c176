namespace Unlearn.Tests.Unlearning;

public sealed class SelectiveDampeningTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();
    private readonly ForgetSplit split;

    public SelectiveDampeningTests() => split = Tiny.Split(data);

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData(Reading.AsPublished, 1, 1)]
    [InlineData(Reading.AsPublished, 2, 0.3)]
    [InlineData(Reading.AsReleased, 1.5, 0.5)]
    public void Every_weight_is_what_a_naive_loop_makes_of_it(Reading reading, double alpha, double lambda)
    {
        using var scope = NewDisposeScope();
        using var net = Tiny.Net();
        var (forget, whole) = (Importance(net, split.Forget, reading, []), Importance(net, split.Train, reading, [split.Forget.Count]));
        var after = Tiny.Apply(new SelectiveDampening(alpha, lambda) { BatchSize = 32, Reading = reading }, split).State;
        var (dampened, kept) = (0, 0);
        foreach (var (p, (name, parameter)) in net.named_parameters().Index().Select(p => (p.Index, p.Item)))
        {
            var before = parameter.detach().contiguous().data<float>().ToArray();
            for (var i = 0; i < before.Length; i++)
            {
                var (f, d) = (forget[p][i], whole[p][i]);
                if (Math.Abs(f - alpha * d) < 1e-5 * f) continue; // on the threshold: rounding decides
                var beta = f > alpha * d ? Math.Min(1, lambda * d / f) : 1;
                if (beta < 1) dampened++; else kept++;
                Assert.Equal(beta * before[i], after[name][i], 1e-6 + 1e-4 * Math.Abs(before[i]));
            }
        }
        Assert.True(dampened > 20 && kept > 20, $"{dampened} dampened, {kept} kept");
    }

    [Theory]
    [InlineData(Reading.AsPublished)]
    [InlineData(Reading.AsReleased)]
    public void With_an_infinite_threshold_not_a_bit_changes(Reading reading)
    {
        using var net = Tiny.Net();
        var after = Tiny.Apply(new SelectiveDampening(double.PositiveInfinity) { Reading = reading }, split).State;
        Assert.All(Tiny.State(net), p => Assert.Equal(p.Value, after[p.Key]));
    }

    [Fact]
    public void Settings_that_cannot_be_meant_are_refused()
    {
        Assert.Contains("α = 0: the threshold is a positive number", Assert.Throws<ArgumentException>(new SelectiveDampening(0).Check).Message);
        Assert.Contains("λ = -1: the strength is a positive number", Assert.Throws<ArgumentException>(new SelectiveDampening(10, -1).Check).Message);
    }

    /// <summary>Of each parameter, mean squared gradients: sample by sample, or of batches of 32. The batches of the released reading must be the method's own, so their order is too.</summary>
    private static List<double[]> Importance(Net net, Subset part, Reading reading, int[] drawnBefore)
    {
        net.eval();
        using var rng = Seeds.Stream(0, "order");
        List<double[]> sums = [.. net.parameters().Select(p => new double[p.numel()])];
        foreach (var count in drawnBefore) randperm(count, dtype: ScalarType.Int64, generator: rng).Dispose(); // the orders of other passes
        var batches = 0;
        foreach (var batch in part.Batches(rng, reading == Reading.AsReleased ? 32 : 1))
        {
            net.zero_grad();
            cross_entropy(net.call(batch.X), batch.Y).backward();
            foreach (var (sum, p) in sums.Zip(net.parameters()))
                foreach (var (i, g) in p.grad!.contiguous().data<float>().ToArray().Index()) sum[i] += (double)g * g;
            batches++;
        }
        return [.. sums.Select(sum => sum.Select(s => s / batches).ToArray())];
    }
}
