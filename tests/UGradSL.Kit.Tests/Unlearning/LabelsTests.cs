namespace Unlearn.Tests.Unlearning;

public class LabelsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(100)]
    public void Smoothed_labels_are_the_papers_vector(int classes)
    {
        using var scope = NewDisposeScope();
        foreach (var alpha in (double[])[-3, -0.2, 0, 0.1, 1])
        {
            var y = tensor(new long[] { classes - 1, 0, classes / 2 });
            var smoothed = Labels.Smooth(y, classes, alpha);
            for (var i = 0; i < 3; i++)
                for (var k = 0; k < classes; k++)
                {
                    var truth = k == y[i].item<long>() ? 1 + (1.0 - classes) / classes * alpha : alpha / classes;
                    Assert.Equal(truth, smoothed[i, k].item<float>(), 1e-6);
                    var mixed = (1 - alpha) * (k == y[i].item<long>() ? 1 : 0) + alpha / classes;
                    Assert.Equal(mixed, smoothed[i, k].item<float>(), 1e-6);
                }
        }
    }

    [Theory]
    [InlineData(-50)]
    [InlineData(-0.2)]
    [InlineData(0)]
    [InlineData(0.7)]
    [InlineData(1)]
    public void Labels_sum_to_one_for_any_alpha(double alpha)
    {
        using var scope = NewDisposeScope();
        var sums = Labels.Smooth(arange(10, ScalarType.Int64), 10, alpha).sum(1);
        Assert.True(sums.allclose(ones(10), 1e-5, 1e-5));
    }

    [Fact]
    public void Alpha_zero_keeps_one_hot_labels_to_the_bit()
    {
        using var scope = NewDisposeScope();
        var y = arange(7, ScalarType.Int64);
        Assert.True(Labels.Smooth(y, 7, 0).Equals(one_hot(y, 7).to(ScalarType.Float32)));
    }

    /// <summary>Eq. 9: ℓ(h, z^{GLS,α}) = (1 + (1−K)/K·α)·ℓ(h, (x, y)) + α/K·Σ_{y'≠y} ℓ(h, (x, y')).</summary>
    [Theory]
    [InlineData(-1.5)]
    [InlineData(-0.2)]
    [InlineData(0.3)]
    public void Both_forms_of_equation_9_agree(double alpha)
    {
        const int K = 10;
        using var scope = NewDisposeScope();
        using var rng = new Generator(3, CPU);
        var logits = randn(6, K, ScalarType.Float64, generator: rng);
        var y = tensor(new long[] { 0, 3, 9, 5, 1, 2 });
        var left = cross_entropy(logits, Labels.Smooth(y, K, alpha).to(ScalarType.Float64));

        var losses = -log_softmax(logits, 1);                                      // [B, K]: the loss of each label
        var truth = losses.gather(1, y.unsqueeze(1)).squeeze(1);                   // [B]
        var right = ((1 + (1.0 - K) / K * alpha) * truth + alpha / K * (losses.sum(1) - truth)).mean();
        Assert.Equal(right.item<double>(), left.item<double>(), 1e-6);
    }

    [Theory]
    [InlineData(1.4, "1.4")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-")]
    public void An_alpha_that_no_label_can_have_is_refused(double alpha, string shown)
    {
        using var y = arange(3, ScalarType.Int64);
        var message = Assert.Throws<ArgumentException>(() => Labels.Smooth(y, 3, alpha)).Message;
        Assert.Contains($"α = {shown}", message);
        Assert.Contains("(−∞, 1]", message);
    }
}
