namespace Unlearn;

/// <summary>
/// The inverse of a damped empirical Fisher matrix, F = λI + 1/N Σ_n g_n·g_nᵀ, from the gradients of N samples (Singh and Alistarh 2020):
/// F₀⁻¹ = I/λ, F_n⁻¹ = F_{n−1}⁻¹ − o_n·o_nᵀ/(N + g_nᵀo_n) with o_n = F_{n−1}⁻¹·g_n. That recursion has to remember every o_n, N·P numbers; its
/// N steps together are one identity of Woodbury's, F⁻¹v = (v − Gᵀ(NλI + GGᵀ)⁻¹Gv)/λ, which is what is computed.
/// </summary>
public static class WoodFisher
{
    /// <summary>F⁻¹·v, float64 [P]. Fresh; it belongs to the scope that is open.</summary>
    /// <param name="rows">G [N, P], float32 or float64: the gradients one below the other.</param>
    /// <param name="v">float64 [P].</param>
    /// <param name="damping">λ.</param>
    /// <exception cref="ArgumentException">λ of 0 or less, or shapes that do not fit.</exception>
    public static Tensor Solve(Tensor rows, Tensor v, double damping)
    {
        if (damping is not (> 0 and < double.PositiveInfinity)) throw new ArgumentException($"λ = {damping}: N gradients span no more than N directions, so a positive damping is needed (try 1e-3).");
        if (rows.dim() != 2 || v.dim() != 1 || v.shape[0] != rows.shape[1])
            throw new ArgumentException($"gradients [{string.Join(", ", rows.shape)}] for a vector [{string.Join(", ", v.shape)}]: [N, P] and [P] are needed.");
        using var scope = NewDisposeScope();
        var gram = rows.mm(rows.t()).to(ScalarType.Float64);                                                     // [N, N]
        var right = rows.mm(v.to(rows.dtype).unsqueeze(1)).to(ScalarType.Float64);                               // [N, 1]
        gram.diagonal().add_(rows.shape[0] * damping);
        var weights = linalg.solve(gram, right).to(rows.dtype);                                                  // [N, 1]
        return ((v - rows.t().mm(weights).squeeze(1).to(ScalarType.Float64)) / damping).MoveToOuterDisposeScope(); // [P]
    }
}
