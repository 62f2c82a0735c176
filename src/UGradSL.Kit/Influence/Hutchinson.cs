namespace Unlearn;

/// <summary>A mean over random probes.</summary>
/// <param name="Mean">The estimate.</param>
/// <param name="StandardError">Its standard error; NaN for a single probe.</param>
public readonly record struct Estimate(double Mean, double StandardError)
{
    internal static Estimate Of(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return new(mean, values.Count < 2 ? double.NaN : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1) / values.Count));
    }
}

/// <summary>Hutchinson's estimates with probes v of random signs: E[vᵀAv] = tr A, E[v ∘ Av] = diag A. Signs vary less than Gaussians: the diagonal's share is exact.</summary>
public static class Hutchinson
{
    /// <summary>tr A. Over the size it is the mean eigenvalue.</summary>
    /// <exception cref="ArgumentException">No probe.</exception>
    public static Estimate Trace(LinearMap map, Generator rng, int probes = 10)
    {
        List<double> traces = [];
        Probe(map, rng, probes, (v, av) => traces.AddRange((v * av).sum(1).data<double>().ToArray()));
        return Estimate.Of(traces);
    }

    /// <summary>diag A, float64 [P]. Fresh; it belongs to the scope that is open. An entry may come out negative even where A is definite.</summary>
    /// <exception cref="ArgumentException">No probe.</exception>
    public static Tensor DiagonalOf(LinearMap map, Generator rng, int probes = 10)
    {
        using var scope = NewDisposeScope();
        var sum = zeros(map.Size, ScalarType.Float64, map.Device); // [P]
        Probe(map, rng, probes, (v, av) => sum.add_((v * av).sum(dim: 0)));
        return sum.div_(probes).MoveToOuterDisposeScope();
    }

    /// <summary>The Jacobi preconditioner, 1/max(diag A, floor), as a map; <paramref name="diagonal"/> [P] stays the caller's and is changed.</summary>
    /// <param name="diagonal">float64 [P], from <see cref="DiagonalOf"/> or exact.</param>
    /// <param name="floor">Above 0; the damping is a good one, since no entry of a damped curvature is smaller.</param>
    /// <exception cref="ArgumentException">A floor that is not positive.</exception>
    public static LinearMap Jacobi(Tensor diagonal, double floor) => floor > 0 ? LinearMap.Diagonal(diagonal.clamp_min_(floor).reciprocal_())
        : throw new ArgumentException($"a floor of {floor}: a positive one is needed, or the preconditioner is not definite (try the damping).");

    private static void Probe(LinearMap map, Generator rng, int probes, Action<Tensor, Tensor> take)
    {
        if (probes < 1) throw new ArgumentException($"{probes} probes: at least 1 is needed (try 10).");
        for (var left = probes; left > 0; left -= 4)
        {
            using var scope = NewDisposeScope();
            var v = (randint(2, [Math.Min(4, left), map.Size], ScalarType.Float64, generator: rng) * 2 - 1).to(map.Device); // [m, P]
            take(v, map.Multiply(v));
        }
    }
}
