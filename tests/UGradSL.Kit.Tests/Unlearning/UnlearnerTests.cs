using System.Text.Json;

namespace Unlearn.Tests.Unlearning;

public sealed class UnlearnerTests : IDisposable
{
    private readonly Dataset data = Tiny.Data();
    private readonly ForgetSplit split;

    public UnlearnerTests() => split = Tiny.Split(data);

    public void Dispose() => data.Dispose();

    [Fact]
    public void The_same_seed_twice_gives_the_same_network_bit_for_bit()
    {
        foreach (var method in Methods.All)
        {
            var (first, second) = (Tiny.Apply(method, split), Tiny.Apply(method, split));
            Assert.Equal(first.Steps, second.Steps);
            Assert.All(first.State, p => Assert.Equal(p.Value, second.State[p.Key]));
        }
    }

    [Fact]
    public void Augmented_runs_repeat_to_the_bit_leak_nothing_and_change_every_set_that_is_stepped_on()
    {
        foreach (var plain in (Unlearner[])[new FineTune(2), new GradientAscent(2), new UGradSL(2, P: 0), new UGradSL(2, P: 1), new UGradSLPlus(2, P: 0), new UGradSLPlus(2, P: 1)])
            Differs(plain, plain with { Augmentation = Augmentation.CropAndFlip });
        var retrain = new Retrain { Training = new(Epochs: 2) };
        Differs(retrain, retrain with { Training = retrain.Training with { Augmentation = Augmentation.CropAndFlip } });

        void Differs(Unlearner plain, Unlearner augmented)
        {
            List<Step> steps = [];
            AssertNoLeak(augmented.ToString(), () => steps = Tiny.Apply(augmented, split).Steps);
            Assert.Equal(steps, Tiny.Apply(augmented, split).Steps);
            Assert.NotEqual(steps, Tiny.Apply(plain, split).Steps);
        }
    }

    [Fact]
    public void Another_seed_gives_another_network()
    {
        foreach (var method in Methods.All)
            Assert.NotEqual(Tiny.Apply(method, split, 0).Steps, Tiny.Apply(method, split, 1).Steps);
    }

    [Fact]
    public void No_method_leaks_a_tensor()
    {
        foreach (var method in Methods.All)
        {
            using var net = Tiny.Net();
            using var rng = Seeds.Stream(0, "order");
            AssertNoLeak(method.ToString(), () => { foreach (var _ in method.Run(net, split, rng)) { } });
        }
    }

    [Fact]
    public void A_method_stopped_halfway_leaks_nothing_and_leaves_a_network_that_works()
    {
        foreach (var method in Methods.All)
        {
            using var net = Tiny.Net();
            using var rng = Seeds.Stream(0, "order");
            AssertNoLeak(method.ToString(), () => { foreach (var _ in method.Run(net, split, rng).Take(3)) { } });
            using var logits = Evaluate.Logits(net, split.Test);
            Assert.Equal([split.Test.Count, Tiny.Classes], logits.shape);
            Assert.All(Tiny.State(net).Values.SelectMany(v => v), value => Assert.True(float.IsFinite(value)));
        }
    }

    [Fact]
    public void Nothing_happens_before_the_first_step_is_asked_for()
    {
        using var net = Tiny.Net();
        using var rng = Seeds.Stream(0, "order");
        var before = Tiny.State(net);
        foreach (var method in Methods.All) _ = method.Run(net, split, rng);
        _ = (new UGradSL(P: 7)).Run(net, split, rng);
        Assert.All(Tiny.State(net), p => Assert.Equal(before[p.Key], p.Value));
    }

    [Fact]
    public void Retrain_forgets_the_weights_it_was_given()
    {
        var method = new Retrain { Training = new(Epochs: 1, BatchSize: 16) };
        Assert.Equal(Retrained(3), Retrained(4));

        float[] Retrained(int start)
        {
            using var net = Tiny.Net(start);
            using var rng = Seeds.Stream(0, "order");
            foreach (var _ in method.Run(net, split, rng)) { }
            return Tiny.State(net)["head.weight"];
        }
    }

    [Fact]
    public void Methods_round_trip_through_json_and_print_their_settings()
    {
        foreach (var method in Methods.All)
            Assert.Equal(method, JsonSerializer.Deserialize<Unlearner>(JsonSerializer.Serialize(method, Json.Indented), Json.Indented));
        Assert.Contains("Alpha = -0.2", new UGradSLPlus().ToString());
        Assert.Contains("BatchNorm = RetainOnly", new UGradSLPlus().ToString());
    }

    [Theory]
    [InlineData("p = 1.5 is outside [0, 1]", 1.5, -0.2)]
    [InlineData("p = -0.1 is outside [0, 1]", -0.1, -0.2)]
    [InlineData("α = 0.4 smooths towards uniform; UGradSL needs α ≤ 0 (try −0.2), or AllowPositive", 0.5, 0.4)]
    [InlineData("α = 1.4 smooths past uniform", 0.5, 1.4)]
    public void A_setting_outside_its_range_is_refused_with_what_is_allowed(string message, double p, double alpha)
    {
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Tiny.Apply(new UGradSL(P: p, Alpha: alpha), split)).Message);
        Assert.Contains(message, Assert.Throws<ArgumentException>(new UGradSLPlus(P: p, Alpha: alpha).Check).Message);
    }

    [Fact]
    public void Retrain_refuses_training_settings_before_anything_is_trained() =>
        Assert.Contains("0 epochs: at least 1 is needed", Assert.Throws<ArgumentException>(new Retrain { Training = new(Epochs: 0) }.Check).Message);

    [Fact]
    public void Positive_alpha_runs_when_it_is_asked_for_and_alpha_0_always()
    {
        new UGradSL(Alpha: 0.4) { AllowPositive = true }.Check();
        new UGradSL(Alpha: 1) { AllowPositive = true }.Check();
        new UGradSL(Alpha: 0).Check();
        Assert.Throws<ArgumentException>(new UGradSL(Alpha: 1.01) { AllowPositive = true }.Check);
    }

    private static void AssertNoLeak(string what, Action run)
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        run();
        Assert.True(before == DisposeScopeManager.Statistics.ThreadTotalLiveCount,
            $"{what}: {DisposeScopeManager.Statistics.ThreadTotalLiveCount - before} tensors still live");
    }
}
