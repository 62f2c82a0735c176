using System.Text.Json;

namespace Unlearn;

/// <summary>
/// Probes of stored pairs. What is found is kept in the pair's folder under a name that follows from settings, split and weights: stopped,
/// the same question goes on after its last whole stage; answered, it is read and not measured again.
/// </summary>
public static class StoredProbe
{
    /// <summary>The whole network, or the block that <paramref name="settings"/> name.</summary>
    /// <param name="pair">Left as it is.</param>
    /// <param name="settings">Its weight decay should be the training's, <see cref="StoredPair.WeightDecay"/>.</param>
    /// <param name="onBatch">Called after each batch; throw from it to stop.</param>
    /// <exception cref="ArgumentException">A setting outside its range.</exception>
    /// <exception cref="ArithmeticException">Gradients or products that are no finite numbers.</exception>
    public static Probe Of(StoredPair pair, ProbeSettings settings, Action<ProbeStage>? onBatch = null) => Kept(pair, $"whole {JsonSerializer.Serialize(settings, Json.Compact)}",
        folder => new ProbeJournal(folder) { OnBatch = onBatch }, journal => GradientProbe.Measure(pair.Original, pair.Retrained, pair.Split, settings, journal: journal));

    /// <summary>The last layer alone, on the original's features, exactly.</summary>
    /// <param name="pair">Left as it is.</param>
    /// <param name="ridge">μ > 0.</param>
    public static Probe HeadOnly(StoredPair pair, double ridge) => Kept(pair, $"head {ridge:R}", folder => new ProbeJournal(folder), _ => GradientProbe.HeadOnly(pair.Original, pair.Split, ridge));

    private static Probe Kept(StoredPair pair, string question, Func<string, ProbeJournal> open, Func<ProbeJournal, Probe> measure)
    {
        var name = pair.PathOfAnswer("probe", question);
        var answer = $"{name}.json";
        if (File.Exists(answer)) return Read(answer);
        var journal = open(name);
        var probe = measure(journal);
        WholeFile.Write(answer, stream => JsonSerializer.Serialize(stream, probe, Json.Compact));
        journal.Finish();
        return probe;
    }

    private static Probe Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<Probe>(stream, Json.Compact) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is no stored probe ({e.Message.TrimEnd('.')}): delete it, and it is measured again.", e);
        }
    }
}
