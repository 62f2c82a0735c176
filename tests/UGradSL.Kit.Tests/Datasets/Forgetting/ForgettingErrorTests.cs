namespace Unlearn.Tests.Datasets;

public sealed class ForgettingErrorTests : IDisposable
{
    private readonly Dataset data = Made.Set(Made.Balanced(40, 4), Made.Balanced(8, 4), 4, ("identity", Made.Balanced(40, 10), null));

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_share_outside_its_range_is_refused_wherever_there_is_one(double share) =>
        Assert.All([Forgetting.Class(1, share), Forgetting.Random(share), Forgetting.WithinClass(1, share), Forgetting.Groups("identity", share)], way =>
            Assert.Equal($"share {share} is outside (0, 1]: 0.1 forgets a tenth.", Message(way)));

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_validation_share_outside_its_range_is_refused(double share) =>
        Assert.Equal($"validation share {share} is outside [0, 1): try 0.1.", Message(Forgetting.Random() with { ValidationShare = share }));

    [Fact]
    public void A_share_too_small_for_one_sample_and_one_that_keeps_nothing_are_refused()
    {
        Assert.Equal("D_f is empty (1 % of class 1 (class B)): choose a class or a share that the training set holds.", Message(Forgetting.WithinClass(1, 0.01)));
        Assert.Equal("D_f is empty (1 % of every class): choose a class or a share that the training set holds.", Message(Forgetting.Random(0.01)));
        Assert.Equal("D_r is empty (100 % of every class): something must be kept; forget less.", Message(Forgetting.Random(1)));
        Assert.Equal("D_r is empty (10 of 10 by identity): something must be kept; forget less.", Message(Forgetting.Groups("identity", 1)));
        Assert.Equal("share 0.04 of 10 groups by identity is less than half a group: the least share is 0.1, one group.", Message(Forgetting.Groups("identity", 0.04)));
    }

    [Fact]
    public void An_annotation_that_is_not_there_is_named_with_those_that_are()
    {
        var said = "the training set has no annotation 'subclass'; it has identity: CIFAR-100 loaded with its coarse labels has 'subclass', ";
        Assert.StartsWith(said, Message(Forgetting.Subclass("baby")));
        Assert.StartsWith(said, Message(Forgetting.SubclassesAcross()));
        Assert.StartsWith("the training set has no annotation 'people'; it has identity: ", Message(Forgetting.Groups("people", 0.1)));
        using var bare = Tiny.Data();
        Assert.StartsWith("the training set has no annotation 'canary'; it has none: ", Assert.Throws<ArgumentException>(() => Forgetting.Canaries().Split(bare, 0)).Message);
    }

    [Fact]
    public void An_unknown_sub_class_is_refused_with_the_nearest_name()
    {
        using var animals = Made.Set([0, 0, 0, 0, 1, 1, 1, 1], [0, 1], 2, (SubclassForgetting.Key, [0, 0, 1, 1, 2, 2, 3, 3], ["ray", "shark", "bee", "beetle"]));
        Assert.Equal("no sub-class 'shrak': did you mean 'shark'? There are 0 ray, 1 shark, 2 bee, 3 beetle.",
            Assert.Throws<ArgumentException>(() => Forgetting.Subclass("shrak").Split(animals, 0)).Message);
        Assert.Equal("sub-class 1 (shark) of class A", Forgetting.Subclass("Shark").Split(animals, 0).Description);
    }

    [Fact]
    public void A_sub_class_of_two_classes_and_a_class_of_one_sub_class_are_refused()
    {
        using var crossed = Made.Set([0, 0, 1, 1], [0, 1], 2, (SubclassForgetting.Key, [0, 1, 1, 2], null));
        Assert.Equal("sub-class 1 lies in class 0 (class A) and, at sample 2, in class 1 (class B): a sub-class belongs to one class; correct the annotation, or use Forgetting.Groups.",
            Assert.Throws<ArgumentException>(() => Forgetting.Subclass(1).Split(crossed, 0)).Message);
        using var lone = Made.Set([0, 0, 1, 1], [0, 1], 2, (SubclassForgetting.Key, [0, 1, 2, 2], null));
        Assert.Equal("class 1 (class B) has one sub-class only, 2: forgetting that forgets the class; use Forgetting.Class.",
            Assert.Throws<ArgumentException>(() => Forgetting.SubclassesAcross().Split(lone, 0)).Message);
    }

    [Fact]
    public void Rows_out_of_range_or_there_twice_are_refused()
    {
        Assert.Equal("rows of one's own: row 40, number 2 of 2, is outside 0..39: rows of the training set are counted from 0.", Message(Forgetting.Indices(3, 40)));
        Assert.Equal("rows of one's own: row -1, number 1 of 1, is outside 0..39: rows of the training set are counted from 0.", Message(Forgetting.Indices(-1)));
        Assert.Equal("rows of one's own: row 3 is there twice, as number 1 and as number 3: name each row once.", Message(Forgetting.Indices(3, 4, 3)));
        Assert.StartsWith("D_f is empty", Message(Forgetting.Indices()));
        Assert.Equal("rows of rows.csv: row 40, number 1 of 1, is outside 0..39: rows of the training set are counted from 0.", Message(new IndexForgetting([40], "rows.csv")));
    }

    private string Message(Forgetting way) => Assert.Throws<ArgumentException>(() => way.Split(data, 0)).Message;
}
