namespace Unlearn.Tests.Metrics;

/// <summary>CKA, weights, ZRF and relearning.</summary>
public class LikenessTests
{
    [Fact]
    public void Linear_CKA_is_numpys_with_few_samples_and_with_many()
    {
        using var scope = NewDisposeScope();
        foreach (var f in MetricFixtures.All.Cka)
        {
            Tensor x = Matrix(f.X), y = Matrix(f.Y);
            Assert.Equal(f.Cka, Cka.Linear(x, y), 1e-9);
            Assert.Equal(f.Cka, Cka.Linear(y, x), 1e-9);
            Assert.Equal(1, Cka.Linear(x, x), 1e-9);
            using var rng = new Generator(1, CPU);
            var (rotation, _) = linalg.qr(randn(x.shape[1], x.shape[1], ScalarType.Float64, generator: rng));
            Assert.Equal(f.Cka, Cka.Linear(x.mm(rotation) * 7 + 3, y), 1e-9);
        }
        Assert.Equal(1, Cka.Linear(ones(4, 2, 3, 3) * arange(4).view(4, 1, 1, 1), arange(4).to(ScalarType.Float32).view(4, 1)), 1e-6);
        Assert.Contains("of the same N ≥ 2 samples", Assert.Throws<ArgumentException>(() => Cka.Linear(zeros(3, 2), zeros(4, 2))).Message);
    }

    [Fact]
    public void Layers_are_compared_by_what_they_are_given()
    {
        using var data = Tiny.Data();
        using Net a = Tiny.Net(1), b = Tiny.Net(2), deep = Seeds.Initialise(1, () => new ResNet(classes: 4, channels: 1, width: 4)), other = Seeds.Initialise(2, () => new ResNet(classes: 4, channels: 1, width: 4));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var itself = LayerLikeness.Of(a, a, data.Train.All, 50);
        Assert.Contains("head", itself.Select(l => l.Layer));
        Assert.All(itself, layer => Assert.Equal(1, layer.Cka, 1e-6));
        Assert.InRange(LayerLikeness.Of(a, b, data.Train.All, 50).Single(l => l.Layer == "head").Cka, 0.01, 0.999);
        var layers = LayerLikeness.Of(deep, other, data.Train.All, 30);
        Assert.Superset(new HashSet<string> { "layer1", "layer2", "layer3", "layer4", "fc" }, layers.Select(l => l.Layer).ToHashSet());
        Assert.Equal(layers, LayerLikeness.Of(deep, other, data.Train.All, 30)); // no hook is left
        Assert.Contains("compare networks of one architecture", Assert.Throws<ArgumentException>(() => LayerLikeness.Of(a, deep, data.Train.All, 10)).Message);
        Assert.Contains("at least 2 are needed", Assert.Throws<ArgumentException>(() => LayerLikeness.Of(a, b, data.Train.All, 1)).Message);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_distance_of_weights_is_the_norm_of_their_difference()
    {
        using Net a = Tiny.Net(1), b = Tiny.Net(2), wider = new SmallCnn(Tiny.Classes, channels: 1, width: 8);
        var (mine, theirs) = (Tiny.State(a), Tiny.State(b));
        var names = a.named_parameters().Select(p => p.name).ToList();
        var squares = names.Sum(name => mine[name].Zip(theirs[name], (x, y) => ((double)x - y) * ((double)x - y)).Sum());
        Assert.Equal(Math.Sqrt(squares), WeightDistance.Of(a, b), 1e-9);
        Assert.Equal(names, WeightDistance.PerParameter(a, b).Select(p => p.Name));
        Assert.Equal(0, WeightDistance.Of(a, a));
        Assert.Contains("compare networks of one architecture", Assert.Throws<ArgumentException>(() => WeightDistance.Of(a, wider)).Message);
    }

    [Fact]
    public void ZRF_is_1_for_the_random_network_itself_and_1_less_ln_2_at_worst()
    {
        using var outputs = MetricFixtures.All.Outputs.Make();
        using var other = MetricFixtures.All.Other.Make();
        Assert.Equal(1, Zrf.Of(outputs, outputs), 1e-12);
        Assert.Equal(1 - MetricFixtures.All.Divergence.Js, Zrf.Of(outputs, other), 1e-9);
    }

    [Fact]
    public void Relearn_time_is_the_first_step_near_the_original()
    {
        Assert.Equal(2, Relearning.Steps([10, 80, 95, 90, 99], 100));
        Assert.Equal(0, Relearning.Steps([96], 100));
        Assert.Null(Relearning.Steps([10, 94.9], 100));
        Assert.Equal(0.5, Relearning.AnamnesisIndex(2, 4));
        Assert.True(double.IsNaN(Relearning.AnamnesisIndex(0, 0)));
        Assert.Contains("at least 0", Assert.Throws<ArgumentException>(() => Relearning.AnamnesisIndex(-1, 2)).Message);
        Assert.Contains("allowed is (0, 1)", Assert.Throws<ArgumentException>(() => Relearning.Steps([1], 1, 0)).Message);
        Assert.Contains("no accuracies", Assert.Throws<ArgumentException>(() => Relearning.Steps([], 1)).Message);
    }

    [Fact]
    public void None_of_them_leaves_a_tensor_behind()
    {
        using Net a = Tiny.Net(1), b = Tiny.Net(2);
        using var outputs = MadeOutputs.Network(2, 2, 2, count: 20);
        using var rng = new Generator(1, CPU);
        using var x = rand(6, 3);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Cka.Linear(x, x);
        WeightDistance.Of(a, b);
        Zrf.Of(outputs.Forget, outputs.Forget);
        MeanInterval.Of([.. Enumerable.Range(0, 30)], rng);
        Roc.Of([1, 2], [3, 4]).Bootstrap(rng);
        LogisticRegression.Train([[1], [2]], [true, false]);
        ModifiedEntropy.Of(outputs.Forget, ModifiedEntropyReading.Released);
        PopulationAttacks.Run(outputs, 0, []);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Tensor Matrix(double[][] rows) => tensor(rows.SelectMany(r => r).ToArray(), [rows.Length, rows[0].Length]);
}
