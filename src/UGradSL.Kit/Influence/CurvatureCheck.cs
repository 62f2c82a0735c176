namespace Unlearn;

/// <summary>Whether a map is one symmetric matrix, asked with three products before anything is solved with it.</summary>
public static class CurvatureCheck
{
    /// <summary>Checks ⟨Av, w⟩ = ⟨v, Aw⟩ and A(v + 2w) = Av + 2Aw for two random vectors, and returns the map.</summary>
    /// <param name="map">Of any size.</param>
    /// <param name="tolerance">Relative; 1e-4 suits products in float32, 1e-9 float64.</param>
    /// <param name="semidefinite">Whether vᵀAv must not be negative: true of Gauss–Newton and Fisher matrices.</param>
    /// <exception cref="ArithmeticException">It is not symmetric, not linear, not the same twice, or not semi-definite; the message says which.</exception>
    public static LinearMap Checked(this LinearMap map, double tolerance = 1e-4, bool semidefinite = false)
    {
        using var scope = NewDisposeScope();
        using var rng = Seeds.Stream(0, "curvature check");
        var probes = randn(2, map.Size, ScalarType.Float64, generator: rng).to(map.Device);  // [2, P]
        var products = map.Multiply(probes);                                                 // [2, P]
        var (v, w, av, aw) = (probes[0], probes[1], products[0], products[1]);
        var sum = map.Multiply(v + 2 * w);                                                   // [P]
        var length = av.Norm() + 2 * aw.Norm();
        if ((sum - av - 2 * aw).Norm() > tolerance * length)
        {
            var again = (map.Multiply(v) - av).Norm();
            throw new ArithmeticException(again > tolerance * av.Norm()
                ? $"the same product came out different by {again / av.Norm():G2} the second time: dropout, or BatchNorm in training mode? A curvature needs one fixed function of θ."
                : $"A(v + 2w) differs from Av + 2Aw by {(sum - av - 2 * aw).Norm() / length:G2}: this map is not linear. Compute in float64.");
        }
        var (left, right) = (av.Dot(w), v.Dot(aw));
        if (Math.Abs(left - right) > tolerance * (av.Norm() * w.Norm() + aw.Norm() * v.Norm()))
            throw new ArithmeticException($"⟨Av, w⟩ = {left:G6}, but ⟨v, Aw⟩ = {right:G6}: this map is not symmetric, and no solver here takes it.");
        if (semidefinite && (av.Dot(v) < -tolerance * av.Norm() * v.Norm() || aw.Dot(w) < -tolerance * aw.Norm() * w.Norm()))
            throw new ArithmeticException($"vᵀAv = {Math.Min(av.Dot(v), aw.Dot(w)):G3} < 0: this map is no Gauss–Newton or Fisher matrix.");
        return map;
    }
}
