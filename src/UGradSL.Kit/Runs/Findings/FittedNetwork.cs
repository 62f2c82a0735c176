namespace Unlearn;

/// <summary>A small smooth convolutional network at a minimum of its risk over some images, and what it becomes without some of them: trained by stochastic gradient descent, then by <see cref="NetworkFit"/>.</summary>
internal sealed class FittedNetwork : IDisposable
{
    private readonly SmoothCnn first;
    private readonly Subset samples;
    private readonly int seed;
    private readonly Action<FitEnd>? onFit;

    /// <param name="data">Images.</param>
    /// <param name="count">As many of each class, drawn by the seed.</param>
    /// <param name="seed">Of samples and first weights.</param>
    /// <param name="onFit">Called after each step of a fit.</param>
    public FittedNetwork(Dataset data, int count, int seed, Action<FitEnd>? onFit)
    {
        (this.seed, this.onFit) = (seed, onFit);
        samples = TableProblem.Some(data.Train, count, seed);
        first = Seeds.Initialise(seed, () => new SmoothCnn(data.Train.Classes, (int)data.Train.Inputs.Shape[0]));
        Net = Fitted(first, samples, train: true);
    }

    /// <summary>Fitted to all.</summary>
    public Net Net { get; }

    /// <summary>0..K−1 of each sample.</summary>
    public IReadOnlyList<long> Labels => [.. Enumerable.Range(0, samples.Count).Select(i => (long)samples.Label(i))];

    /// <summary>Those at these places.</summary>
    public Subset Part(Func<int, bool> which) => samples with { Indices = [.. samples.Indices.Where((_, i) => which(i))] };

    /// <summary>Fitted to the others, from <see cref="Net"/>'s weights or from its first ones; the caller disposes it.</summary>
    public Net Without(Func<int, bool> gone, bool fromFirst = false) => Fitted(fromFirst ? first : Net, Part(i => !gone(i)), train: fromFirst);

    /// <inheritdoc/>
    public void Dispose()
    {
        first.Dispose();
        Net.Dispose();
    }

    private Net Fitted(Net start, Subset part, bool train)
    {
        var net = start.Clone();
        using var order = Seeds.Stream(seed, "order");
        var settings = new TrainSettings(200, 0.1, 64) { Optimizer = new Sgd(WeightDecay: NetworkFindings.WeightDecay) };
        if (train) foreach (var _ in Trainer.Run(net, part, settings, order)) { }
        NetworkFit.Minimise(net, part, NetworkFindings.WeightDecay, 1e-3, 60, onStep: onFit);
        return net;
    }
}
