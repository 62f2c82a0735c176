namespace Unlearn;

/// <summary>How far a network is from the retrained one: each score minus Retrain's. 0 is exact unlearning as far as the score can see.</summary>
/// <param name="UA">Percent points. Above 0 it has forgotten more than a network that never saw D_f.</param>
/// <param name="MIA">Percent points.</param>
/// <param name="RA">Percent points. Below 0 it has lost what it should keep.</param>
/// <param name="TA">Percent points. Below 0 it has lost what it should keep.</param>
/// <param name="H">Nats.</param>
/// <param name="RTE">Seconds. Below 0 is time saved.</param>
public sealed record Gap(double UA, double MIA, double RA, double TA, double H, double RTE)
{
    /// <summary>How many percent points below Retrain's RA or TA is too many: <see cref="OverForgets"/>.</summary>
    public const double Allowance = 2;

    /// <summary>unlearned − retrained, score by score. Give it a seed's two runs, or the two means over the same seeds.</summary>
    public static Gap Between(Scores unlearned, Scores retrained) => new(
        unlearned.UA - retrained.UA, unlearned.MIA - retrained.MIA, unlearned.RA - retrained.RA,
        unlearned.TA - retrained.TA, unlearned.H - retrained.H, unlearned.RTE - retrained.RTE);

    /// <summary>(|ΔUA| + |ΔMIA| + |ΔRA| + |ΔTA|) / 4 ↓, percent points: the field's "Avg. Gap" (Fan et al. 2024, SalUn). H and RTE have other units and stay out.</summary>
    public double Average => (Math.Abs(UA) + Math.Abs(MIA) + Math.Abs(RA) + Math.Abs(TA)) / 4;

    /// <summary>UA above Retrain's, paid for with RA or TA more than <see cref="Allowance"/> percent points below.</summary>
    public bool OverForgets => UA > 0 && Math.Min(RA, TA) < -Allowance;
}
