using System.Text.Json;

namespace Unlearn.Cli;

/// <summary>Plans as files.</summary>
internal static class PlanFile
{
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
