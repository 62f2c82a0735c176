namespace Unlearn.Tests.Datasets;

public sealed class BalancedPartTests
{
    [Fact]
    public void Every_class_has_as_many_of_its_first_images_and_the_test_part_stays()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var data = Tiny.Data())
        using (var part = data.Balanced(10))
        {
            Assert.Equal([3, 3, 2, 2], part.Train.All.CountPerClass());
            using var scope = NewDisposeScope();
            // Labels go 0, 1, 2, 3, 0, …: the first ten rows are the first of each class.
            Assert.True(part.Train.All.Pixels().Equals(data.Train.All.First(10).Pixels()));
            Assert.Equal(data.Test.Hash, part.Test.Hash);
            Assert.NotEqual(data.Train.Hash, part.Train.Hash);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(161)]
    public void More_than_there_are_or_less_than_one_a_class_is_refused(int count)
    {
        using var data = Tiny.Data();
        Assert.Contains("ask for 4 to 160", Assert.Throws<ArgumentOutOfRangeException>(() => data.Balanced(count)).Message);
    }
}
