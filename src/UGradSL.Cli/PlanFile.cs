using System.Text.Json;

namespace Unlearn.Cli;

/// <summary>Plans as files.</summary>
internal static class PlanFile
{
    /// <summary>What a plan of experiments is.</summary>
    public const string Parts = "a JSON array of experiments with name, data, network, forgettings, training, seeds and methods";

    /// <summary>Reads experiments, with a preset's methods where one is named.</summary>
    /// <exception cref="InvalidDataException">It is no such plan.</exception>
    public static List<Experiment> Experiments(string path, string? preset)
    {
        var plan = Read<List<Experiment>>(path, "plan", $"A plan is {Parts}.", plan => plan.ForEach(experiment => experiment.Check()));
        return preset is null ? plan : [.. plan.Select(e => e.With(TunedPreset.Read(preset)))];
    }

    /// <summary>Reads one.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="kind">What it should be: "plan".</param>
    /// <param name="parts">What it needs, in a sentence.</param>
    /// <param name="check">Refuses settings outside their range; what it finds missing (null) makes the file no plan.</param>
    /// <exception cref="InvalidDataException">It is no such plan.</exception>
    public static T Read<T>(string path, string kind, string parts, Action<T>? check = null)
    {
        try
        {
            var plan = JsonSerializer.Deserialize<T>(File.ReadAllText(path), Json.Indented) ?? throw new JsonException("it is empty");
            check?.Invoke(plan);
            return plan;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or NullReferenceException)
        {
            throw new InvalidDataException($"{path} is no {kind}: {e.Message.TrimEnd('.')}. {parts}", e);
        }
    }
}
