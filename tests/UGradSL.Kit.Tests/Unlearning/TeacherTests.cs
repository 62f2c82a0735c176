namespace Unlearn.Tests.Unlearning;

/// <summary>SCRUB and BadT.</summary>
public sealed class TeacherTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();
    private readonly ForgetSplit split;

    public TeacherTests() => split = Tiny.Split(data);

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_distance_is_the_KL_of_the_formula(double temperature)
    {
        using var scope = NewDisposeScope();
        using var rng = new Generator(5, CPU);
        var (t, s) = (3 * randn(6, 5, ScalarType.Float64, generator: rng), 3 * randn(6, 5, ScalarType.Float64, generator: rng));
        double sum = 0;
        for (var i = 0; i < 6; i++)
            for (var k = 0; k < 5; k++)
                sum += Softmax(t, i, k) * Math.Log(Softmax(t, i, k) / Softmax(s, i, k));
        Assert.Equal(temperature * temperature * sum / 6, Teacher.Distance(t, s, temperature).item<double>(), 1e-12);
        Assert.Equal(0, Teacher.Distance(t, t, temperature).item<double>(), 1e-12);

        double Softmax(Tensor z, int i, int k)
        {
            var e = Enumerable.Range(0, 5).Select(j => Math.Exp(z[i, j].item<double>() / temperature)).ToArray();
            return e[k] / e.Sum();
        }
    }

    [Fact]
    public void Scrub_climbs_from_the_teacher_and_then_descends_both_terms_by_hand()
    {
        var method = new Scrub(1, 0.05, MaxEpochs: 1, Alpha: 0.3, Gamma: 0.6, Temperature: 2) { BatchSize = 16, WeightDecay = 0 };
        using Net net = Tiny.Net(), twin = Tiny.Net(), teacher = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        List<Step> steps = [.. method.Run(net, split, rng)];
        var climbs = Trainer.Steps(split.Forget, 16, 1);
        Assert.Equal([split.Forget.Count, split.Retain.Count], [steps.Take(climbs).Sum(s => s.Images), steps.Skip(climbs).Sum(s => s.Images)]);

        using var scope = NewDisposeScope();
        using var order = Seeds.Stream(0, "order");
        using var companion = Seeds.Fork(order, "companion");
        teacher.eval();
        twin.train();
        using (var sgd = new Descent(twin, new Sgd(0.9, 0), 0.05))
        {
            var losses = new List<double>();
            foreach (var batch in split.Forget.Batches(companion, 16))
                losses.Add(sgd.Take(0, (-1, batch, b => Kl(teacher.call(b.X), twin.CallForget(b.X, BatchNormStatistics.RetainOnly)))).Loss);
            foreach (var batch in split.Retain.Batches(order, 16))
                losses.Add(sgd.Take(0, (1, batch, b =>
                {
                    var z = twin.call(b.X);
                    return 0.3 * Kl(teacher.call(b.X), z) + 0.6 * cross_entropy(z, b.Y);
                }
                )).Loss);
            Assert.Equal(losses, steps.Select(s => s.Loss), (a, b) => Math.Abs(a - b) < 1e-5);
        }
        Assert.All(Tiny.State(net), p => Assert.Equal(Tiny.State(twin)[p.Key], p.Value, (a, b) => Math.Abs(a - b) < 1e-5));

        static Tensor Kl(Tensor t, Tensor s) => 4 * kl_div(log_softmax(s / 2, 1), softmax(t.detach() / 2, 1), log_target: false, reduction: nn.Reduction.Sum) / s.shape[0];
    }

    [Fact]
    public void Climbing_takes_the_network_away_from_its_teacher()
    {
        var steps = Tiny.Apply(new Scrub(6, 0.01, MaxEpochs: 6, Alpha: 0, Gamma: 0) { BatchSize = 16 }, split).Steps;
        Assert.True(steps.Where(s => s.Loss < 0).Last().Loss < 5 * steps[0].Loss, $"{steps[0].Loss} at first, {steps.Where(s => s.Loss < 0).Last().Loss} at last");
    }

    [Fact]
    public void With_equal_teachers_BadT_does_nothing()
    {
        using var net = Seeds.Initialise(0, () => new Mlp(Tiny.Classes, 64, [8]));
        var before = Tiny.State(net);
        using var rng = Seeds.Stream(0, "order");
        var steps = new EqualTeachers { BatchSize = 16, WeightDecay = 0, Epochs = 3 }.Run(net, split, rng).ToList();
        Assert.All(steps, step => Assert.Equal(0, step.Loss, 1e-6));
        Assert.All(Tiny.State(net), p => Assert.Equal(before[p.Key], p.Value, (a, b) => Math.Abs(a - b) < 1e-6));
    }

    [Theory]
    [InlineData(Reading.AsPublished, 1)]
    [InlineData(Reading.AsReleased, Tiny.Classes)]
    public void A_step_of_BadT_is_the_mean_over_both_sets_of_the_KL_to_the_teacher_of_each(Reading reading, int divisor)
    {
        using var net = Seeds.Initialise(0, () => new Mlp(Tiny.Classes, 64, [8]));
        using var ignorant = net.Clone();
        using var rng = Seeds.Stream(0, "order");
        using (var draws = Seeds.Fork(rng, "incompetent")) ignorant.Reset(Seeds.Draw(draws));
        using var expected = Evaluate.Logits(net, split.Forget);
        using var taught = Evaluate.Logits(ignorant, split.Forget);
        using var kl = Teacher.Distance(taught, expected, 1);
        var step = new BadT(1, RetainShare: 1) { BatchSize = 10_000, Reading = reading }.Run(net, split, rng).Single();
        Assert.Equal(kl.item<float>() * split.Forget.Count / (split.Forget.Count + split.Retain.Count) / divisor, step.Loss, 1e-5);
        Assert.Equal(split.Forget.Count + split.Retain.Count, step.Images);
    }

    [Fact]
    public void BadT_takes_its_share_of_D_r_and_about_all_of_D_f()
    {
        var steps = Tiny.Apply(new BadT(1, RetainShare: 0.5) { BatchSize = 16 }, split).Steps;
        Assert.Equal(0.5 * split.Retain.Count + split.Forget.Count, steps.Sum(s => s.Images), 8.0);
    }

    [Theory]
    [InlineData("3 epochs of climbing: 0 to 2", 3, 1)]
    [InlineData("temperature 0: a positive number is needed", 1, 0)]
    public void Scrub_refuses_what_cannot_be_meant(string message, int climbing, double temperature) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(new Scrub(2, MaxEpochs: climbing, Temperature: temperature).Check).Message);

    [Theory]
    [InlineData("a share of 0 of D_r is outside (0, 1]", 0, 1)]
    [InlineData("temperature -1", 0.3, -1)]
    public void BadT_refuses_what_cannot_be_meant(string message, double share, double temperature) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(new BadT(RetainShare: share, Temperature: temperature).Check).Message);

    private sealed record EqualTeachers : BadT
    {
        private protected override Teacher Incompetent(Net net, Generator rng) => Teacher.Of(net);
    }
}
