namespace Unlearn.Tests.Unlearning;

/// <summary>A method at the end of its range is another method. All on a network with BatchNorm.</summary>
public sealed class IdentityTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();
    private readonly ForgetSplit split;

    public IdentityTests() => split = Tiny.Split(data);

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData(BatchNormStatistics.RetainOnly)]
    [InlineData(BatchNormStatistics.Both)]
    public void UGradSLPlus_with_p_1_is_fine_tuning_to_the_bit(BatchNormStatistics batchNorm)
    {
        var plus = Tiny.Apply(new UGradSLPlus(Epochs: 3, LearningRate: 0.05, P: 1) { BatchSize = 16, BatchNorm = batchNorm }, split);
        var tuned = Tiny.Apply(new FineTune(Epochs: 3, LearningRate: 0.05) { BatchSize = 16 }, split);
        Assert.Equal(tuned.Steps, plus.Steps);
        AssertSame(tuned.State, plus.State, 0);
    }

    [Fact]
    public void UGradSLPlus_with_p_1_is_fine_tuning_on_augmented_images_too()
    {
        var plus = Tiny.Apply(new UGradSLPlus(Epochs: 2, P: 1) { BatchSize = 16, Augmentation = Augmentation.CropAndFlip }, split);
        var tuned = Tiny.Apply(new FineTune(Epochs: 2) { BatchSize = 16, Augmentation = Augmentation.CropAndFlip }, split);
        Assert.Equal(tuned.Steps, plus.Steps);
    }

    [Theory]
    [InlineData(BatchNormStatistics.RetainOnly)]
    [InlineData(BatchNormStatistics.Both)]
    public void UGradSL_with_p_0_and_alpha_0_is_gradient_ascent(BatchNormStatistics batchNorm)
    {
        var smoothed = Tiny.Apply(new UGradSL(Epochs: 2, LearningRate: 0.01, Alpha: 0, P: 0) { BatchSize = 16, BatchNorm = batchNorm }, split);
        var ascent = Tiny.Apply(new GradientAscent(Epochs: 2, LearningRate: 0.01) { BatchSize = 16, BatchNorm = batchNorm }, split);
        AssertSame(ascent.State, smoothed.State, 1e-6);
    }

    [Theory]
    [InlineData(Forward.Separate)]
    [InlineData(Forward.Concatenated)]
    public void NegGradPlus_is_UGradSLPlus_with_alpha_0(Forward forward)
    {
        var smoothed = Tiny.Apply(new UGradSLPlus(2, 0.05, Alpha: 0, P: 0.7) { BatchSize = 16, Forward = forward }, split);
        var negative = Tiny.Apply(new NegGradPlus(2, 0.05, Beta: 0.7) { BatchSize = 16, Forward = forward }, split);
        Assert.Equal(smoothed.Steps.Select(s => s.Loss), negative.Steps.Select(s => s.Loss), (a, b) => Math.Abs(a - b) < 1e-5);
        AssertSame(smoothed.State, negative.State, 1e-5);
    }

    [Fact]
    public void NegGradPlus_with_beta_1_is_fine_tuning_to_the_bit() =>
        AssertSame(Tiny.Apply(new FineTune(2, 0.05) { BatchSize = 16 }, split).State, Tiny.Apply(new NegGradPlus(2, 0.05, Beta: 1) { BatchSize = 16 }, split).State, 0);

    [Fact]
    public void With_p_0_no_retain_image_passes_through_the_network()
    {
        var steps = Tiny.Apply(new UGradSL(Epochs: 2, P: 0) { BatchSize = 16 }, split).Steps;
        Assert.Equal(2 * split.Forget.Count, steps.Sum(step => step.Images));
    }

    [Fact]
    public void With_p_0_and_retain_only_statistics_the_running_statistics_do_not_move()
    {
        using var fresh = Tiny.Net();
        var before = Tiny.State(fresh);
        var after = Tiny.Apply(new UGradSL(Epochs: 2, LearningRate: 0.01, P: 0) { BatchSize = 16 }, split).State;
        Assert.All(before.Keys.Where(IsStatistic), key => Assert.Equal(before[key], after[key]));
        Assert.Contains(before.Keys, key => !IsStatistic(key) && !before[key].SequenceEqual(after[key]));
    }

    [Fact]
    public void With_both_the_running_statistics_follow_forget_batches()
    {
        using var fresh = Tiny.Net();
        var after = Tiny.Apply(new GradientAscent(1, 1e-9) { BatchNorm = BatchNormStatistics.Both }, split).State;
        Assert.All(Tiny.State(fresh).Where(p => IsStatistic(p.Key)), p => Assert.NotEqual(p.Value, after[p.Key]));
    }

    [Fact]
    public void Retain_only_uses_the_batch_s_own_statistics_for_the_forward_pass()
    {
        using var scope = NewDisposeScope();
        using var net = Tiny.Net();
        using var rng = new Generator(1, CPU);
        var x = rand(5, 1, 8, 8, generator: rng);
        var quiet = net.CallForget(x, BatchNormStatistics.RetainOnly);
        var literal = net.CallForget(x, BatchNormStatistics.Both);
        Assert.True(quiet.Equals(literal));
        net.eval();
        Assert.False(net.call(x).allclose(literal));
    }

    [Fact]
    public void UGradSL_passes_over_the_forget_set_and_UGradSLPlus_over_the_retain_set()
    {
        var (forget, retain) = (split.Forget.Count, split.Retain.Count);
        var small = Tiny.Apply(new UGradSL(Epochs: 2) { BatchSize = 16 }, split).Steps;
        Assert.Equal(2 * Math.Ceiling(forget / 16.0), small.Count);
        Assert.InRange(small.Sum(s => s.Images), 2 * forget + 1, 4 * forget + 64);

        var plus = Tiny.Apply(new UGradSLPlus(Epochs: 2) { BatchSize = 16 }, split).Steps;
        Assert.Equal(2 * Math.Ceiling(retain / 16.0), plus.Count);
        Assert.True(plus.Sum(s => s.Images) > 2 * retain);
    }

    [Fact]
    public void Expected_steps_are_the_steps_taken()
    {
        foreach (var method in Methods.All)
            Assert.Equal(method.Steps(split), Tiny.Apply(method, split).Steps.Count);
    }

    private static bool IsStatistic(string key) => key.Contains("running_") || key.Contains("num_batches");

    private static void AssertSame(Dictionary<string, float[]> expected, Dictionary<string, float[]> actual, double tolerance)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (key, values) in expected)
            Assert.All(values.Zip(actual[key]), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}

/// <summary>Every method, at settings that take a few steps on <see cref="Tiny"/>.</summary>
internal static class Methods
{
    public static IReadOnlyList<Unlearner> All { get; } =
    [
        new Retrain { Training = new(Epochs: 2, BatchSize: 16) },
        new FineTune(2, 0.01) { BatchSize = 16 },
        new GradientAscent(2, 0.001) { BatchSize = 16 },
        new GradientAscent(2, 0.001) { BatchSize = 16, BatchNorm = BatchNormStatistics.Both },
        new UGradSL(2) { BatchSize = 16 },
        new UGradSL(2, P: 0) { BatchSize = 16, BatchNorm = BatchNormStatistics.Both },
        new UGradSLPlus(2) { BatchSize = 16 },
        new UGradSLPlus(2, Alpha: 0.3) { BatchSize = 16, AllowPositive = true },
        new UGradSLPlus(1) { BatchSize = 16, Forward = Forward.Concatenated, ClipNorm = 1, LossCap = 2, BatchNorm = BatchNormStatistics.Both },
        new UGradSLAdaptive(1) { BatchSize = 16 },
        new NegGradPlus(1) { BatchSize = 16 },
        new RandomLabels(1) { BatchSize = 16 },
        new RandomLabels(1) { BatchSize = 16, Reading = Reading.AsReleased },
        new SalUn(1) { BatchSize = 16 },
        new Scrub(2, 0.005, MaxEpochs: 1) { BatchSize = 16 },
        new BadT(2) { BatchSize = 16 },
        new L1Sparse(2) { BatchSize = 16 },
        new CFk(2) { BatchSize = 16 },
        new EUk(2) { BatchSize = 16 },
        new FisherForgetting { BatchSize = 16 },
        new FisherForgetting { Reading = Reading.AsReleased },
        new InfluenceUnlearning { BatchSize = 16, Solver = new ConjugateGradient(1e-2, 5) },
        new InfluenceUnlearning { BatchSize = 16, WoodFisher = true, Samples = 20 },
        new InfluenceUnlearning { BatchSize = 16, Reading = Reading.AsReleased },
        new BoundaryShrink(2) { BatchSize = 16 },
        new BoundaryExpand(2) { BatchSize = 16 },
        new SelectiveDampening(1) { BatchSize = 16 },
        new SelectiveDampening(1) { BatchSize = 16, Reading = Reading.AsReleased },
    ];
}
