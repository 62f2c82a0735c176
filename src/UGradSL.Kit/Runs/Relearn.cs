namespace Unlearn;

/// <summary>
/// Trains copies of an unlearned and of a retrained network on D_f again, until each knows it as the original did (Chundawat et al. 2023, "Zero-Shot
/// Machine Unlearning", section on the anamnesis index). Knowledge that was only hidden comes back sooner than it is learnt by a network that never
/// had it. Both see the same batches in the same order; D_r is not shown, as in the paper.
/// </summary>
/// <param name="Steps">The most optimizer steps, at least 1.</param>
/// <param name="LearningRate">η. Small: with a large one a single step reaches everything, and the index says nothing.</param>
/// <param name="BatchSize">Samples of D_f a step.</param>
/// <param name="Margin">The share of the original's accuracy that may be missing, in (0, 1).</param>
/// <param name="Samples">Of D_f, the first, that accuracy is measured on after each step.</param>
public sealed record Relearn(int Steps = 100, double LearningRate = 1e-3, int BatchSize = 128, double Margin = 0.05, int Samples = 1000)
{
    /// <summary>Runs both.</summary>
    /// <param name="unlearned">Left as it is, as are the others.</param>
    /// <param name="retrained">Trained on D_r alone.</param>
    /// <param name="original">Whose accuracy on D_f is to be reached.</param>
    /// <param name="split">D_f is trained on.</param>
    /// <param name="seed">Of the order of batches.</param>
    /// <exception cref="ArgumentException">A setting outside its range.</exception>
    public Relearned Of(Net unlearned, Net retrained, Net original, ForgetSplit split, int seed = 0)
    {
        var goal = AccuracyOf(original, split);
        return new(Curve(unlearned, goal, split, seed), Curve(retrained, goal, split, seed), goal, Margin);
    }

    /// <summary>Accuracy on D_f, percent, before the first step and after each, up to the goal or the last step.</summary>
    /// <param name="net">A copy is trained.</param>
    /// <param name="goal">The original's accuracy on D_f, percent.</param>
    /// <param name="split">D_f is trained on.</param>
    /// <param name="seed">Of the order of batches.</param>
    /// <exception cref="ArgumentException">A setting outside its range.</exception>
    /// <exception cref="ArithmeticException">Training comes apart.</exception>
    public IReadOnlyList<double> Curve(Net net, double goal, ForgetSplit split, int seed = 0)
    {
        if (Steps < 1) throw new ArgumentException($"{Steps} steps: at least 1 is needed (100 are usual).");
        if (Samples < 1) throw new ArgumentException($"{Samples} samples: accuracy needs at least 1 (try 1000).");
        List<double> curve = [AccuracyOf(net, split)];
        if (Reached()) return curve;
        using var copy = net.Clone();
        using var rng = Seeds.Stream(seed, "relearn");
        var epochs = (Steps - 1) / Trainer.Steps(split.Forget, BatchSize, 1) + 1;
        foreach (var _ in Trainer.Run(copy, split.Forget, new(epochs, LearningRate, BatchSize) { Schedule = new Constant() }, rng).Take(Steps))
        {
            curve.Add(AccuracyOf(copy, split));
            if (Reached()) break;
        }
        return curve;

        bool Reached() => Relearning.Steps(curve, goal, Margin) is not null;
    }

    private double AccuracyOf(Net net, ForgetSplit split)
    {
        using var scope = NewDisposeScope();
        var part = split.Forget.First(Samples);
        return Accuracy.Percent(Evaluate.Logits(net, part), Evaluate.Labels(part));
    }
}
