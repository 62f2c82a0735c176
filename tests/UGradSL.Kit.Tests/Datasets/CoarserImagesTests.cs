namespace Unlearn.Tests.Datasets;

public sealed class CoarserImagesTests
{
    [Fact]
    public void Each_square_becomes_its_rounded_mean_and_labels_stay()
    {
        using var data = Tiny.Data(3);
        using var coarse = data.Coarser(4);
        using var scope = NewDisposeScope();
        Assert.Equal([1, 2, 2], coarse.Train.Inputs.Shape);
        Tensor fine = data.Train.Inputs.All(CPU), small = coarse.Train.Inputs.All(CPU);
        for (var i = 0; i < data.Train.Count; i++)
            Assert.Equal(Math.Round(fine[i, 0].narrow(0, 4, 4).narrow(1, 0, 4).to(ScalarType.Float64).mean().item<double>()), small[i, 0, 1, 0].item<byte>(), 0);
        Assert.True(data.Train.Labels.Equals(coarse.Train.Labels));
        Assert.Equal((data.ClassNames, data.Test.Count), (coarse.ClassNames, coarse.Test.Count));
    }

    [Fact]
    public void A_square_that_does_not_fit_is_refused()
    {
        using var data = Tiny.Data(1);
        Assert.Contains("by squares of 9", Assert.Throws<ArgumentException>(() => data.Coarser(9)).Message);
        Assert.Contains("by squares of 0", Assert.Throws<ArgumentException>(() => data.Coarser(0)).Message);
    }
}
