using System.Text.Json;

namespace Unlearn;

/// <summary>A unit of a store in a line: what it is, when and from which code, and whether a command would still find it.</summary>
/// <param name="Address">Under which the store keeps it.</param>
/// <param name="Kind">"run", "original", "tuning".</param>
/// <param name="What">Data, network, seed and method of a run; of another kind its data and network, as far as its settings name them.</param>
/// <param name="Forgotten">Who was forgotten, in words; empty for another kind.</param>
/// <param name="Scores">Of a run.</param>
/// <param name="Date">When it ended; null for another kind than a run.</param>
/// <param name="Commit">Of the kit that made it.</param>
/// <param name="Bytes">What its files take.</param>
/// <param name="State"><see cref="Good"/>, or why it is stale or damaged.</param>
public sealed record RunLine(string Address, string Kind, string What, string Forgotten, Scores? Scores, string? Date, string? Commit, long Bytes, string State)
{
    /// <summary>The state of a unit that is whole and would be found.</summary>
    public const string Good = "good";

    /// <summary>Reads the unit and checks its sums; a damaged one is told, not moved.</summary>
    public static RunLine Of(StoredUnit unit)
    {
        var bytes = Directory.GetFiles(unit.Folder).Sum(path => new FileInfo(path).Length);
        try
        {
            var (key, state) = (unit.Key, unit.Damage() is { } damage ? $"damaged: {damage}" : unit.Stale() is { } stale ? $"stale: {stale}" : Good);
            if (key.Kind != SweepUnit.Kind) return new(unit.Address, key.Kind, Words(key), "", null, null, null, bytes, state);
            var result = Sweep.Result(unit);
            return new(unit.Address, key.Kind, $"{result.Unit}", result.Description, result.Scores, result.Environment.Date, result.Environment.Commit, bytes, state);
        }
        catch (InvalidDataException e)
        {
            return new(unit.Address, "?", "", "", null, null, null, bytes, $"damaged: {e.Message}");
        }
    }

    private static string Words(UnitKey key)
    {
        var settings = JsonDocument.Parse(key.Settings).RootElement;
        string? Name(string of) => !settings.TryGetProperty(of, out var part) ? null
            : part.ValueKind == JsonValueKind.String ? part.GetString() : part.TryGetProperty("name", out var name) ? name.GetString() : null;
        string? Method() => settings.TryGetProperty("method", out var m) && m.ValueKind == JsonValueKind.Object && settings.TryGetProperty("own", out var own) ? own.GetString()?.Split(' ')[0] : null;
        // A data set that is known by its hash alone has none that a person would know.
        var data = Name("data") is { Length: < 40 } named ? named : null;
        return string.Join(" · ", ((string?[])[data, Name("network")?.Split('(')[0], settings.TryGetProperty("seed", out var seed) ? $"seed {seed}" : null, Method()]).OfType<string>());
    }
}
