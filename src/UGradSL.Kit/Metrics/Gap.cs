namespace Unlearn;

/// <summary>How far a network is from the retrained one: a score minus Retrain's. 0 is exact unlearning, as far as the score can see.</summary>
public static class Gap
{
    /// <summary>How many percent points below Retrain's RA or TA are too many: see <see cref="OverForgets"/>.</summary>
    public const double Allowance = 2;

    /// <summary>
    /// (|ΔUA| + |ΔMIA| + |ΔRA| + |ΔTA|) / 4 ↓, in percent points: the field's "Avg. Gap" (Fan et al. 2024, SalUn). H and RTE are left out,
    /// since their units are others. Over several seeds, take the mean of each seed's: a gap of means hides what the seeds' signs cancel.
    /// </summary>
    public static double Average(Scores unlearned, Scores retrained) =>
        (Math.Abs(unlearned.UA - retrained.UA) + Math.Abs(unlearned.MIA - retrained.MIA)
            + Math.Abs(unlearned.RA - retrained.RA) + Math.Abs(unlearned.TA - retrained.TA)) / 4;

    /// <summary>Whether UA is above Retrain's at the price of RA or TA more than <see cref="Allowance"/> below.</summary>
    /// <param name="ua">UA − Retrain's UA, percent points.</param>
    /// <param name="ra">RA − Retrain's RA, percent points.</param>
    /// <param name="ta">TA − Retrain's TA, percent points.</param>
    public static bool OverForgets(double ua, double ra, double ta) => ua > 0 && Math.Min(ra, ta) < -Allowance;
}
