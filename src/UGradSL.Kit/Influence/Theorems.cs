namespace Unlearn;

/// <summary>
/// The paper's two theorems as numbers, for any model: with a at θ_r, and b and c at θ_tr (appendix C, eqs. 16 and 19; the main text's
/// eq. 8 and Theorem 2 put b and c at θ_r, which the proofs do not).
/// </summary>
public static class Theorems
{
    /// <summary>
    /// Theorem 1: one ascent step is exact, a = b, if and only if ∇R_f(θ_r) = +H_tr(θ_r)·b, b = H_r(θ_tr)⁻¹∇R_f(θ_tr). The paper prints
    /// a minus (eq. 17), for which nothing is exact.
    /// </summary>
    /// <param name="train">H_tr(θ_r).</param>
    /// <param name="forget">∇R_f(θ_r) [P], weight decay included.</param>
    /// <param name="a">θ_r − θ_tr to second order [P].</param>
    /// <param name="b">The ascent step [P].</param>
    public static TheoremOne One(LinearMap train, Tensor forget, Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        var moved = train.Multiply(b);                                                   // [P]
        var length = forget.Norm();
        return new((forget - moved).Norm() / length, (forget + moved).Norm() / length, (a - b).Norm() / a.Norm());
    }

    /// <summary>Theorem 2: θ_r − θ(α) = u + (1−K)/K·α·v, so that some α &lt; 0 is better than none if and only if ⟨u, v⟩ &lt; 0, strictly.</summary>
    /// <param name="u">a − b [P], or θ_r − θ_tr − b where θ_r is known.</param>
    /// <param name="v">c − b [P].</param>
    /// <param name="classes">K.</param>
    public static TheoremTwo Two(Tensor u, Tensor v, int classes) => new(u.Norm(), v.Norm(), u.Dot(v), classes);
}

/// <summary>Theorem 1 in numbers.</summary>
/// <param name="Plus">‖∇R_f(θ_r) − H_tr(θ_r)·b‖/‖∇R_f(θ_r)‖, of the equation with a plus: 0 where ascent is exact.</param>
/// <param name="Minus">‖∇R_f(θ_r) + H_tr(θ_r)·b‖/‖∇R_f(θ_r)‖, of the equation as printed: 2 where ascent is exact.</param>
/// <param name="Ratio">‖a − b‖/‖a‖: what an ascent step leaves of the way.</param>
public sealed record TheoremOne(double Plus, double Minus, double Ratio)
{
    /// <summary>The theorem's second half: gradient ascent moves away from θ_r.</summary>
    public bool AscentHurts => Ratio > 1;
}

/// <summary>Theorem 2 in numbers.</summary>
/// <param name="UNorm">‖u‖, the distance that an ascent step leaves.</param>
/// <param name="VNorm">‖v‖, how far smoothing moves.</param>
/// <param name="Inner">⟨u, v⟩.</param>
/// <param name="Classes">K.</param>
public sealed record TheoremTwo(double UNorm, double VNorm, double Inner, int Classes)
{
    /// <summary>⟨u, v⟩/(‖u‖‖v‖); 0 where one of them is 0.</summary>
    public double Cosine => UNorm * VNorm == 0 ? 0 : Math.Clamp(Inner / UNorm / VNorm, -1, 1);

    /// <summary>α* = K/(K−1)·⟨u, v⟩/‖v‖², null for v = 0. Every α between 0 and 2α* helps, no other does.</summary>
    public double? BestAlpha => VNorm == 0 ? null : (double)Classes / (Classes - 1) * Inner / (VNorm * VNorm);

    /// <summary>The best α that a label may have, at most 1.</summary>
    public double? AllowedAlpha => BestAlpha is { } alpha ? Math.Min(1, alpha) : null;

    /// <summary>‖u‖·√(1 − cos²), the distance at α*.</summary>
    public double MinDistance => UNorm * Math.Sqrt(Math.Max(0, 1 - Cosine * Cosine));

    /// <summary>1 − √(1 − cos²): the share of the distance that the best α saves.</summary>
    public double Gain => 1 - Math.Sqrt(Math.Max(0, 1 - Cosine * Cosine));

    /// <summary>Whether negative smoothing helps. At ⟨u, v⟩ = 0, which the paper includes, no α does.</summary>
    public bool Holds => Inner < 0 && VNorm > 0;

    /// <summary>‖u + (1−K)/K·α·v‖.</summary>
    public double DistanceAt(double alpha)
    {
        var t = (1.0 - Classes) / Classes * alpha;
        return Math.Sqrt(Math.Max(0, UNorm * UNorm + 2 * t * Inner + t * t * VNorm * VNorm));
    }
}
