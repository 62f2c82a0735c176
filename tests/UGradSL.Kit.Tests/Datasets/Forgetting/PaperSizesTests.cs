namespace Unlearn.Tests.Datasets;

/// <summary>Splits of sets that have the sizes of the paper's.</summary>
public class PaperSizesTests
{
    [Fact]
    public void A_tenth_of_CIFAR_10_is_450_images_of_every_class()
    {
        using var data = Made.Cifar10();
        var split = Forgetting.Random(0.1).Split(data, seed: 0);
        Made.AssertSound(split);
        Assert.All(split.Forget.CountPerClass(), n => Assert.Equal(450, n));
        Assert.All(split.Retain.CountPerClass(), n => Assert.Equal(4_050, n));
        Assert.All(split.Validation.CountPerClass(), n => Assert.Equal(500, n));
        Assert.All(split.Test.CountPerClass(), n => Assert.Equal(1_000, n));
    }

    [Fact]
    public void A_class_of_CIFAR_10_is_4500_images_and_leaves_9000_to_test_on()
    {
        using var data = Made.Cifar10();
        var split = Forgetting.Class(3).Split(data, seed: 0);
        Made.AssertSound(split);
        Assert.Equal((4_500, 40_500, 5_000, 9_000), (split.Forget.Count, split.Retain.Count, split.Validation.Count, split.Test.Count));
    }

    [Fact]
    public void Digit_0_of_SVHN_is_4454_images_as_in_the_code_the_paper_builds_on()
    {
        int[] counts = [4948, 13861, 10585, 8497, 7458, 6882, 5727, 5595, 5045, 4659];
        using var data = Made.Set([.. counts.SelectMany((n, digit) => Enumerable.Repeat((long)digit, n))], Made.Balanced(26_032, 10), 10);
        Assert.Equal(4_454, Forgetting.Class(0).Split(data, seed: 0).Forget.Count);
        var random = Forgetting.Random().Split(data, seed: 0);
        Made.AssertSound(random);
        Assert.Equal((int)Math.Round(0.1 * random.Train.Count, MidpointRounding.AwayFromZero), random.Forget.Count);
        Assert.All(random.Forget.CountPerClass().Zip(random.Train.CountPerClass()), c => Assert.InRange(c.First, (0.1 * c.Second) - 1, (0.1 * c.Second) + 1));
    }

    [Fact]
    public void A_sub_class_of_CIFAR_100_is_what_is_trained_on_of_its_500_images()
    {
        using var data = Made.Cifar20();
        var split = Forgetting.Subclass("fine 42").Split(data, seed: 0);
        Made.AssertSound(split);
        Assert.Equal(split.Forget.Count, split.Forget.CountPerClass()[2]);
        Assert.Equal(500, split.Forget.Count + split.Validation.Indices.Count(i => i % 100 == 42));
        Assert.All(split.Forget.Indices, i => Assert.Equal(42, i % 100));
        Assert.All(split.Validation.CountPerClass(), n => Assert.Equal(250, n));
        Assert.Equal(10_000, split.Test.Count);
    }

    [Fact]
    public void A_sub_class_of_each_of_20_super_classes_is_a_fifth_of_the_training_set()
    {
        using var data = Made.Cifar20();
        var split = Forgetting.SubclassesAcross(seed: 5).Split(data, seed: 0);
        Made.AssertSound(split);
        var forgotten = split.Forget.Indices.Select(i => i % 100).Distinct().ToList();
        Assert.Equal(20, forgotten.Select(f => f % 20).Distinct().Count());
        Assert.Equal(20, forgotten.Count);
        Assert.InRange(split.Forget.Count, 8_900, 9_100);
        Assert.DoesNotContain(split.Retain.Indices, i => forgotten.Contains(i % 100));
        Assert.Equal(10_000, split.Test.Count);
    }

    [Fact]
    public void One_in_a_hundred_of_8192_identities_are_82()
    {
        long[] people = [.. Enumerable.Range(0, 24_576).Select(i => (long)(i % 8192))];
        using var data = Made.Set(Made.Balanced(people.Length, 2), Made.Balanced(100, 2), 2, ("identity", people, null));
        var split = Forgetting.Groups("identity", 0.01).Split(data, seed: 0);
        Made.AssertSound(split);
        Assert.Equal(82, split.Forget.Indices.Select(i => people[i]).Distinct().Count());
        Assert.Equal(811, split.Validation.Indices.Select(i => people[i]).Distinct().Count());
        Assert.Equal("82 of 8,192 by identity", split.Description);
        Assert.All(split.Forget.CountPerClass(), n => Assert.NotEqual(0, n));
    }
}
