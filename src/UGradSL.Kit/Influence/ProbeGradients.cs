namespace Unlearn;

/// <summary>Gradients and right-hand sides [P] of a probe.</summary>
/// <param name="AtRetrained">∇R_tr(θ_r).</param>
/// <param name="ForgetThere">∇R_f(θ_r).</param>
/// <param name="ForgetHere">∇R_f(θ_tr).</param>
/// <param name="Smoothing">H_r·(c − b).</param>
/// <param name="Drift">∇R_tr(θ_tr).</param>
/// <param name="OfRetrain">‖∇R_r(θ_r)‖.</param>
internal sealed record ProbeGradients(Tensor AtRetrained, Tensor ForgetThere, Tensor ForgetHere, Tensor Smoothing, Tensor Drift, double OfRetrain);
