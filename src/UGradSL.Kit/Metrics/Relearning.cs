namespace Unlearn;

/// <summary>How soon a network knows D_f again when it is trained on it: knowledge that only hides comes back at once.</summary>
public static class Relearning
{
    /// <summary>The first step after which the accuracy on D_f is within a margin of the original's; null if it never is.</summary>
    /// <param name="curve">Accuracy on D_f in percent before the first step, and after each.</param>
    /// <param name="original">The original network's accuracy on D_f, percent.</param>
    /// <param name="margin">α in (0, 1): the share of it that may be missing; 0.05 is usual.</param>
    /// <exception cref="ArgumentException">An empty curve or a margin outside its range.</exception>
    public static int? Steps(IReadOnlyList<double> curve, double original, double margin = 0.05)
    {
        if (curve.Count == 0) throw new ArgumentException("no accuracies: measure at least before the first step.");
        if (margin is not (> 0 and < 1)) throw new ArgumentException($"margin {margin}, allowed is (0, 1): 0.05 is usual.");
        for (var step = 0; step < curve.Count; step++)
            if (curve[step] >= (1 - margin) * original) return step;
        return null;
    }

    /// <summary>
    /// The anamnesis index AIN = r_u / r_r (Chundawat et al. 2023, "Zero-Shot Machine Unlearning"): relearn time of the unlearned network over that
    /// of the retrained one. 1 is good; well below, knowledge was left; well above, forgetting did damage that Retrain has not. NaN for 0/0: D_f is
    /// known without being trained on.
    /// </summary>
    /// <param name="unlearned">r_u in steps, at least 0.</param>
    /// <param name="retrained">r_r in steps, at least 0.</param>
    /// <exception cref="ArgumentException">A negative number of steps.</exception>
    public static double AnamnesisIndex(int unlearned, int retrained) => unlearned < 0 || retrained < 0
        ? throw new ArgumentException($"{unlearned} and {retrained} steps: a relearn time is at least 0.") : (double)unlearned / retrained;
}
