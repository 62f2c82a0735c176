namespace Unlearn;

/// <summary>How an unlearned and a retrained network learnt D_f again, with the same order of batches and the same settings.</summary>
/// <param name="Unlearned">Accuracy on D_f, percent, before the first step and after each; it may end where the original's is reached.</param>
/// <param name="Retrained">The same of the retrained network.</param>
/// <param name="Original">The original's accuracy on D_f, percent: what is to be reached.</param>
/// <param name="Margin">The share of it that may be missing, in (0, 1).</param>
public sealed record Relearned(IReadOnlyList<double> Unlearned, IReadOnlyList<double> Retrained, double Original, double Margin = 0.05)
{
    /// <summary>Relearn time ↑ of the unlearned network, steps (<see cref="Relearning.Steps"/>); null where it did not come there.</summary>
    public int? UnlearnedSteps => Relearning.Steps(Unlearned, Original, Margin);

    /// <summary>The retrained network's, the value to reach.</summary>
    public int? RetrainedSteps => Relearning.Steps(Retrained, Original, Margin);

    /// <summary>AIN (<see cref="Relearning.AnamnesisIndex"/>), 1 is good; null where one of the two did not come there, or where D_f is known without being trained on (0/0).</summary>
    public double? AnamnesisIndex => UnlearnedSteps is { } mine && RetrainedSteps is { } theirs && mine + theirs > 0 ? Relearning.AnamnesisIndex(mine, theirs) : null;
}
