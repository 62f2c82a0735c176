namespace Unlearn.Tests.Metrics;

public class DistanceTests
{
    private static readonly MetricFixtures All = MetricFixtures.All;

    [Fact]
    public void KL_and_Jensen_Shannon_are_scipys()
    {
        using var reference = All.Outputs.Make();
        using var other = All.Other.Make(shift: 100);
        var found = Divergence.Of(reference, other);
        Assert.Equal(All.Divergence.Kl, found.Kl, 1e-9);
        Assert.Equal(All.Divergence.Js, found.Js, 1e-9);
        Assert.Equal(All.Divergence.Disagreement, found.Disagreement, 1e-9);
        var back = Divergence.Of(other, reference);
        Assert.Equal(found.Js, back.Js, 1e-12);
        Assert.NotEqual(found.Kl, back.Kl, 1e-3);
    }

    [Fact]
    public void What_one_rules_out_and_the_other_does_not_is_infinitely_far_and_ln_2_at_most()
    {
        using var scope = NewDisposeScope();
        var labels = zeros(1, ScalarType.Int64);
        using var sure = new Outputs(tensor(new[] { 0, double.NegativeInfinity }, [1, 2]), labels);
        using var other = new Outputs(tensor(new[] { double.NegativeInfinity, 0 }, [1, 2]), labels);
        using var half = new Outputs(zeros(1, 2, ScalarType.Float64), labels);
        Assert.Equal(double.PositiveInfinity, Divergence.Of(half, sure).Kl);
        Assert.Equal(Math.Log(2), Divergence.Of(sure, half).Kl, 1e-12);
        Assert.Equal(Math.Log(2), Divergence.Of(sure, other).Js, 1e-12);
        Assert.Equal(new Divergence(0, 0, 0), Divergence.Of(sure, sure));
    }

    [Fact]
    public void The_Wasserstein_distance_is_scipys_and_none_between_equal_samples()
    {
        var f = All.Wasserstein;
        Assert.Equal(f.Distance, Wasserstein.Distance(f.First, f.Second), 1e-9);
        Assert.Equal(f.Distance, Wasserstein.Distance([.. f.Second.Reverse()], f.First), 1e-9);
        Assert.Equal(0, Wasserstein.Distance(f.First, [.. f.First.Reverse()]));
        Assert.Equal(3, Wasserstein.Distance([1], [4]));
        Assert.Contains("no numbers", Assert.Throws<ArgumentException>(() => Wasserstein.Distance([], [1])).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => Wasserstein.Distance([1, double.NaN], [1])).Message);
    }

    [Fact]
    public void The_tug_of_war_multiplies_what_is_near_on_each_set()
    {
        Scores retrained = new(20, 40, 99, 90, 1, 0), unlearned = new(30, 60, 94, 88, 2, 9);
        Assert.Equal(0.9 * 0.95 * 0.98, TugOfWar.Of(unlearned, retrained), 1e-12);
        Assert.Equal(0.8 * 0.95 * 0.98, TugOfWar.OfMia(unlearned, retrained), 1e-12);
        Assert.Equal(TugOfWar.Of(unlearned, retrained), TugOfWar.Of(retrained, unlearned));
        Assert.Equal(1, TugOfWar.Of(retrained, retrained));
    }

    [Fact]
    public void Retrain_against_itself_has_gap_0_ToW_1_and_no_divergence()
    {
        using var retrained = MadeOutputs.Network(2, 4, 2);
        var scores = retrained.Score();
        var distance = DistanceToRetrain.Of(retrained, retrained, scores, scores);
        Assert.Equal([0, 0, 0, 0, 0], (double[])[distance.Gap.UA, distance.Gap.MIA, distance.Gap.RA, distance.Gap.TA, distance.Gap.H]);
        Assert.Equal((0, 1, 1, 0, false), (distance.AverageGap, distance.TugOfWar, distance.TugOfWarMia, distance.EntropyDistance, distance.OverForgets));
        foreach (var d in (Divergence[])[distance.Forget, distance.Retain, distance.Test])
        {
            Assert.Equal((0, 0), (d.Kl, d.Disagreement));
            Assert.Equal(0, d.Js, 1e-15);
        }
    }

    [Fact]
    public void Other_samples_are_refused()
    {
        using var mine = MadeOutputs.Network(2, 4, 2);
        using var fewer = MadeOutputs.Network(2, 4, 2, count: 200);
        using var other = MadeOutputs.Network(2, 4, 2, seed: 5);
        Assert.Contains("D_f is [200, 5] in retrained and [400, 5] in unlearned", Assert.Throws<ArgumentException>(() => Evaluation.Of(mine, fewer)).Message);
        Assert.Matches("row [0-9]+ of D_f has label", Assert.Throws<ArgumentException>(() => Evaluation.Of(mine, other)).Message);
        Assert.Contains("give logits of the same samples", Assert.Throws<ArgumentException>(() => Divergence.Of(mine.Forget, mine.Retain)).Message);
    }

    [Fact]
    public void The_noise_floor_is_the_mean_distance_between_seeds()
    {
        Scores a = new(20, 40, 99, 90, 1, 0), b = new(22, 46, 98, 90, 1.5, 0), c = new(24, 40, 99, 93, 1, 0);
        var two = NoiseFloor.Of([a, b]);
        Assert.Equal(new NoiseFloor(2, 6, 1, 0, 0.5, 9 / 4.0, 1), two);
        var three = NoiseFloor.Of([a, b, c]);
        Assert.Equal(((2 + 4 + 2) / 3.0, 3), (three.UA, three.Pairs));
        Assert.Equal("within retraining noise", NoiseFloor.Says(-2, two.UA));
        Assert.Equal("", NoiseFloor.Says(2.1, two.UA));
        Assert.Contains("at least 2", Assert.Throws<ArgumentException>(() => NoiseFloor.Of([a])).Message);
    }
}
