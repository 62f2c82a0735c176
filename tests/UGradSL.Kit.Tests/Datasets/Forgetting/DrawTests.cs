using CsCheck;

namespace Unlearn.Tests.Datasets;

public class DrawTests
{
    [Theory]
    [InlineData(0.1, "450 450 450", 4500, 4500, 4500)]
    [InlineData(0.5, "2 2 1", 3, 3, 3)]
    [InlineData(0.1, "1 1 1", 7, 18, 3)]
    [InlineData(0.2, "1 4 1", 7, 18, 3)]
    [InlineData(0.1, "1 1 1 28", 1, 2, 3, 300)]
    [InlineData(0.001, "1 0 0", 450, 450, 450)]
    [InlineData(1, "4 5", 4, 5)]
    public void A_share_is_apportioned_as_by_hand(double share, string expected, params int[] sizes) =>
        Assert.Equal(expected, string.Join(' ', Draw.Apportion(sizes, share)));

    [Fact]
    public void A_share_is_right_in_all_and_within_one_of_right_in_every_part()
    {
        var cases = Gen.Select(Gen.Int[1, 300].Array[1, 40], Gen.Double[0.001, 1]);
        Assert.All(Faults.Pinned(cases), made =>
        {
            var (sizes, share) = made;
            var taken = Draw.Apportion(sizes, share);
            Assert.Equal((int)Math.Round(share * sizes.Sum(), MidpointRounding.AwayFromZero), taken.Sum());
            Assert.All(taken.Zip(sizes), part => Assert.InRange(part.First, 0, part.Second));
            if (taken.Sum() >= sizes.Length) Assert.DoesNotContain(0, taken);
            if (sizes.All(n => share * n >= 1)) Assert.All(taken.Zip(sizes), part => Assert.InRange(part.First, (share * part.Second) - 1, (share * part.Second) + 1));
        });
    }

    [Fact]
    public void Rounding_down_does_not_lose_one_to_binary_fractions()
    {
        Assert.Equal(29, Draw.RoundedDown(0.29, 100));
        Assert.Equal(494, Draw.RoundedDown(0.1, 4948));
        Assert.Equal(0, Draw.RoundedDown(0.1, 9));
    }

    [Fact]
    public void An_order_holds_every_number_once_and_leaks_nothing()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var order = Draw.Order(1000, 3, "forget");
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), order.Order());
        Assert.NotEqual(order, Draw.Order(1000, 4, "forget"));
        Assert.NotEqual(order, Draw.Order(1000, 3, "validation"));
    }
}
