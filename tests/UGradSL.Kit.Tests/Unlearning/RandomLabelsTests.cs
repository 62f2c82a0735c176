namespace Unlearn.Tests.Unlearning;

public sealed class RandomLabelsTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();
    private readonly ForgetSplit split;

    public RandomLabelsTests() => split = Tiny.Split(data);

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    public void A_wrong_label_is_never_the_true_one_and_every_other_as_likely(int classes)
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator(5, CPU);
        const int n = 20_000;
        var truth = arange(n, ScalarType.Int64) % classes;
        var drawn = Labels.Wrong(truth, classes, rng);
        Assert.False(drawn.eq(truth).any().item<bool>());
        var shifts = ((drawn - truth + classes) % classes).bincount(null, classes).data<long>().ToArray();
        var (mean, deviation) = (n / (classes - 1.0), Math.Sqrt(n * (1.0 / (classes - 1)) * (1 - 1.0 / (classes - 1))));
        Assert.Equal(0, shifts[0]);
        Assert.All(shifts.Skip(1), count => Assert.InRange(count, mean - 5 * deviation, mean + 5 * deviation));
    }

    [Fact]
    public void As_released_one_label_in_K_stays_true()
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator(5, CPU);
        var truth = arange(20_000, ScalarType.Int64) % 10;
        Assert.Equal(0.1, Labels.Any(truth, 10, rng).eq(truth).to(ScalarType.Float64).mean().item<double>(), 0.01);
    }

    [Fact]
    public void A_step_is_equation_6_by_hand()
    {
        var method = new RandomLabels(1, 0.05, RetainWeight: 0.7) { BatchSize = 16 };
        using var net = Seeds.Initialise(0, () => new Mlp(Tiny.Classes, 64, [8]));
        using var twin = net.Clone();
        using var rng = Seeds.Stream(0, "order");
        var step = method.Run(net, split, rng).Take(1).Single();

        using var scope = NewDisposeScope();
        using var order = Seeds.Stream(0, "order");
        using var companion = Seeds.Fork(order, "companion");
        using var labels = Seeds.Fork(order, "labels");
        foreach (var (retain, forget) in split.Retain.Batches(order, 16).Zip(split.Forget.Batches(companion, 16)).Take(1))
        {
            var loss = 0.7 * cross_entropy(twin.call(retain.X), retain.Y) + cross_entropy(twin.call(forget.X), Labels.Wrong(forget.Y, Tiny.Classes, labels));
            Assert.Equal(loss.item<float>(), step.Loss, 1e-5);
            loss.backward();
            foreach (var (mine, theirs) in net.parameters().Zip(twin.parameters()))
                Assert.True(mine.allclose(theirs - 0.05 * (theirs.grad! + method.WeightDecay * theirs), 1e-4, 1e-6));
        }
    }

    [Fact]
    public void As_released_an_epoch_is_a_pass_over_D_f_and_then_one_over_D_r()
    {
        var steps = Tiny.Apply(new RandomLabels(2) { BatchSize = 16, Reading = Reading.AsReleased }, split).Steps;
        var images = steps.Where(step => step.Epoch == 0).Select(step => step.Images).ToList();
        var first = Trainer.Steps(split.Forget, 16, 1);
        Assert.Equal((split.Forget.Count, split.Retain.Count), (images.Take(first).Sum(), images.Skip(first).Sum()));
        Assert.Equal(2 * images.Count, steps.Count);
    }

    [Theory]
    [InlineData(-1, Forward.Separate, Reading.AsPublished, "a retain weight of -1")]
    [InlineData(2, Forward.Separate, Reading.AsReleased, "without RetainWeight (2)")]
    [InlineData(1, Forward.Concatenated, Reading.AsReleased, "and Forward (Concatenated)")]
    public void A_setting_that_cannot_be_meant_is_refused(double weight, Forward forward, Reading reading, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(new RandomLabels(RetainWeight: weight) { Forward = forward, Reading = reading }.Check).Message);
}
