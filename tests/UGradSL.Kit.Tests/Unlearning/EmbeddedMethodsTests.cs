namespace Unlearn.Tests.Unlearning;

/// <summary>Every method on a small original of the embedded images: it moves accuracy on D_f the right way.</summary>
public sealed class EmbeddedMethodsTests(EmbeddedMethodsTests.Original original) : IClassFixture<EmbeddedMethodsTests.Original>
{
    public static TheoryData<Unlearner> Methods =>
    [
        new Retrain { Training = Original.Training },
        new FineTune(1, 0.05), new GradientAscent(3, 0.003), new UGradSL(3, 0.01), new UGradSLPlus(1), new UGradSLAdaptive(1), new NegGradPlus(1),
        new RandomLabels(1), new RandomLabels(1) { Reading = Reading.AsReleased }, new SalUn(1), new SalUn(1) { Reading = Reading.AsReleased },
        new Scrub(2, 0.01), new BadT(15, 0.1), new BadT(15, 0.3) { Reading = Reading.AsReleased }, new L1Sparse(1, 0.05), new CFk(1, 0.05), new EUk(2),
        new FisherForgetting { Reading = Reading.AsReleased }, new InfluenceUnlearning(3, 0.1) { Samples = 300 }, new BoundaryShrink(LearningRate: 0.0015), new BoundaryExpand(3, 0.01) { Momentum = 0, BatchNorm = BatchNormStatistics.Both }, new SelectiveDampening(),
    ];

    [Fact]
    public void Every_method_is_tried() =>
        Assert.Empty(Unlearn.Methods.All.Select(m => m.GetType()).Except(Methods.Select(row => row.Data.GetType())));

    [Theory, MemberData(nameof(Methods))]
    public void Accuracy_on_the_forget_set_falls_and_the_retain_set_is_still_known(Unlearner method)
    {
        var before = original.Of(original.Net);
        using var net = original.Net.Clone();
        using var rng = Seeds.Stream(0, "order");
        foreach (var _ in (method with { BatchSize = 64 }).Run(net, original.Split, rng)) continue;
        var after = original.Of(net);
        Assert.True(after.Forget < before.Forget - 10, $"D_f {before.Forget} % before, {after.Forget} % after");
        Assert.True(after.Retain > before.Retain - 15 && after.Test > before.Test - 15, $"D_r and test {before} before, {after} after");
    }

    public sealed class Original : IDisposable
    {
        private readonly Dataset data;

        public Original()
        {
            using var whole = FashionMnist.Embedded();
            data = whole.First(2500, 500);
            Split = Forgetting.Class("Sandal").Split(data, 0);
            Net = Seeds.Initialise(0, () => new SmallCnn(width: 8));
            using var rng = Seeds.Stream(0, "original");
            foreach (var _ in Trainer.Run(Net, Split.Train, Training, rng)) continue;
        }

        public static TrainSettings Training { get; } = new(Epochs: 6, BatchSize: 64);

        public ForgetSplit Split { get; }

        public Net Net { get; }

        public (double Forget, double Retain, double Test) Of(Net net) => (Percent(net, Split.Forget), Percent(net, Split.Retain), Percent(net, Split.Test));

        public void Dispose()
        {
            Net.Dispose();
            data.Dispose();
        }

        private static double Percent(Net net, Subset part)
        {
            using var logits = Evaluate.Logits(net, part);
            using var labels = Evaluate.Labels(part);
            return Math.Round(Accuracy.Percent(logits, labels), 1);
        }
    }
}
