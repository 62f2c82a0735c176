namespace Unlearn;

/// <summary>How far two networks of one architecture lie apart.</summary>
public static class WeightDistance
{
    /// <summary>‖θ_u − θ_r‖₂ ↓ over all trainable parameters, without BatchNorm's statistics. Compare with that of two Retrains of different
    /// seeds, which is large: networks that behave alike need not lie near each other unless they started from the same weights.</summary>
    /// <exception cref="ArgumentException">Parameters of other names or shapes.</exception>
    public static double Of(nn.Module unlearned, nn.Module retrained) => Math.Sqrt(PerParameter(unlearned, retrained).Sum(p => p.Distance * p.Distance));

    /// <summary>Of each parameter by its name, in the order of the network.</summary>
    /// <exception cref="ArgumentException">Parameters of other names or shapes.</exception>
    public static IReadOnlyList<(string Name, double Distance)> PerParameter(nn.Module unlearned, nn.Module retrained)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var theirs = retrained.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        List<(string, double)> distances = [];
        foreach (var (name, parameter) in unlearned.named_parameters())
        {
            if (!theirs.Remove(name, out var other) || !other.shape.SequenceEqual(parameter.shape))
                throw new ArgumentException($"parameter '{name}' [{string.Join(", ", parameter.shape)}] has no equal in the other network: compare networks of one architecture.");
            var difference = parameter.detach().cpu().to(ScalarType.Float64) - other.detach().cpu().to(ScalarType.Float64);
            distances.Add((name, difference.square().sum().sqrt().item<double>()));
        }
        return theirs.Count == 0 ? distances : throw new ArgumentException($"parameter '{theirs.Keys.First()}' has no equal in the first network: compare networks of one architecture.");
    }
}
