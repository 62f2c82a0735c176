namespace Unlearn.Tests.Metrics;

/// <summary>Accuracy, confidence and entropy: against loops over the same numbers in doubles, at their limits, and on bad input.</summary>
public sealed class LogitMetricsTests : IDisposable
{
    private const int N = 57, K = 6;

    private readonly long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Generator rng = new(11, CPU);

    public void Dispose()
    {
        rng.Dispose();
        scope.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public void They_agree_with_loops(double scale)
    {
        var (logits, labels) = (randn(N, K, generator: rng) * scale, randint(0, K, [N], generator: rng, dtype: ScalarType.Int64));
        var (right, entropy) = (0, 0.0);
        var confidences = new double[N];
        for (var n = 0; n < N; n++)
        {
            var z = logits[n].data<float>().Select(x => (double)x).ToArray();
            var y = (int)labels[n].item<long>();
            var exponentials = z.Select(x => Math.Exp(x - z.Max())).ToArray();
            var p = exponentials.Select(e => e / exponentials.Sum()).ToArray();
            if (z[y] == z.Max()) right++;
            confidences[n] = p[y];
            entropy -= p.Sum(x => x > 0 ? x * Math.Log(x) : 0) / N;
        }
        Assert.InRange(right, 1, N - 1);
        Assert.Equal(100.0 * right / N, Accuracy.Percent(logits, labels), 1e-12);
        Assert.Equal(entropy, Entropy.Mean(logits), 1e-6);
        Assert.All(Confidence.OfTruth(logits, labels).Zip(confidences), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Entropy_is_ln_K_where_all_classes_are_alike(int classes)
    {
        Assert.Equal(Math.Log(classes), Entropy.Mean(zeros(5, classes)), 1e-5);
        Assert.Equal(Math.Log(classes), Entropy.Mean(full(5, classes, -1e4f)), 1e-5);
    }

    [Theory]
    [InlineData(0f, float.NegativeInfinity)]
    [InlineData(1e4f, -1e4f)]
    [InlineData(-1e4f, -2e4f)]
    [InlineData(0f, float.MinValue)]
    public void Certainty_has_no_entropy_and_no_NaN(float truth, float others)
    {
        var logits = full(4, K, others);
        logits[TensorIndex.Colon, 2] = truth;
        var labels = full(4, 2, dtype: ScalarType.Int64);
        Assert.Equal(0, Entropy.Mean(logits));
        Assert.Equal(100, Accuracy.Percent(logits, labels));
        Assert.Equal([1, 1, 1, 1], Confidence.OfTruth(logits, labels));
        Assert.Equal([0, 0, 0, 0], Confidence.OfTruth(logits, labels - 1));
    }

    [Fact]
    public void Nothing_but_the_rows_matters()
    {
        var (logits, labels) = (randn(N, K, generator: rng), randint(0, K, [N], generator: rng, dtype: ScalarType.Int64));
        var order = randperm(N, generator: rng);
        var (shuffled, theirLabels) = (logits[order] + 100, labels[order]);
        Assert.Equal(Entropy.Mean(logits), Entropy.Mean(shuffled), 1e-5);
        Assert.Equal(Accuracy.Percent(logits, labels), Accuracy.Percent(shuffled, theirLabels));
    }

    [Fact]
    public void Logits_that_carry_a_graph_are_measured_too()
    {
        var logits = randn(N, K, generator: rng, requires_grad: true);
        var labels = zeros(N, ScalarType.Int64);
        Assert.InRange(Entropy.Mean(logits * 2), 0, Math.Log(K));
        Assert.Equal(N, Confidence.OfTruth(logits * 2, labels).Length);
        Assert.InRange(Accuracy.Percent(logits * 2, labels), 0, 100);
    }

    [Fact]
    public void Bad_logits_and_labels_are_refused()
    {
        var labels = zeros(3, ScalarType.Int64);
        Refuses("logits are Float32 [3], needed is a floating-point [N, K]", zeros(3), labels);
        Refuses("logits are Int64 [3, 2], needed is a floating-point [N, K]", zeros(3, 2, ScalarType.Int64), labels);
        Refuses("the logits have 0 rows", zeros(0, 2), zeros(0, ScalarType.Int64));
        Refuses("labels are Float32 [3], needed is Int64 [3]", zeros(3, 2), zeros(3));
        Refuses("labels are Int64 [4], needed is Int64 [3]", zeros(3, 2), zeros(4, ScalarType.Int64));
        Refuses("labels are Int64 [3, 1], needed is Int64 [3]", zeros(3, 2), zeros(3, 1, ScalarType.Int64));
        Refuses("labels go from 0 to 2, allowed is 0 to 1", zeros(3, 2), tensor(new long[] { 0, 2, 1 }));
        Refuses("labels go from -1 to 1, allowed is 0 to 1", zeros(3, 2), tensor(new long[] { 0, -1, 1 }));
        foreach (var bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            var logits = zeros(3, 2);
            logits[1] = bad;
            Refuses($"the highest logit of row 1 is {bad}, needed is a finite number", logits, labels);
            Refuses("the network has diverged", logits, labels);
            Assert.Throws<ArgumentException>(() => Entropy.Mean(logits));
        }

        static void Refuses(string message, Tensor logits, Tensor labels)
        {
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => Accuracy.Percent(logits, labels)).Message);
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => Confidence.OfTruth(logits, labels)).Message);
        }
    }
}
