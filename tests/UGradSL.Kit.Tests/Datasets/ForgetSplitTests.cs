namespace Unlearn.Tests.Datasets;

public sealed class ForgetSplitTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();

    public void Dispose() => data.Dispose();

    [Fact]
    public void The_parts_are_disjoint_and_complete()
    {
        var split = Forgetting.Class("north-east").Split(data, seed: 3);
        var all = split.Forget.Indices.Concat(split.Retain.Indices).Concat(split.Validation.Indices).Order();
        Assert.Equal(Enumerable.Range(0, data.Train.Count).Select(i => (long)i), all);
        Assert.Equal(split.Forget.Indices.Concat(split.Retain.Indices).Order(), split.Train.Indices);
    }

    [Fact]
    public void Class_forgetting_takes_the_class_and_only_it_and_takes_it_out_of_the_test_set_too()
    {
        var split = Forgetting.Class(2).Split(data, seed: 0);
        Assert.Equal([0, 0, 36, 0], split.Forget.CountPerClass());
        Assert.Equal([36, 36, 0, 36], split.Retain.CountPerClass());
        Assert.Equal([4, 4, 4, 4], split.Validation.CountPerClass());
        Assert.Equal([10, 10, 0, 10], split.Test.CountPerClass());
    }

    [Fact]
    public void A_class_is_found_by_name_in_any_case_and_by_number()
    {
        var names = data.ClassNames;
        Assert.Equal(1, Forgetting.Label(names, "North-East"));
        Assert.Equal(1, Forgetting.Label(names, "1"));
        Assert.Equal(Forgetting.Class("north-east").Split(data, 0).Hash, Forgetting.Class(1).Split(data, 0).Hash);
    }

    [Theory]
    [InlineData("north-eats", "north-east")]
    [InlineData("suoth-west", "south-west")]
    [InlineData("4", "")]
    public void An_unknown_class_is_refused_with_the_nearest_name(string name, string nearest)
    {
        var message = Assert.Throws<ArgumentException>(() => Forgetting.Class(name).Split(data, 0)).Message;
        Assert.Contains($"no class '{name}'", message);
        Assert.Contains($"did you mean '{nearest}", message);
        Assert.Contains("3 south-east", message);
    }

    [Fact]
    public void An_empty_forget_set_or_retain_set_is_refused()
    {
        using var oneClass = new Dataset("one", Only(data.Train, 1), Only(data.Test, 1));
        Assert.Contains("D_r is empty", Assert.Throws<ArgumentException>(() => Forgetting.Class(1).Split(oneClass, 0)).Message);
        Assert.Contains("D_f is empty", Assert.Throws<ArgumentException>(() => Forgetting.Class(2).Split(oneClass, 0)).Message);
    }

    [Fact]
    public void The_same_seed_gives_the_same_split_and_another_seed_another()
    {
        var hash = Forgetting.Class(1).Split(data, 5).Hash;
        Assert.Equal(hash, Forgetting.Class(1).Split(data, 5).Hash);
        Assert.NotEqual(hash, Forgetting.Class(1).Split(data, 6).Hash);
        Assert.NotEqual(hash, Forgetting.Class(2).Split(data, 5).Hash);
    }

    [Fact]
    public void What_was_loaded_or_drawn_before_does_not_change_a_split()
    {
        var hash = Forgetting.Class(1).Split(data, 5).Hash;
        using var again = Tiny.Data();
        torch.random.manual_seed(99);
        using var noise = rand(10);
        Assert.Equal(hash, Forgetting.Class(1).Split(again, 5).Hash);
    }

    [Fact]
    public void Choosing_settings_sees_validation_images_of_the_tested_classes_and_no_test_image()
    {
        var split = Forgetting.Class(2).Split(data, seed: 0);
        var hash = split.Hash;
        var choosing = split.OnValidation;
        Assert.Same(data.Train, choosing.Test.Source);
        Assert.Equal([4, 4, 0, 4], choosing.Test.CountPerClass());
        Assert.Empty(choosing.Test.Indices.Intersect(split.Train.Indices));
        Assert.NotEqual(hash, choosing.Hash);
    }

    [Fact]
    public void Other_pixels_give_another_hash()
    {
        using var other = Tiny.Data();
        var pixels = ((ResidentSamples)other.Train.Inputs).Tensor;
        pixels[0, 0, 0, 0] = 255 - pixels[0, 0, 0, 0];
        using var changed = new Dataset("tiny", Copy(other.Train), Copy(other.Test));
        Assert.NotEqual(Forgetting.Class(1).Split(data, 5).Hash, Forgetting.Class(1).Split(changed, 5).Hash);
    }

    [Fact]
    public void Labels_outside_the_classes_and_wrong_shapes_are_refused()
    {
        using var scope = NewDisposeScope();
        var images = zeros([2, 1, 4, 4], ScalarType.Byte);
        var normalization = new Normalization([0], [1]);
        Assert.Contains("label 2 of sample 1", Refused(images, tensor(new long[] { 0, 2 })));
        Assert.Contains("label -1 of sample 0", Refused(images, tensor(new long[] { -1, 1 })));
        Assert.Contains("for 2 samples", Refused(images, tensor(new long[] { 0 })));
        Assert.Contains("images are uint8 [N, C, H, W]", Refused(zeros(2, 1, 4, 4), tensor(new long[] { 0, 1 })));

        string Refused(Tensor x, Tensor y) => Assert.Throws<ArgumentException>(() => new LabeledData(x, y, ["a", "b"], normalization)).Message;
    }

    private static LabeledData Only(LabeledData data, long label)
    {
        using var scope = NewDisposeScope();
        var rows = (data.Labels == label).nonzero().squeeze(1);
        return new(data.Inputs.Gather(rows).DetachFromDisposeScope(), data.Labels.index_select(0, rows).DetachFromDisposeScope(),
            data.ClassNames, data.Normalization);
    }

    private static LabeledData Copy(LabeledData data) => new(data.Inputs.All(CPU), data.Labels.clone(), data.ClassNames, data.Normalization);
}
