namespace Unlearn;

/// <summary>
/// Looks for a learning rate before training (the range test of Smith 2017, section 3.3): steps are taken at rates that grow
/// geometrically, η_i = From·(To/From)^((i−1)/(n−1)), and the loss after each is kept. It falls where a rate is useful and rises where
/// it is too large: a quadratic of largest curvature L diverges above 2/L. All on a copy of the network.
/// </summary>
/// <param name="From">η₁ &gt; 0, so small that nothing moves.</param>
/// <param name="To">η_n &gt; From, so large that training comes apart.</param>
/// <param name="Steps">n, at least 10.</param>
public sealed record LearningRateFinder(double From = 1e-5, double To = 10, int Steps = 100)
{
    /// <summary>β of the smoothed loss s_i = Σ_j β^(i−j)·ℓ_j / Σ_j β^(i−j), in [0, 1).</summary>
    public double Smoothing { get; init; } = 0.9;

    /// <summary>It stops when s is above so many times its lowest value: the loss has come apart.</summary>
    public double Bound { get; init; } = 4;

    /// <summary>
    /// Takes the steps on a copy: <paramref name="net"/>, its statistics, <paramref name="rng"/> and torch's CPU generator are left as they are.
    /// </summary>
    /// <param name="net">As it would be when training begins.</param>
    /// <param name="data">D_tr or D_r; passed over as often as the steps need.</param>
    /// <param name="settings">Optimizer, batch size, augmentation, label smoothing, clipping and precision; rate, schedule and epochs are not used.</param>
    /// <param name="rng">The order of the images branches off from it.</param>
    /// <param name="onStep">Called after each step; throw to stop.</param>
    /// <exception cref="ArgumentException">A setting outside its range, or no data.</exception>
    public LearningRateCurve Find(Net net, Subset data, TrainSettings settings, Generator rng, Action<Step>? onStep = null)
    {
        Check();
        settings.Check();
        if (data.Count == 0) throw new ArgumentException("no images to try learning rates on: this part of the split is empty.");
        using var before = random.get_rng_state();
        try
        {
            using var copy = net.Clone();
            copy.train();
            using var order = Seeds.Branch(rng, "learning rates");
            using var descent = new Descent(copy, settings.Optimizer, From, settings.Precision) { ClipNorm = settings.ClipNorm, ReadLossEvery = 1 };
            using var batches = data.Cycle(order, settings.BatchSize, settings.Augmentation).GetEnumerator();
            return Search(rate =>
            {
                batches.MoveNext();
                descent.LearningRate = rate;
                var step = descent.Take(0, (1, batches.Current, b => cross_entropy(copy.call(b.X), b.Y, label_smoothing: settings.LabelSmoothing)));
                onStep?.Invoke(step);
                return step.Loss;
            });
        }
        finally
        {
            random.set_rng_state(before);
        }
    }

    /// <summary>Refuses settings outside their range, before a step is taken.</summary>
    /// <exception cref="ArgumentException">The value, what is allowed and what to try.</exception>
    public void Check()
    {
        if (From is not > 0 || !(To > From) || !double.IsFinite(To)) throw new ArgumentException($"learning rates from {From} to {To}: they must grow from above 0 (try 1e-5 to 10).");
        if (Steps < 10) throw new ArgumentException($"{Steps} learning rates: at least 10 are needed to see a curve (try 100).");
        if (Smoothing is not (>= 0 and < 1)) throw new ArgumentException($"smoothing {Smoothing} is outside [0, 1): try 0.9, or 0 for none.");
        if (Bound is not > 1) throw new ArgumentException($"a bound of {Bound} times the lowest loss: more than 1 is needed (try 4).");
    }

    /// <summary>The search itself, over anything that takes a step at a rate and says the loss before that step.</summary>
    internal LearningRateCurve Search(Func<double, double> step)
    {
        List<double> rates = [], losses = [], smoothed = [];
        var (start, sum, weight, lowest) = (0.0, 0.0, 0.0, double.PositiveInfinity);
        double? diverged = null;
        for (var i = 0; i <= Steps && diverged is null; i++)
        {
            var loss = step(RateOf(i)); // what the rate before has led to
            (sum, weight) = (Smoothing * sum + loss, Smoothing * weight + 1);
            if (i == 0) start = loss;
            else if (double.IsFinite(loss))
            {
                rates.Add(RateOf(i - 1));
                losses.Add(loss);
                smoothed.Add(sum / weight);
            }
            if (!double.IsFinite(loss) || sum / weight > Bound * lowest) diverged = RateOf(Math.Max(0, i - 1));
            lowest = Math.Min(lowest, sum / weight);
        }
        return new(start, rates, losses, smoothed, diverged);
    }

    private double RateOf(int i) => From * Math.Pow(To / From, i / (Steps - 1.0));
}
