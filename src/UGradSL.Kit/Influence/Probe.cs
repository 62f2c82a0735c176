using System.Globalization;
using System.Text.Json.Serialization;

namespace Unlearn;

/// <summary>
/// What a pair of networks says of Theorem 2, and how far that may be trusted. Norms and products are of a = H_tr(θ_r)⁻¹∇R_tr(θ_r),
/// b = H_r(θ_tr)⁻¹∇R_f(θ_tr), u = a − b and v = c − b = H_r(θ_tr)⁻¹ΣJᵀ(e_y − (1 − e_y)/(K − 1)), at one damping.
/// </summary>
public sealed record Probe
{
    /// <summary>The settings that it was measured with.</summary>
    public required ProbeSettings Settings { get; init; }

    /// <summary>K.</summary>
    public required int Classes { get; init; }

    /// <summary>P, how many parameters were varied.</summary>
    public required long Parameters { get; init; }

    /// <summary>|D_tr|.</summary>
    public required int Count { get; init; }

    /// <summary>|D_f|.</summary>
    public required int ForgetCount { get; init; }

    /// <summary>Whether θ_tr and θ_r are the unique minimisers of convex risks, so that the bound on the solves decides alone.</summary>
    public required bool Exact { get; init; }

    /// <summary>λ of every sample, at which everything but the sweep was solved.</summary>
    public required double Damping { get; init; }

    /// <summary>The mean eigenvalue of the curvature of one sample, by Hutchinson; null where no sweep was asked for.</summary>
    public double? MeanEigenvalue { get; init; }

    /// <summary>‖a‖; a is of the whole ∇R_tr(θ_r), so that a θ_r that is not stationary is in it.</summary>
    public required double ANorm { get; init; }

    /// <summary>‖b‖.</summary>
    public required double BNorm { get; init; }

    /// <summary>Theorem 1.</summary>
    public required TheoremOne One { get; init; }

    /// <summary>Theorem 2 with u = a − b, as the paper has it.</summary>
    public required TheoremTwo Two { get; init; }

    /// <summary>
    /// Theorem 2 with u = a′ − b′, corrected for a θ_tr that is not stationary: a′ = a − H_tr(θ_r)⁻¹∇R_tr(θ_tr) and
    /// b′ = b − H_r(θ_tr)⁻¹∇R_tr(θ_tr), both θ_r − θ_tr exactly where the risks are quadratic.
    /// </summary>
    public required TheoremTwo Corrected { get; init; }

    /// <summary>Theorem 2 with u = θ_r − θ_tr − b: the direct question, which needs no a.</summary>
    public required TheoremTwo Direct { get; init; }

    /// <summary>‖θ_r − θ_tr‖.</summary>
    public required double Displacement { get; init; }

    /// <summary>How far ⟨u, v⟩ may be from what its linear systems' exact answers give; null where no smallest eigenvalue is known.</summary>
    public required double? SignBound { get; init; }

    /// <summary>Whether ⟨u, v⟩ is outside its own error.</summary>
    public bool SignCertified => SignBound is { } bound && Math.Abs(Two.Inner) > bound;

    /// <summary>‖∇R_tr(θ_tr)‖/‖∇R_f(θ_tr)‖: above 0.1 the theorems' premise does not hold.</summary>
    public required double OriginalStationarity { get; init; }

    /// <summary>‖∇R_r(θ_r)‖/‖∇R_f(θ_r)‖, likewise.</summary>
    public required double RetrainedStationarity { get; init; }

    /// <summary>‖v − (c − b)‖/‖v‖ with c − b as the difference of two solves; null where it was not asked for.</summary>
    public double? DifferenceOfTwo { get; init; }

    /// <summary>The solves at <see cref="Damping"/>: name, steps, true relative residual.</summary>
    public required IReadOnlyList<SolveReport> Solves { get; init; }

    /// <summary>The same question at other dampings, from large to small, each with its residuals.</summary>
    public IReadOnlyList<SweepPoint> Sweep { get; init; } = [];

    /// <summary>The control: Theorem 2 with H = I, u = ∇R_tr(θ_r) − ∇R_f(θ_tr) and v = ΣJᵀ(e_y − (1 − e_y)/(K − 1)). It is not an answer.</summary>
    public required TheoremTwo Identity { get; init; }

    /// <summary>Its cos(u, v).</summary>
    [JsonIgnore]
    public double IdentityCosine => Identity.Cosine;

    /// <summary>Each forgotten sample's share c_i, in the order of D_f: the derivative of ⟨u, v⟩ by its weight, H and θ held fixed. Σ c_i is 2⟨u, v⟩ where θ_r is stationary.</summary>
    public IReadOnlyList<double> Contributions { get; init; } = [];

    /// <summary>√Σ(c_i − c̄)²: what another draw of D_f would move ⟨u, v⟩ by, one standard deviation; null without contributions.</summary>
    public double? DrawDeviation { get; init; }

    /// <summary>⟨u, v⟩ without each group of the curvature's samples; empty where it was not asked for.</summary>
    public IReadOnlyList<double> Jackknife { get; init; } = [];

    /// <summary>√((G−1)/G·Σ(x_g − x̄)²) of the jackknife: what the choice of the curvature's samples moves ⟨u, v⟩ by.</summary>
    public double? CurvatureDeviation => Jackknife.Count == 0 ? null
        : Math.Sqrt((Jackknife.Count - 1.0) / Jackknife.Count * Jackknife.Sum(x => (x - Jackknife.Average()) * (x - Jackknife.Average())));

    /// <summary>What it cost, in gradients over D_tr.</summary>
    public required double Cost { get; init; }

    /// <summary>What this pair says by itself.</summary>
    public Verdict ThisPair { get; init; } = Verdict.Undecided;

    /// <summary>Holds, Fails or Undecided. A single pair of networks is never enough for the first two: see <see cref="ProbeVerdict.Of"/>.</summary>
    public Verdict Verdict { get; init; } = Verdict.Undecided;

    /// <summary>Why, and what to do next.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The verdict, the numbers behind it, and the control.</summary>
    public override string ToString()
    {
        static string G(double? x) => x is { } number ? number.ToString("G4", CultureInfo.InvariantCulture) : "none";
        return $"""
            {Verdict}: {Reason}
            cos(a − b, c − b) {G(Two.Cosine)} · product {G(Two.Inner)} ± {G(SignBound)} · best α {G(Two.BestAlpha)} saves {G(100 * Two.Gain)} % of the distance {G(Two.UNorm)}
            direct, with θ_r − θ_tr − b: cos {G(Direct.Cosine)}, best α {G(Direct.BestAlpha)} · corrected for ∇R_tr(θ_tr): cos {G(Corrected.Cosine)}
            ‖a‖ {G(ANorm)} · ‖b‖ {G(BNorm)} · ‖c − b‖ {G(Two.VNorm)} · ‖θ_r − θ_tr‖ {G(Displacement)} · Theorem 1: + {G(One.Plus)}, − {G(One.Minus)}, ratio {G(One.Ratio)}
            damping {G(Damping)} a sample · stationarity {G(OriginalStationarity)} and {G(RetrainedStationarity)} · control with H = I: cos {G(IdentityCosine)} · {G(Cost)} gradients
            """;
    }
}

/// <summary>A solve of a probe.</summary>
/// <param name="Name">Which: "a", "b", "c − b".</param>
/// <param name="Iterations">Steps.</param>
/// <param name="Residual">‖b − A·x‖/‖b‖, true.</param>
/// <param name="End">How it ended.</param>
/// <param name="SmallestCurvature">The smallest curvature met.</param>
public sealed record SolveReport(string Name, int Iterations, double Residual, SolveEnd End, double SmallestCurvature);

/// <summary>A probe at one damping.</summary>
/// <param name="Damping">λ of every sample.</param>
/// <param name="Relative">λ in mean eigenvalues.</param>
/// <param name="Two">Theorem 2 there.</param>
/// <param name="DirectCosine">cos(θ_r − θ_tr − b, v).</param>
/// <param name="Residual">The largest of its solves.</param>
/// <param name="Converged">Whether all of them are.</param>
public sealed record SweepPoint(double Damping, double Relative, TheoremTwo Two, double DirectCosine, double Residual, bool Converged);
