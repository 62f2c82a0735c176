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
    public T Read<T>(string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(System.IO.File.ReadAllText(File(name)), Json.Indented) ?? throw new JsonException("it is empty");
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException or NotSupportedException)
        {
            throw new InvalidDataException($"{File(name)} cannot be read ({e.Message.TrimEnd('.')}): delete the folder {Address}, and the unit is done again.", e);
        }
    }

    /// <summary>Kind and settings, as they were when it was done.</summary>
    /// <exception cref="InvalidDataException">The file is not there, or damaged.</exception>
    public UnitKey Key
    {
        get
        {
            var stored = Read<JsonElement>(SettingsFile);
            return new(stored.GetProperty("kind").GetString()!, JsonSerializer.Serialize(stored.GetProperty("settings"), Json.Compact));
        }
    }

    /// <summary>What is wrong with its files, or null.</summary>
    internal string? Damage()
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

    /// <summary>Writes the manifest of a folder whose files are complete.</summary>
    internal static void Seal(string folder) =>
        WholeFile.Write(Path.Combine(folder, Manifest), JsonSerializer.Serialize(new SortedDictionary<string, string>(Names(folder).ToDictionary(n => n, n => FileHash.Of(Path.Combine(folder, n))), StringComparer.Ordinal)));

    private static List<string> Names(string folder) =>
        [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Where(name => name != Manifest).Order(StringComparer.Ordinal)];
}
