namespace Unlearn.Tests.Datasets;

public sealed class WaysTests : IDisposable
{
    // Every tenth sample is held out: 36 of each of 4 classes are left, in sub-classes of 9 or so.
    private readonly Dataset data = Made.Set(Made.Balanced(160, 4), Made.Balanced(40, 4), 4,
        (SubclassForgetting.Key, Made.Balanced(160, 16), null), ("identity", [.. Enumerable.Range(0, 160).Select(i => (long)(i / 5))], null));

    public static TheoryData<Forgetting> Ways => new(All);

    private static IEnumerable<Forgetting> All =>
    [
        Forgetting.Class(1), Forgetting.Class(1, 0.5), Forgetting.Random(), Forgetting.WithinClass(2, 0.25), Forgetting.Subclass(7),
        Forgetting.SubclassesAcross(), Forgetting.Groups("identity", 0.2), Forgetting.Indices(3, 1, 159), Forgetting.Canaries(),
    ];

    public void Dispose() => data.Dispose();

    [Theory, MemberData(nameof(Ways))]
    public void The_parts_are_disjoint_and_complete_and_say_how_they_were_chosen(Forgetting way)
    {
        using var planted = Canaries.Plant(data, 6, CanaryKind.Mislabelled, copies: 2);
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var split = way.Split(planted, seed);
            Made.AssertSound(split);
            Assert.Equal((way, seed), (split.Forgetting, split.Seed));
            Assert.StartsWith($"forget {split.Description} · split {split.Hash[..12]}", split.ToString());
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public void The_test_set_is_whole_but_where_a_whole_class_is_forgotten(Forgetting way)
    {
        using var planted = Canaries.Plant(data, 6);
        Assert.Equal(way is ClassForgetting { Share: 1 } ? 30 : 40, way.Split(planted, 0).Test.Count);
    }

    [Theory, MemberData(nameof(Ways))]
    public void The_same_seed_gives_the_same_split_whatever_was_drawn_before_and_another_seed_another(Forgetting way)
    {
        using var planted = Canaries.Plant(data, 6);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var hash = way.Split(planted, 5).Hash;
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        torch.random.manual_seed(99);
        using var noise = rand(10);
        using var again = Canaries.Plant(data, 6);
        Assert.Equal(hash, (way with { }).Split(again, 5).Hash);
        Assert.NotEqual(hash, way.Split(planted, 6).Hash);
    }

    [Theory]
    [InlineData("class 1 (class B)", "805b07ac")]
    [InlineData("50 % of class 1 (class B)", "a1be27a2")]
    [InlineData("10 % of every class", "b960ede3")]
    [InlineData("25 % of class 2 (class C)", "6776e6b1")]
    [InlineData("sub-class 7 (7) of class D", "36dc71e3")]
    [InlineData("one sub-class of each of 4 classes", "258f7ab8")]
    [InlineData("6 of 32 by identity", "473cb48f")]
    [InlineData("3 rows of one's own (1.807 % of the training set)", "1b125411")]
    [InlineData("6 canaries, 12 samples", "ce33d923")]
    public void The_splits_are_those_we_know(string description, string hash)
    {
        using var planted = Canaries.Plant(data, 6, copies: 2, seed: 1);
        var split = Assert.Single(All.Select(way => way.Split(planted, 0)), split => split.Description == description);
        Assert.Equal(hash, split.Hash[..8]);
    }

    [Fact]
    public void A_seed_of_its_own_forgets_the_same_samples_in_every_split_as_far_as_they_are_trained_on()
    {
        var (one, other) = (Forgetting.Random(0.3, seed: 7).Split(data, 0), Forgetting.Random(0.3, seed: 7).Split(data, 1));
        Assert.NotEqual(one.Validation.Indices, other.Validation.Indices);
        Assert.InRange(one.Forget.Indices.Intersect(other.Forget.Indices).Count(), 30, 43);
        Assert.Equal(Groups(0), Groups(1));
        Assert.NotEqual(Forgetting.Random(0.3).Split(data, 0).Forget.Indices, Forgetting.Random(0.3, 7).Split(data, 0).Forget.Indices);

        IReadOnlyList<long> Groups(int seed) => Forgetting.Groups("identity", 0.2, seed: 7).Split(data, seed).Forget.Indices;
    }

    [Fact]
    public void Part_of_a_class_is_the_same_by_either_name_and_stays_in_the_test_set()
    {
        var (part, within) = (Forgetting.Class("class b", 0.5).Split(data, 3), Forgetting.WithinClass(1, 0.5).Split(data, 3));
        Assert.Equal(within.Hash, part.Hash);
        Assert.Equal([0, 18, 0, 0], part.Forget.CountPerClass());
        Assert.Equal([36, 18, 36, 36], part.Retain.CountPerClass());
        Assert.Equal([10, 10, 10, 10], part.Test.CountPerClass());
        Assert.Equal([10, 10, 10, 10], Forgetting.WithinClass(1, 1).Split(data, 3).Test.CountPerClass());
    }

    [Fact]
    public void A_forget_set_smaller_than_the_classes_touches_other_classes_for_another_seed()
    {
        var touched = Enumerable.Range(0, 30).Select(seed => Array.IndexOf(Forgetting.Random(0.01).Split(data, seed).Forget.CountPerClass(), 1)).Distinct();
        Assert.Equal([0, 1, 2, 3], touched.Order());
    }

    [Fact]
    public void Rows_of_ones_own_are_all_forgotten_and_never_held_out()
    {
        long[] rows = [.. Enumerable.Range(0, 80).Select(i => 159L - i)];
        var split = Forgetting.Indices(rows).Split(data, seed: 0);
        Assert.Equal(rows.Order(), split.Forget.Indices);
        Assert.Equal([4, 4, 4, 4], split.Validation.CountPerClass());
        Assert.Equal("80 rows of one's own (50 % of the training set)", split.Description);
    }

    [Fact]
    public void Every_sub_class_can_be_drawn()
    {
        var drawn = Enumerable.Range(0, 60).SelectMany(seed => Forgetting.SubclassesAcross(seed).Split(data, 0).Forget.Indices.Select(i => i % 16)).Distinct();
        Assert.Equal(16, drawn.Count());
    }
}
