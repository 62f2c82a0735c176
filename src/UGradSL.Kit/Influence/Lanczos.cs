namespace Unlearn;

/// <summary>
/// Ritz values of a symmetric map from m Lanczos steps with full reorthogonalisation (twice), in float64. It keeps m vectors: 8·m·P bytes.
/// The extremes come first; 20 to 40 steps give them to a few digits, P steps give every eigenvalue that the start sees.
/// </summary>
public sealed record Lanczos
{
    private Lanczos(double[] values, double[] weights, double[] bounds) => (Values, Weights, Bounds) = (values, weights, bounds);

    /// <summary>Ritz values, ascending.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>The squared first component of each Ritz vector; they sum to 1. With the values, the quadrature of the start's spectral measure.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>|β_m·s_m|: some eigenvalue is at most this far from the Ritz value.</summary>
    public IReadOnlyList<double> Bounds { get; }

    /// <summary>From a random start.</summary>
    /// <param name="map">A.</param>
    /// <param name="steps">m, 1 to P.</param>
    /// <param name="rng">On the CPU.</param>
    public static Lanczos Of(LinearMap map, int steps, Generator rng)
    {
        using var scope = NewDisposeScope();
        return Of(map, randn(map.Size, ScalarType.Float64, generator: rng).to(map.Device), steps);
    }

    /// <summary>From a start [P] that is not 0.</summary>
    /// <inheritdoc cref="Of(LinearMap, int, Generator)"/>
    /// <exception cref="ArgumentException">A number of steps outside 1 to P, or a start of length 0.</exception>
    public static Lanczos Of(LinearMap map, Tensor start, int steps)
    {
        if (steps < 1 || steps > map.Size) throw new ArgumentException($"{steps} Lanczos steps on {map.Size:N0} parameters: 1 to {map.Size:N0} are possible (try 30).");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        if (start.Norm() is not (> 0 and < double.PositiveInfinity)) throw new ArgumentException($"a start of length {start.Norm()}: Lanczos needs a direction.");
        var q = zeros(steps, map.Size, ScalarType.Float64, map.Device);                // [m, P], orthonormal rows
        q[0].copy_(start / start.norm());
        List<double> diagonal = [], off = [];
        for (var k = 0; k < steps; k++)
        {
            using var step = NewDisposeScope();
            var w = map.Multiply(q[k]);                                                // [P]
            diagonal.Add(w.Dot(q[k]));
            var known = q.narrow(0, 0, k + 1);                                         // [k+1, P]
            for (var pass = 0; pass < 2; pass++) w.sub_(known.t().mm(known.mm(w.unsqueeze(1))).squeeze(1));
            off.Add(w.Norm());
            if (off[k] <= 1e-13 * diagonal.Max(Math.Abs) + double.Epsilon) break;       // the start's whole space is known
            if (k + 1 < steps) q[k + 1].copy_(w / off[k]);
        }
        var m = diagonal.Count;
        var t = new double[m, m];
        for (var k = 0; k < m; k++)
        {
            t[k, k] = diagonal[k];
            if (k + 1 < m) t[k, k + 1] = t[k + 1, k] = off[k];
        }
        var (values, vectors) = linalg.eigh(tensor(t));                                // [m], [m, m]
        return new([.. values.data<double>()], [.. vectors[0].square().data<double>()], [.. (vectors[m - 1].abs() * off[m - 1]).data<double>()]);
    }
}
