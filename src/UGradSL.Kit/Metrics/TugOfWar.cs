namespace Unlearn;

/// <summary>
/// ToW ↑ (Zhao et al. 2024, "What makes unlearning hard and what to do about it"): one number for being like Retrain everywhere at once, 1 is
/// Retrain, 0 is as far from it as can be on at least one set.
/// </summary>
public static class TugOfWar
{
    /// <summary>(1 − |Δ forget|)·(1 − |Δ retain|)·(1 − |Δ test|), Δ the difference of the accuracies from Retrain's as fractions.</summary>
    public static double Of(Scores unlearned, Scores retrained) =>
        Near(unlearned.UA, retrained.UA) * Near(unlearned.RA, retrained.RA) * Near(unlearned.TA, retrained.TA);

    /// <summary>ToW-MIA: the difference of MIA in the place of the accuracy on D_f.</summary>
    public static double OfMia(Scores unlearned, Scores retrained) =>
        Near(unlearned.MIA, retrained.MIA) * Near(unlearned.RA, retrained.RA) * Near(unlearned.TA, retrained.TA);

    private static double Near(double percent, double other) => 1 - Math.Abs(percent - other) / 100;
}
