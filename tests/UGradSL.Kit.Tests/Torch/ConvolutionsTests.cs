namespace Unlearn.Tests.Torch;

/// <summary>libtorch's own work, asked because a machine was found where it is wrong.</summary>
public sealed class ConvolutionsTests
{
    [Fact]
    public void Convolutions_whose_channels_fill_no_block_are_those_of_float64() => Assert.InRange(Convolutions.Error(), 0, 1e-4);

    [Fact]
    public void Bfloat16_is_not_called_native_where_oneDNN_is_held_to_older_instructions() => Assert.False(Convolutions.Held && Processor.HasBFloat16);
}
