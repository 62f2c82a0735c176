namespace Unlearn;

/// <summary>Samples as a matrix with a bias column, float64 [N, d], and labels [N], for softmax regression.</summary>
internal sealed class TableProblem : IDisposable
{
    private readonly Tensor x, y;
    private readonly int classes;

    /// <summary>Takes both tensors over.</summary>
    private TableProblem(Tensor x, Tensor y, int classes) => (this.x, this.y, this.classes, Labels) = (x, y, classes, y.data<long>().ToArray());

    /// <summary>0..K−1.</summary>
    public IReadOnlyList<long> Labels { get; }

    /// <summary>Float64 [N, d].</summary>
    public Tensor X => x;

    /// <summary>Int64 [N].</summary>
    public Tensor Y => y;

    /// <summary>K.</summary>
    public int Classes => classes;

    /// <summary>Three Gaussian classes in four dimensions: centres N(0, 1.2²·I), samples N(centre, I).</summary>
    public static TableProblem Made(int count, int seed)
    {
        using var scope = NewDisposeScope();
        using var rng = Seeds.Stream(seed, "made");
        var centres = 1.2 * randn(3, 4, ScalarType.Float64, generator: rng);             // [3, 4]
        var y = randint(3, [count], ScalarType.Int64, generator: rng);
        return Of(centres.index_select(0, y) + randn(count, 4, ScalarType.Float64, generator: rng), y, 3);
    }

    /// <summary>The pixels of images as many of one class as of another, normalised as for a network.</summary>
    public static TableProblem Pixels(LabeledData data, int count, int seed)
    {
        using var scope = NewDisposeScope();
        var part = Some(data, count, seed);
        return Of(cat([.. part.InOrder(1000).Select(b => b.X.flatten(1).to(ScalarType.Float64))]), Evaluate.Labels(part), data.Classes);
    }

    /// <summary>What the last layer of a small convolutional network sees of the images that it was trained on.</summary>
    public static TableProblem Features(Dataset data, int count, int seed)
    {
        using var scope = NewDisposeScope();
        var part = Some(data.Train, count, seed);
        using var net = Seeds.Initialise(seed, () => new SmallCnn(data.Train.Classes));
        using var order = Seeds.Stream(seed, "order");
        foreach (var _ in Trainer.Run(net, part, new TrainSettings(Epochs: 20), order)) { }
        return new(Unlearn.Features.Of(net, part).DetachFromDisposeScope(), Evaluate.Labels(part).DetachFromDisposeScope(), data.Train.Classes);
    }

    /// <summary>The probe, undamped and at the dampings that a <see cref="Finding"/> has.</summary>
    public Probe Probe(IReadOnlyList<bool> forget, double ridge) =>
        GradientProbe.Fitted(x, y, forget, classes, ridge, new() { Sweep = Finding.Dampings, Contributions = false, CheckDifference = false }, dense: 100);

    /// <summary>The minimiser W [K, d] over all samples, or over those in these rows, int64 [n]; the caller disposes it.</summary>
    public Tensor Fit(double ridge, Tensor? rows = null)
    {
        using var scope = NewDisposeScope();
        using var blocks = new SoftmaxBlocks();
        return SoftmaxFit.Minimise(rows is null ? x : x.index_select(0, rows), rows is null ? y : y.index_select(0, rows), classes, ridge, null, blocks).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        x.Dispose();
        y.Dispose();
    }

    private static TableProblem Of(Tensor x, Tensor y, int classes) =>
        new(cat([x, ones(x.shape[0], 1, ScalarType.Float64)], 1).DetachFromDisposeScope(), y.DetachFromDisposeScope(), classes);

    /// <summary>Drawn by the seed, as many of each class.</summary>
    internal static Subset Some(LabeledData data, int count, int seed)
    {
        var left = Enumerable.Repeat(count / data.Classes, data.Classes).ToArray();
        return new(data, [.. Draw.Order(data.Count, seed, "samples").Where(i => left[(int)data.LabelsOnHost[i]]-- > 0)]);
    }
}
