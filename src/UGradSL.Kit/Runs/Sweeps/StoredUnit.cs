using System.Text.Json;

namespace Unlearn;

/// <summary>A unit's files in a <see cref="UnitStore"/>.</summary>
/// <param name="Folder">Its full path; its last part is the unit's address.</param>
public sealed record StoredUnit(string Folder)
{
    internal const string SettingsFile = "unit.json", Manifest = "manifest.json";

    /// <summary>The unit's address.</summary>
    public string Address => Path.GetFileName(Folder);

    /// <summary>The full path of one of its files.</summary>
    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>One of its JSON files.</summary>
    /// <exception cref="InvalidDataException">It is not there, or not of that type.</exception>
    public T Read<T>(string name) => ReadFile<T>(File(name), $"delete the folder {Address}, and the unit is done again");

    /// <summary>Kind and settings, as they were when it was done.</summary>
    /// <exception cref="InvalidDataException">The file is not there, or damaged.</exception>
    public UnitKey Key => KeyIn(Read<JsonElement>(SettingsFile));

    /// <summary>
    /// Why no command asks for it any more, or null: other code made it (<see cref="UnitKey.Version"/>), or its settings have another address
    /// today, as when a default changed its meaning. What it holds is still true of the code that made it.
    /// </summary>
    /// <exception cref="InvalidDataException">Its settings cannot be read.</exception>
    public string? Stale()
    {
        var stored = Read<JsonElement>(SettingsFile);
        var (version, key) = (stored.GetProperty("version").GetInt32(), KeyIn(stored));
        if (version != UnitKey.Version) return $"made by version {version} of the numbers, which is {UnitKey.Version} now";
        var today = key.Kind == SweepUnit.Kind ? SweepUnit.Of(key).Key : key;
        return today.Address == Address ? null : $"its settings have the address {today.Address} today";
    }

    /// <summary>What is wrong with its files, or null.</summary>
    public string? Damage()
    {
        try
        {
            var sums = JsonSerializer.Deserialize<SortedDictionary<string, string>>(System.IO.File.ReadAllText(File(Manifest)));
            var files = Names(Folder);
            if (sums is null || !files.ToHashSet().SetEquals(sums.Keys)) return $"it has the files {string.Join(", ", files)}, its manifest names {string.Join(", ", sums?.Keys.AsEnumerable() ?? [])}";
            return files.FirstOrDefault(name => FileHash.Of(File(name)) != sums[name]) is { } changed ? $"{changed} is not what was written" : null;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return $"its manifest cannot be read: {e.Message.TrimEnd('.')}";
        }
    }

    /// <summary>What a unit is that was written down before it is done (<see cref="UnitStore.Declare"/>).</summary>
    internal static UnitKey Declared(string path) => KeyIn(ReadFile<JsonElement>(path, "delete it, and declare the unit again"));

    private static UnitKey KeyIn(JsonElement stored) => new(stored.GetProperty("kind").GetString()!, JsonSerializer.Serialize(stored.GetProperty("settings"), Json.Compact));

    private static T ReadFile<T>(string path, string remedy)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(System.IO.File.ReadAllText(path), Json.Indented) ?? throw new JsonException("it is empty");
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException or NotSupportedException)
        {
            throw new InvalidDataException($"{path} cannot be read ({e.Message.TrimEnd('.')}): {remedy}.", e);
        }
    }

    /// <summary>Writes the manifest of a folder whose files are complete.</summary>
    internal static void Seal(string folder) =>
        WholeFile.Write(Path.Combine(folder, Manifest), JsonSerializer.Serialize(new SortedDictionary<string, string>(Names(folder).ToDictionary(n => n, n => FileHash.Of(Path.Combine(folder, n))), StringComparer.Ordinal)));

    private static List<string> Names(string folder) =>
        [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Where(name => name != Manifest).Order(StringComparer.Ordinal)];
}
