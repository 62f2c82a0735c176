using System.Text.Json;

namespace Unlearn;

/// <summary>One setting tried.</summary>
/// <param name="Settings">The method.</param>
/// <param name="Scores">On validation samples; null where it failed.</param>
/// <param name="Gap">Average gap to the retrained network, percent points; infinite where it failed.</param>
/// <param name="Failure">Why there are no scores.</param>
public sealed record Trial(Unlearner Settings, Scores? Scores, double Gap, string? Failure);

/// <summary>The best of a method's trials.</summary>
/// <param name="Method">The record's name.</param>
/// <param name="Space">What could be chosen.</param>
/// <param name="Settings">With the smallest gap; of several, the first.</param>
/// <param name="Gap">Its gap, percent points.</param>
/// <param name="Retrained">What it was measured by, on validation samples.</param>
/// <param name="Trials">All of them, in order.</param>
public sealed record Tuned(string Method, SearchSpace Space, Unlearner Settings, double Gap, Scores Retrained, IReadOnlyList<Trial> Trials);

/// <summary>The tuned settings of every method for one data set, network, scenario and scale; nothing in it comes from a test set.</summary>
/// <param name="Data">The set's name.</param>
/// <param name="Network">Architecture and settings, as it prints.</param>
/// <param name="Scenario">How D_f is chosen, as it prints.</param>
/// <param name="Scale">In words or letters: "embedded", "full".</param>
/// <param name="Tuner">How they were chosen.</param>
/// <param name="Methods">One a method.</param>
public sealed record TunedPreset(string Data, string Network, string Scenario, string Scale, Tuner Tuner, IReadOnlyList<Tuned> Methods)
{
    /// <summary>Data, network, scenario and scale as a file name in small letters.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string FileName => string.Join('-', string.Concat($"{Data} {Network.Split('(')[0]} {Scenario} {Scale}".ToLowerInvariant()
        .Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries)) + ".json";

    /// <summary>
    /// Writes it into <paramref name="folder"/> under <see cref="FileName"/>, whole or not at all. Where a preset of the same tuner lies there,
    /// its settings of methods that this one lacks stay.
    /// </summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        var whole = this with { Methods = [.. Earlier(path).Where(m => Methods.All(mine => mine.Method != m.Method)), .. Methods] };
        WholeFile.Write(path, stream => JsonSerializer.Serialize(stream, whole, Json.Indented));
    }

    private IReadOnlyList<Tuned> Earlier(string path)
    {
        try
        {
            return File.Exists(path) && Read(path) is var earlier && earlier.Tuner == Tuner ? earlier.Methods : [];
        }
        catch (InvalidDataException) // nothing of it can be kept
        {
            return [];
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">No such preset, or a damaged one.</exception>
    public static TunedPreset Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<TunedPreset>(File.ReadAllText(path), Json.Indented) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} is no preset: {e.Message} Tune again, or take it from the repository.", e);
        }
    }

    /// <summary>The tuned settings of a method.</summary>
    /// <exception cref="ArgumentException">It was not tuned here.</exception>
    public Unlearner Of(string method) => Methods.FirstOrDefault(m => m.Method.Equals(method, StringComparison.OrdinalIgnoreCase))?.Settings
        ?? throw new ArgumentException($"{FileName} has no settings for {method}; it has {string.Join(", ", Methods.Select(m => m.Method))}: tune it with the same budget.");
}
