namespace Unlearn;

/// <summary>What a <see cref="LearningRateFinder"/> saw.</summary>
/// <param name="Start">The loss before any step.</param>
/// <param name="Rates">η_i, growing; as many as there were steps with a finite loss after them.</param>
/// <param name="Losses">ℓ_i, the loss after the step at η_i: of the next batch, before its own step.</param>
/// <param name="Smoothed">s_i, their weighted mean.</param>
/// <param name="DivergedAt">The rate at which the loss came apart; null: it did not.</param>
public sealed record LearningRateCurve(double Start, IReadOnlyList<double> Rates, IReadOnlyList<double> Losses, IReadOnlyList<double> Smoothed, double? DivergedAt)
{
    /// <summary>The rate at which the smoothed loss is lowest: already on the edge. NaN if the first step came apart.</summary>
    public double Lowest => Rates.Count == 0 ? double.NaN : Rates[LowestAt];

    /// <summary>The rate up to <see cref="Lowest"/> at which the smoothed loss falls fastest over log η, by central differences.</summary>
    public double Steepest => LowestAt < 2 ? Lowest : Rates[Enumerable.Range(1, LowestAt - 1).MinBy(i => (Smoothed[i + 1] - Smoothed[i - 1]) / Math.Log(Rates[i + 1] / Rates[i - 1]))];

    /// <summary>A tenth of <see cref="Lowest"/>: a rate to begin with, or the peak of one cycle.</summary>
    public double Suggested => Lowest / 10;

    private int LowestAt => Rates.Count == 0 ? -1 : Enumerable.Range(0, Rates.Count).MinBy(i => Smoothed[i]);

    /// <summary>One line: "try 0.05: the smoothed loss is lowest, 1.71, at 0.5, falls fastest at 0.02 and comes apart at 3.1".</summary>
    public override string ToString() => Rates.Count == 0 ? $"the first step, at {DivergedAt:G2}, came apart: begin lower"
        : FormattableString.Invariant($"try {Suggested:G2}: the smoothed loss is lowest, {Smoothed[LowestAt]:0.00}, at {Lowest:G2}, falls fastest at {Steepest:G2} and ")
            + (DivergedAt is { } at ? FormattableString.Invariant($"comes apart at {at:G2}") : "never comes apart");
}
