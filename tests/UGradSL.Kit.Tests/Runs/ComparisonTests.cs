namespace Unlearn.Tests.Runs;

public class ComparisonTests
{
    private static readonly Unlearner Plus = new UGradSLPlus(), Literal = new UGradSLPlus { BatchNorm = BatchNormStatistics.Both };

    [Fact]
    public void Gaps_are_taken_seed_by_seed_and_then_averaged()
    {
        var comparison = Comparison.Of([
            Done(new Retrain(), 0, 100, 90), Done(Plus, 0, 98, 92),
            Done(new Retrain(), 1, 100, 94), Done(Plus, 1, 100, 90)]);
        var row = comparison.Rows[1];
        Assert.Equal(99, row.UA.Value.Mean);
        Assert.Equal(-1, row.UA.Gap.Mean);
        Assert.Equal(-1, row.RA.Gap.Mean, 1e-12);         // +2 and −4
        Assert.Equal((1.0 + 1) / 2, row.AverageGap.Mean); // (2 + 0 + 2 + 0)/4 and (0 + 0 + 4 + 0)/4
        Assert.Equal(2, row.AverageGap.Count);
    }

    [Fact]
    public void Retrain_stands_first_and_both_readings_of_batch_norm_are_rows_of_their_own()
    {
        var comparison = Comparison.Of([Done(null, 0, 2, 95), Done(Plus, 0, 99, 90), Done(Literal, 0, 99, 80), Done(new Retrain(), 0, 100, 91)]);
        Assert.Equal(["Retrain", "Original", "UGradSL+", "UGradSL+ (BN both)"], comparison.Rows.Select(row => row.Name));
        Assert.Equal("UGradSL+", comparison.Nearest!.Name);
    }

    [Fact]
    public void Rows_of_one_method_are_told_apart_by_the_settings_that_differ()
    {
        var comparison = Comparison.Of([
            Done(new Retrain(), 0, 50, 90), Done(new UGradSLPlus(Alpha: -0.5, P: 0.9), 0, 50, 90), Done(new UGradSLPlus(Alpha: 0, P: 0.9), 0, 40, 90),
            Done(new UGradSLPlus(Alpha: -0.5, P: 0.9), 0, 50, 90) with { Recalibrated = true }, Done(new UGradSL(Alpha: -0.2), 0, 50, 90)]);
        Assert.Equal(["Retrain", "UGradSL+ (α −0.5)", "UGradSL+ (α 0)", "UGradSL+ (α −0.5, recalibrated)", "UGradSL"], comparison.Rows.Select(row => row.Name));
        var longer = Comparison.Of([Done(new Retrain(), 0, 50, 90), Done(new FineTune(Epochs: 2) { BatchSize = 64 }, 0, 50, 90), Done(new FineTune(Epochs: 4) { BatchSize = 32 }, 0, 50, 90)]);
        Assert.Equal(["Retrain", "FT (Epochs 2, BatchSize 64)", "FT (Epochs 4, BatchSize 32)"], longer.Rows.Select(row => row.Name));
    }

    [Fact]
    public void The_verdict_names_the_nearest_and_who_over_forgets_and_who_pays()
    {
        var comparison = Comparison.Of([
            Done(new Retrain(), 0, 50, 90), Done(Plus, 0, 52, 89), Done(Literal, 0, 60, 87.9), Done(new GradientAscent(), 0, 40, 70), Done(null, 0, 0, 99)]);
        Assert.Equal("Nearest to Retrain is UGradSL+, with an average gap of 0.75 points. "
            + "Over-forgetting, UA above Retrain's with RA or TA more than 2 points below: UGradSL+ (BN both); "
            + "more than 2 points of RA or TA are lost without it by GA.", comparison.Verdict);
        Assert.StartsWith("Nearest to Retrain is UGradSL+, with an average gap of 0.00 points. No method over-forgets",
            Comparison.Of([Done(new Retrain(), 0, 50, 90), Done(Plus, 0, 50, 90)]).Verdict);
    }

    [Fact]
    public void Without_retrain_there_is_nothing_to_compare_with() =>
        Assert.Contains("no run of Retrain", Assert.Throws<ArgumentException>(() => Comparison.Of([Done(Plus, 0, 1, 1)])).Message);

    private static Run Done(Unlearner? method, int seed, double ua, double ra) =>
        new(method?.GetType().Name ?? "Original", method, seed, "", new(ua, 100, ra, 85, 1, 2), [], [], []);
}
