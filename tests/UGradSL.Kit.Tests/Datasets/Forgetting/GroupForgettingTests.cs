using CsCheck;

namespace Unlearn.Tests.Datasets;

public class GroupForgettingTests
{
    [Fact]
    public void No_group_is_in_two_of_forget_retain_and_validation()
    {
        // People with 1 to 12 images each, in any order of images.
        var cases = Gen.Select(Gen.Int[1, 12].Array[3, 30], Gen.Double[0.05, 0.6], Gen.Double[0, 0.4], Gen.Int[0, 1_000_000]);
        Assert.All(Faults.Pinned(cases), made =>
        {
            var (sizes, share, validation, seed) = made;
            long[] people = [.. sizes.SelectMany((n, person) => Enumerable.Repeat(10L * person, n)).Index().OrderBy(p => (p.Index + 1) * 7919 % 101).Select(p => p.Item)];
            if (Draw.Rounded(share, sizes.Length) == 0) return;
            using var data = Made.Set(Made.Balanced(people.Length, 2), [0, 1], 2, ("identity", people, null));
            var split = (Forgetting.Groups("identity", share) with { ValidationShare = validation }).Split(data, seed);
            Made.AssertSound(split);
            var parts = ((Subset[])[split.Forget, split.Retain, split.Validation]).Select(part => part.Indices.Select(i => people[i]).ToHashSet()).ToArray();
            Assert.Equal(sizes.Length, parts.Sum(groups => groups.Count));
            Assert.Equal(Draw.Rounded(share, sizes.Length), parts[0].Count);
            Assert.Equal(Draw.RoundedDown(validation, sizes.Length - parts[0].Count), parts[2].Count);
        });
    }

    [Fact]
    public void The_order_of_the_images_does_not_change_who_is_forgotten()
    {
        long[] people = [.. Enumerable.Range(0, 60).Select(i => (long)(i * i % 13))];
        Assert.Equal(Forgotten(people), Forgotten([.. people.Reverse()]));

        static IEnumerable<long> Forgotten(long[] people)
        {
            using var data = Made.Set(Made.Balanced(60, 2), [0, 1], 2, ("identity", people, null));
            return [.. Forgetting.Groups("identity", 0.3).Split(data, 4).Forget.Indices.Select(i => people[i]).Distinct().Order()];
        }
    }

    [Fact]
    public void Any_annotation_can_be_forgotten_by()
    {
        using var data = Made.Cifar20();
        var split = Forgetting.Groups(SubclassForgetting.Key, 0.05).Split(data, 0);
        Assert.Equal(2_500, split.Forget.Count);
        Assert.Equal("5 of 100 by subclass", split.Description);
    }
}
