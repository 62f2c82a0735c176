namespace Unlearn.Tests.Metrics;

public class ScoresTests
{
    [Fact]
    public void Each_score_is_taken_from_its_set()
    {
        using var scope = NewDisposeScope();
        var (forget, forgetLabels) = Made(40, 1, 0.5);
        var (retain, retainLabels) = Made(90, 2, 4);
        var (test, testLabels) = Made(60, 3, 2);
        var scores = Scores.Of(forget, forgetLabels, retain, retainLabels, test, testLabels, 1.5);
        Assert.Equal(100 - Accuracy.Percent(forget, forgetLabels), scores.UA);
        Assert.Equal(Accuracy.Percent(retain, retainLabels), scores.RA);
        Assert.Equal(Accuracy.Percent(test, testLabels), scores.TA);
        Assert.Equal(Entropy.Mean(forget), scores.H);
        Assert.Equal(1.5, scores.RTE);
        Assert.Equal(
            MembershipInference.Efficacy(retain[..60], retainLabels[..60], test, testLabels, forget, forgetLabels), scores.MIA);
        double[] all = [scores.UA, scores.MIA, scores.RA, scores.TA, scores.H, scores.RTE];
        Assert.Equal(6, all.Distinct().Count()); // else a mix-up would not show
    }

    [Fact]
    public void No_metric_leaves_a_tensor_behind()
    {
        using var scope = NewDisposeScope();
        var (logits, labels) = Made(50, 1, 1);
        Leaves("accuracy", () => Accuracy.Percent(logits, labels));
        Leaves("confidence", () => Confidence.OfTruth(logits, labels));
        Leaves("entropy", () => Entropy.Mean(logits));
        Leaves("membership inference", () => MembershipInference.Efficacy(logits, labels, logits, labels, logits, labels));
        Leaves("scores", () => Scores.Of(logits, labels, logits, labels, logits, labels, 0));
        var diverged = logits / 0;
        Leaves("refused logits", () => Assert.Throws<ArgumentException>(() => Accuracy.Percent(diverged, labels)));

        static void Leaves(string what, Func<object> measure)
        {
            var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            measure();
            var left = DisposeScopeManager.Statistics.ThreadTotalLiveCount - before;
            Assert.True(left == 0, $"{what}: {left} tensors still live");
        }
    }

    /// <summary>Logits [count, 3] that favour the label by <paramref name="margin"/>.</summary>
    private static (Tensor Logits, Tensor Labels) Made(int count, ulong seed, double margin)
    {
        using var rng = new Generator(seed, CPU);
        var labels = arange(count, ScalarType.Int64) % 3;                          // [count]
        return (randn(count, 3, generator: rng) + one_hot(labels, 3) * margin, labels);
    }
}
