namespace Unlearn;

/// <summary>
/// Theorem 2 on networks as they are trained: ResNet-18 of width 16 on 5,000 real images, which it knows by heart, not at a minimum. By the
/// Gauss–Newton matrix of some samples and conjugate gradients, as far as a laptop can pay.
/// </summary>
public static class PairFindings
{
    private static readonly ConjugateGradient twentySteps = new(1e-2, 20);

    /// <summary>Whose pairs are asked: Figure 5's on a laptop, and a whole class of CIFAR-10.</summary>
    public static IReadOnlyList<PaperExperiment> Experiments { get; } = [PaperExperiments.Pairs("pairs-class", 1, "CIFAR-10"), .. Paper.Figure(5).Experiments(PaperScale.Laptop)];

    /// <summary>How much curvature each scale can pay for. A product over 200 images and the five right-hand sides takes some 9 s of one core.</summary>
    public static ProbeSettings Settings(PaperScale scale) => scale switch
    {
        PaperScale.Quick => new() { Solver = twentySteps, CurvatureSamples = 200, Sweep = [0.1, 1] },
        PaperScale.Laptop => new() { Solver = twentySteps, CurvatureSamples = 200, Sweep = [10, 100], CheckDifference = false },
        _ => new(),
    };

    /// <summary>Answers what is not answered yet of the pairs that a store has.</summary>
    /// <param name="known">Answers of an earlier call.</param>
    /// <param name="store">Where the networks are, and what a probe that was stopped had found.</param>
    /// <param name="experiments">Of <see cref="Experiments"/>, or others with a <see cref="Retrain"/>.</param>
    /// <param name="settings">Null: the laptop's; the weight decay is the pair's.</param>
    /// <param name="onStage">Called while a probe works; throw from it to stop.</param>
    /// <exception cref="FileNotFoundException">A pair that has not been trained.</exception>
    public static IEnumerable<Finding> Run(IReadOnlyList<Finding> known, UnitStore store, IEnumerable<Experiment> experiments, ProbeSettings? settings = null, Action<ProbeStage>? onStage = null)
    {
        settings ??= Settings(PaperScale.Laptop);
        var done = known.Select(f => f.Key()).ToHashSet();
        foreach (var unit in experiments.SelectMany(e => e.Units).Where(u => u.Method is Retrain))
        {
            using var pair = StoredPair.Open(store, unit);
            var (data, model, curvature) = (pair.Data.Name, $"{unit.Network.Name} of width {unit.Network.Width}", $"Gauss–Newton of {settings.CurvatureSamples} samples by {settings.Solver.Iterations} steps of CG");
            if (done.Contains((data, model, pair.Split.Description, pair.WeightDecay, unit.Seed, curvature))) continue;
            yield return Finding.Of(StoredProbe.Of(pair, settings with { WeightDecay = pair.WeightDecay }, onStage), data, model, pair.Split.Description, unit.Seed, curvature);
        }
    }
}
