namespace Unlearn.Tests.Torch;

public class SeedsTests
{
    [Fact]
    public void Each_purpose_has_a_stream_of_its_own_that_never_changes()
    {
        Assert.Equal(Seeds.Derive(0, "order"), Seeds.Derive(0, "order"));
        string[] purposes = ["order", "validation", "initialisation", "original"];
        Assert.Equal(8, purposes.SelectMany(p => new[] { Seeds.Derive(0, p), Seeds.Derive(1, p) }).Distinct().Count());
        Assert.Equal(0x5B01AEF0564D3791UL, Seeds.Derive(0, "order"));
    }

    [Fact]
    public void Initialising_a_network_leaves_torchs_global_generator_where_it_was()
    {
        torch.random.manual_seed(5);
        using var expected = rand(3);
        torch.random.manual_seed(5);
        using var net = Seeds.Initialise(1, () => new SmallCnn(4));
        using var actual = rand(3);
        Assert.True(expected.Equals(actual));
    }

    [Fact]
    public void A_fork_does_not_move_its_origin_and_does_not_depend_on_what_it_has_drawn()
    {
        using var rng = Seeds.Stream(0, "order");
        using var first = Seeds.Fork(rng, "companion");
        using var drawn = rand(5, generator: rng);
        using var second = Seeds.Fork(rng, "companion");
        using var fresh = Seeds.Stream(0, "order");
        using var undisturbed = rand(5, generator: fresh);
        Assert.True(drawn.Equals(undisturbed));
        Assert.Equal(first.initial_seed(), second.initial_seed());
        Assert.NotEqual(first.initial_seed(), rng.initial_seed());
    }

    [Fact]
    public void A_branch_does_not_move_its_origin_and_depends_on_what_it_has_drawn()
    {
        using var rng = Seeds.Stream(0, "order");
        using var first = Seeds.Branch(rng, "augment");
        using var again = Seeds.Branch(rng, "augment");
        using var other = Seeds.Branch(rng, "companion");
        using var drawn = rand(5, generator: rng);
        using var later = Seeds.Branch(rng, "augment");
        using var fresh = Seeds.Stream(0, "order");
        using var undisturbed = rand(5, generator: fresh);
        Assert.True(drawn.Equals(undisturbed));
        Assert.Equal(first.initial_seed(), again.initial_seed());
        Assert.Equal(4, new[] { first, other, later, rng }.Select(stream => stream.initial_seed()).Distinct().Count());
    }
}
