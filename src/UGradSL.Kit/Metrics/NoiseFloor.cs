namespace Unlearn;

/// <summary>
/// How far two retrained networks of different seeds are from one another, measured as <see cref="DistanceToRetrain"/> measures an unlearned
/// one: whoever is no farther than this cannot be told from Retrain. With one pair it is a single draw; more pairs make it their mean.
/// </summary>
/// <param name="UA">Mean of |Δ| over the pairs, points.</param>
/// <param name="MIA">Points.</param>
/// <param name="RA">Points.</param>
/// <param name="TA">Points.</param>
/// <param name="H">Nats.</param>
/// <param name="AverageGap">Points.</param>
/// <param name="Pairs">How many pairs of seeds.</param>
public sealed record NoiseFloor(double UA, double MIA, double RA, double TA, double H, double AverageGap, int Pairs)
{
    /// <summary>Of all pairs of at least two retrained networks.</summary>
    /// <exception cref="ArgumentException">Fewer than two.</exception>
    public static NoiseFloor Of(IReadOnlyList<Scores> retrained)
    {
        if (retrained.Count < 2) throw new ArgumentException($"{retrained.Count} retrained networks: the noise between seeds needs at least 2.");
        List<(Scores A, Scores B)> pairs = [.. retrained.SelectMany((a, i) => retrained.Skip(i + 1).Select(b => (a, b)))];
        double Of(Func<Scores, double> metric) => pairs.Average(p => Math.Abs(metric(p.A) - metric(p.B)));
        return new(Of(s => s.UA), Of(s => s.MIA), Of(s => s.RA), Of(s => s.TA), Of(s => s.H), pairs.Average(p => Gap.Average(p.A, p.B)), pairs.Count);
    }

    /// <summary>"within retraining noise" for a gap that is no larger than its floor, else the empty string.</summary>
    public static string Says(double gap, double floor) => Math.Abs(gap) <= floor ? "within retraining noise" : "";
}
