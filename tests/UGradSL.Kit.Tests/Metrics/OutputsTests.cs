namespace Unlearn.Tests.Metrics;

public class OutputsTests
{
    private static readonly OutputsFixture Fixture = MetricFixtures.All.Outputs;

    [Theory]
    [InlineData(ScalarType.Float64, 0, 1e-9)]
    [InlineData(ScalarType.Float64, -1e4, 1e-9)]
    [InlineData(ScalarType.Float64, 1e4, 1e-9)]
    [InlineData(ScalarType.Float32, 0, 1e-5)]
    [InlineData(ScalarType.Float32, 16, 1e-4)]
    public void Each_number_of_a_sample_is_scipys_whatever_constant_the_logits_carry(ScalarType type, double shift, double tolerance)
    {
        using var outputs = Fixture.Make(type, shift);
        Equal(Fixture.Loss, outputs.Loss);
        Equal(Fixture.LogOdds, outputs.LogOdds);
        Equal(Fixture.Entropy, outputs.Entropy);
        Equal(Fixture.ModifiedEntropy, outputs.ModifiedEntropy);
        Equal(Fixture.ModifiedEntropy, ModifiedEntropy.Of(outputs));
        Equal(Fixture.Released, ModifiedEntropy.Of(outputs, ModifiedEntropyReading.Released));
        Assert.Equal(Fixture.Accuracy, outputs.Accuracy, 1e-9);
        Assert.Equal(Fixture.Ece, Calibration.Error(outputs), tolerance);

        void Equal(double[] expected, double[] actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    /// <summary>p = 1 − 1e-30 rounds to 1; published: ln(1 − p) of the highest is the sum of the others, −69.08, no −∞.</summary>
    [Theory]
    [InlineData(60.0)]
    [InlineData(1000.0)]
    public void Certainty_gives_finite_numbers(double logit)
    {
        using var scope = NewDisposeScope();
        var z = zeros(2, 3, ScalarType.Float64);
        z[.., 0] = logit;
        using var outputs = new Outputs(z, tensor(new long[] { 0, 1 }));
        Assert.Equal(logit - Math.Log(2), outputs.LogOdds[0], 1e-9);
        Assert.Equal(logit, outputs.Loss[1], 1e-9);
        Assert.Equal(0, outputs.Loss[0], 1e-20);
        Assert.Equal(0, outputs.ModifiedEntropy[0], 1e-20);
        // Truth 1: −1·max(−logit, ln 1e-30) − p_0·max(ln(1 − p_0), ln 1e-30).
        var floor = -Math.Log(1e-30);
        Assert.Equal(Math.Min(logit, floor) + Math.Min(logit - Math.Log(2), floor), outputs.ModifiedEntropy[1], 1e-6);
        Assert.Equal(Math.Min(logit, floor), ModifiedEntropy.Of(outputs, ModifiedEntropyReading.Released)[1], 1e-6);
    }

    [Fact]
    public void Rows_are_taken_by_number_and_the_order_moves_with_them()
    {
        using var outputs = Fixture.Make();
        using var some = outputs.Take([5, 0, 5]);
        Assert.Equal([outputs.Loss[5], outputs.Loss[0], outputs.Loss[5]], some.Loss);
        Assert.Contains("row 60 is asked for, there are 0 to 59", Assert.Throws<ArgumentException>(() => outputs.Take([60])).Message);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => outputs.Take([])).Message);
    }

    /// <summary>More rows than are taken at a time.</summary>
    [Fact]
    public void Many_rows_are_as_each_by_itself()
    {
        using var many = MadeOutputs.Of(5000, 2, 3);
        foreach (var i in (int[])[0, 4095, 4096, 4999])
        {
            using var one = many.Take([i]);
            Assert.Equal([one.Loss[0], one.Entropy[0], one.ModifiedEntropy[0], one.Highest[0]], [many.Loss[i], many.Entropy[i], many.ModifiedEntropy[i], many.Highest[i]]);
        }
    }

    [Fact]
    public void Outputs_that_are_none_are_refused_and_leave_no_tensor()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            Assert.Contains("1 column", Assert.Throws<ArgumentException>(() => new Outputs(zeros(3, 1), zeros(3, ScalarType.Int64))).Message);
            Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new Outputs(zeros(3, 2) / 0, zeros(3, ScalarType.Int64))).Message);
            using var two = new Outputs(zeros(3, 2), zeros(3, ScalarType.Int64));
            using var three = new Outputs(zeros(3, 3), zeros(3, ScalarType.Int64));
            Assert.Contains("one network has one K", Assert.Throws<ArgumentException>(() => new NetworkOutputs(two, two, three)).Message);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
