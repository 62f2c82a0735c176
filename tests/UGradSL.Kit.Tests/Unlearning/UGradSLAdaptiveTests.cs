namespace Unlearn.Tests.Unlearning;

public sealed class UGradSLAdaptiveTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();
    private readonly ForgetSplit split;

    public UGradSLAdaptiveTests() => split = Tiny.Split(data);

    public void Dispose() => data.Dispose();

    [Fact]
    public void The_rate_of_a_sample_is_minus_the_share_of_retain_samples_near_it()
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator(5, CPU);
        var (retain, forget) = (randn(7, 4, generator: rng), randn(5, 4, generator: rng));
        var alphas = new UGradSLAdaptive(Beta: 0.4).Alphas(retain, forget).data<float>().ToArray();
        var complements = new UGradSLAdaptive(Beta: 0.4) { Complement = true }.Alphas(retain, forget).data<float>().ToArray();
        for (var j = 0; j < 5; j++)
        {
            var near = 0;
            for (var i = 0; i < 7; i++)
            {
                var (r, f) = (retain[i], forget[j]);
                if ((1 - r.dot(f).item<float>() / (r.norm().item<float>() * f.norm().item<float>())) / 2 < 0.4) near++;
            }
            Assert.Equal(-near / 7.0, alphas[j], 1e-6);
            Assert.Equal(-(1 - near / 7.0), complements[j], 1e-6);
        }
        Assert.True(alphas.Distinct().Count() > 1);
    }

    [Fact]
    public void Rates_that_are_all_alike_give_the_labels_of_one_rate()
    {
        using var scope = NewDisposeScope();
        var y = arange(6, ScalarType.Int64) % 4;
        Assert.True(Labels.Smooth(y, 4, full([6], -0.3f)).allclose(Labels.Smooth(y, 4, -0.3)));
    }

    [Theory]
    [InlineData(0, 0)]   // nothing is nearer than 0: α = 0
    [InlineData(1, -1)]  // everything is nearer than 1: α = −1
    public void At_the_ends_of_beta_it_is_UGradSLPlus_with_one_alpha(double beta, double alpha)
    {
        var adaptive = Tiny.Apply(new UGradSLAdaptive(1, Beta: beta) { BatchSize = 16 }, split);
        var plus = Tiny.Apply(new UGradSLPlus(1, Alpha: alpha) { BatchSize = 16 }, split);
        Assert.Equal(plus.Steps.Select(s => s.Loss), adaptive.Steps.Select(s => s.Loss), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory]
    [InlineData("p = 0 is outside (0, 1)", 0, 0.2)]
    [InlineData("p = 1 is outside (0, 1)", 1, 0.2)]
    [InlineData("β = 1.5 is outside [0, 1]", 0.9, 1.5)]
    public void A_setting_outside_its_range_is_refused(string message, double p, double beta) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(new UGradSLAdaptive(P: p, Beta: beta).Check).Message);
}
