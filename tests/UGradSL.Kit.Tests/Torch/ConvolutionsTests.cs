namespace Unlearn.Tests.Torch;

/// <summary>libtorch's own work, asked because a machine was found where it is wrong.</summary>
public sealed class ConvolutionsTests
{
    [Fact]
    public void Convolutions_whose_channels_fill_no_block_are_those_of_float64() => Assert.True(Convolutions.AreRight(Convolutions.Error()));

    [Theory]
    [InlineData(6e-7, true)]
    [InlineData(0.3, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void An_error_beyond_rounding_is_not_right(double error, bool right) => Assert.Equal(right, Convolutions.AreRight(error));
}
