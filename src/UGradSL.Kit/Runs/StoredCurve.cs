using System.Text.Json;

namespace Unlearn;

/// <summary>
/// The distance curves of stored pairs (<see cref="DistanceCurve"/>), kept in the pair's folder under a name that follows from method, split
/// and weights, point by point: stopped, the same question goes on after its last whole run; another α is one more run.
/// </summary>
public static class StoredCurve
{
    /// <summary>Runs what is not there yet.</summary>
    /// <param name="pair">Left as it is.</param>
    /// <param name="method">All settings but α.</param>
    /// <param name="alphas">0 and at least one below.</param>
    /// <param name="onStep">Called after each optimizer step; throw from it to stop.</param>
    /// <exception cref="ArgumentException">No α = 0, none below, or a setting outside its range.</exception>
    /// <exception cref="ArithmeticException">A run's loss is no finite number any more.</exception>
    /// <exception cref="InvalidDataException">A stored curve that is damaged.</exception>
    public static DistanceCurve Of(StoredPair pair, UGradSL method, IReadOnlyList<double> alphas, Action<double, Step>? onStep = null)
    {
        method = method with { Alpha = 0, AllowPositive = true };
        var path = $"{pair.PathOfAnswer("curve", $"{method.GetType().Name} {JsonSerializer.Serialize(method, method.GetType(), Json.Compact)}")}.json";
        var known = File.Exists(path) ? Read(path) : [];
        return DistanceCurve.Of(method, pair.Original, pair.Retrained, pair.Split, alphas, pair.Split.Seed ?? 0, [.. known], onStep: onStep, onPoint: curve =>
        {
            if (known.Contains(curve.Points[^1])) return;
            known.Add(curve.Points[^1]);
            WholeFile.Write(path, JsonSerializer.Serialize(known, Json.Indented));
        });
    }

    private static List<DistancePoint> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<List<DistancePoint>>(File.ReadAllText(path), Json.Indented) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is no stored curve ({e.Message.TrimEnd('.')}): delete it, and it is made again.", e);
        }
    }
}
