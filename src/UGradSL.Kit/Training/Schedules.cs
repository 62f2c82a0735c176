using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>The learning rate as a fraction of its peak, over a run's steps.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "schedule")]
[JsonDerivedType(typeof(Constant), nameof(Constant))]
[JsonDerivedType(typeof(OneCycle), nameof(OneCycle))]
[JsonDerivedType(typeof(Cosine), nameof(Cosine))]
[JsonDerivedType(typeof(Milestones), nameof(Milestones))]
public abstract record Schedule
{
    /// <summary>The factor for step <paramref name="step"/> of <paramref name="steps"/>, from 0.</summary>
    public abstract double Factor(int step, int steps);
}

/// <summary>1 throughout.</summary>
public sealed record Constant : Schedule
{
    /// <inheritdoc/>
    public override double Factor(int step, int steps) => 1;
}

/// <summary>Half a cosine from 1 to 0 (Loshchilov and Hutter, 2017, without restarts).</summary>
public sealed record Cosine : Schedule
{
    /// <inheritdoc/>
    public override double Factor(int step, int steps) => (1 + Math.Cos(Math.PI * step / steps)) / 2;
}

/// <summary>
/// One cycle (Smith and Topin, 2019): up from 1/<paramref name="StartDivisor"/> to 1 in the first <paramref name="WarmUp"/> of the steps,
/// down to 1/(<paramref name="StartDivisor"/>·<paramref name="EndDivisor"/>) in the rest, both half cosines, as PyTorch's OneCycleLR.
/// </summary>
public sealed record OneCycle(double WarmUp = 0.3, double StartDivisor = 25, double EndDivisor = 1e4) : Schedule
{
    /// <inheritdoc/>
    public override double Factor(int step, int steps)
    {
        var (first, last, peak) = (1 / StartDivisor, 1 / (StartDivisor * EndDivisor), WarmUp * steps - 1);
        return step <= peak ? Between(first, 1, step / peak) : Between(1, last, (step - peak) / (steps - 1 - peak));
    }

    private static double Between(double from, double to, double t) => to + (from - to) / 2 * (1 + Math.Cos(Math.PI * t));
}

/// <summary>Times <paramref name="Decay"/> after each share of the steps in <paramref name="At"/>: [0.5, 0.75] for epochs 91 and 136 of 182.</summary>
public sealed record Milestones(IReadOnlyList<double> At, double Decay = 0.1) : Schedule
{
    /// <inheritdoc/>
    public override double Factor(int step, int steps) => Math.Pow(Decay, At.Count(share => step >= share * steps));
}
