namespace Unlearn.Tests.Datasets;

public class NormalizationTests
{
    [Theory]
    [InlineData(7, 1)]
    [InlineData(5_000, 3)] // more than one batch
    public void Mean_and_deviation_are_those_of_a_loop(int count, int channels)
    {
        using var data = Noise(count, channels);
        var got = Normalization.Of(data);
        var pixels = CifarTests.Pixels(data).Chunk(32 * 32).ToList();
        for (var c = 0; c < channels; c++)
        {
            double sum = 0, squares = 0, n = 0;
            for (var i = c; i < pixels.Count; i += channels)
                foreach (var v in pixels[i]) (sum, squares, n) = (sum + (v / 255.0), squares + Math.Pow(v / 255.0, 2), n + 1);
            Assert.Equal(sum / n, got.Mean[c], 1e-7);
            Assert.Equal(Math.Sqrt((squares / n) - Math.Pow(sum / n, 2)), got.Std[c], 1e-7);
        }
    }

    [Fact]
    public void Neither_the_order_nor_repetition_changes_a_bit()
    {
        using var data = Noise(4_000, 3);
        using var twice = new LabeledData(Twice(data), zeros(8_000, ScalarType.Int64), ["noise"], new([0, 0, 0], [1, 1, 1]));
        var (once, again) = (Normalization.Of(data), Normalization.Of(twice));
        Assert.Equal(once.Mean, again.Mean);
        Assert.Equal(once.Std, again.Std);

        static Tensor Twice(LabeledData data)
        {
            using var scope = NewDisposeScope();
            var all = data.Inputs.All(CPU);
            return cat([all.flip(0), all]).DetachFromDisposeScope();
        }
    }

    [Fact]
    public void The_carried_set_s_constants_are_its_own()
    {
        using var data = FashionMnist.Embedded();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var got = Normalization.Of(data.Train);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(FashionMnist.Mean, got.Mean[0], 5e-5);
        Assert.Equal(FashionMnist.Std, got.Std[0], 5e-5);
    }

    [Fact]
    public void Texts_are_refused()
    {
        using var texts = new LabeledData(zeros(1, 2, 4, ScalarType.Int64), zeros(1, ScalarType.Int64), ["text"]);
        Assert.Contains("have no pixels", Assert.Throws<ArgumentException>(() => Normalization.Of(texts)).Message);
    }

    private static LabeledData Noise(int count, int channels)
    {
        using var scope = NewDisposeScope();
        using var rng = Seeds.Stream(0, "noise");
        var images = randint(256, [count, channels, 32, 32], ScalarType.Byte, generator: rng);
        images.select(1, 0).floor_divide_(2);
        return new(images.DetachFromDisposeScope(), zeros(count, ScalarType.Int64).DetachFromDisposeScope(), ["noise"],
            new([.. Enumerable.Repeat(0f, channels)], [.. Enumerable.Repeat(1f, channels)]));
    }
}
