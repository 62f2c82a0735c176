namespace Unlearn;

/// <summary>One answer to Theorem 2's question, a row of a stored table.</summary>
/// <param name="Data">The samples.</param>
/// <param name="Model">What was fitted to them.</param>
/// <param name="Scenario">What was forgotten.</param>
/// <param name="Ridge">μ of every sample: the ridge, or a network's weight decay.</param>
/// <param name="Seed">Of samples, forget set and first weights.</param>
/// <param name="Count">|D_tr|.</param>
/// <param name="Forgotten">|D_f|.</param>
/// <param name="Parameters">P.</param>
/// <param name="Curvature">Which matrix, and how it was solved with.</param>
/// <param name="Inner">⟨a − b, c − b⟩.</param>
/// <param name="Bound">How far it may be from the exact one; null: not known.</param>
/// <param name="Cosine">Of a − b and c − b.</param>
/// <param name="Verdict">What this pair says by itself.</param>
/// <param name="BestAlpha">α*.</param>
/// <param name="DirectCosine">With θ_r − θ_tr in a's place.</param>
/// <param name="DirectBestAlpha">α*, likewise.</param>
/// <param name="IdentityInner">⟨a − b, c − b⟩ with H = I, the control.</param>
/// <param name="IdentityCosine">Likewise.</param>
/// <param name="IdentityBestAlpha">Likewise.</param>
/// <param name="At001">cos(a − b, c − b) damped by 0.01 mean eigenvalues.</param>
/// <param name="At01">By 0.1.</param>
/// <param name="At1">By 1.</param>
/// <param name="At10">By 10.</param>
/// <param name="ANorm">‖a‖.</param>
/// <param name="BNorm">‖b‖.</param>
/// <param name="Displacement">‖θ_r − θ_tr‖.</param>
/// <param name="OriginalStationarity">‖∇R_tr(θ_tr)‖/‖∇R_f(θ_tr)‖.</param>
/// <param name="RetrainedStationarity">‖∇R_r(θ_r)‖/‖∇R_f(θ_r)‖.</param>
/// <param name="Residual">The largest of its solves.</param>
public sealed record Finding(
    string Data, string Model, string Scenario, double Ridge, int Seed, int Count, int Forgotten, long Parameters, string Curvature, double Inner, double? Bound, double Cosine, Verdict Verdict,
    double? BestAlpha, double DirectCosine, double? DirectBestAlpha, double IdentityInner, double IdentityCosine, double? IdentityBestAlpha, double? At001, double? At01, double? At1, double? At10,
    double ANorm, double BNorm, double Displacement, double OriginalStationarity, double RetrainedStationarity, double Residual)
{
    /// <summary>The dampings that a row has, in mean eigenvalues.</summary>
    public static IReadOnlyList<double> Dampings { get; } = [0.01, 0.1, 1, 10];

    /// <summary>What tells one row from another: with the same key it is the same question.</summary>
    public (string, string, string, double, int, string) Key() => (Data, Model, Scenario, Ridge, Seed, Curvature);

    /// <summary>From a probe.</summary>
    public static Finding Of(Probe probe, string data, string model, string scenario, int seed, string curvature)
    {
        double? At(double relative) => probe.Sweep.FirstOrDefault(s => s.Relative == relative && s.Converged)?.Two.Cosine;
        return new(data, model, scenario, probe.Settings.WeightDecay, seed, probe.Count, probe.ForgetCount, probe.Parameters, curvature, probe.Two.Inner, probe.SignBound, probe.Two.Cosine, probe.ThisPair,
            probe.Two.BestAlpha, probe.Direct.Cosine, probe.Direct.BestAlpha, probe.Identity.Inner, probe.Identity.Cosine, probe.Identity.BestAlpha, At(0.01), At(0.1), At(1), At(10),
            probe.ANorm, probe.BNorm, probe.Displacement, probe.OriginalStationarity, probe.RetrainedStationarity, probe.Solves.Max(s => s.Residual));
    }
}
