using System.Text.Json;

namespace Unlearn;

/// <summary>
/// Results of units of work, each a folder under its address: what is done is found again, by whoever asks with the same settings. A unit
/// is written beside its place and moved there whole, with a manifest of its files' SHA-256, so that several processes, on a shared folder
/// too, can work on one store: of two that did the same unit the second's result is dropped.
/// </summary>
public sealed class UnitStore
{
    private readonly string units, running, aside, declared;

    /// <param name="folder">Made if it is not there.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public UnitStore(string folder)
    {
        Folder = Path.GetFullPath(folder);
        (units, running, aside, declared) = (Path.Combine(Folder, "units"), Path.Combine(Folder, "running"), Path.Combine(Folder, "set-aside"), Path.Combine(Folder, "declared"));
        try
        {
            foreach (var part in (string[])[units, running]) Directory.CreateDirectory(part);
            var trial = Path.Combine(running, $".writable-{Environment.ProcessId}");
            File.WriteAllText(trial, "");
            File.Delete(trial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{folder}' cannot be written ({e.Message.TrimEnd('.')}): name another folder, or change its permissions.", e);
        }
    }

    /// <summary>The folder, as a full path.</summary>
    public string Folder { get; }

    /// <summary>Called with a sentence when a damaged unit is set aside.</summary>
    public Action<string>? OnDamage { get; init; }

    /// <summary>Every unit that is there, by address; unchecked.</summary>
    public IEnumerable<StoredUnit> All => Directory.GetDirectories(units).Order(StringComparer.Ordinal).Select(folder => new StoredUnit(folder));

    /// <summary>The unit if it is done and whole, else null. A damaged one is moved to <c>set-aside/</c>, under its address, and has to be done again.</summary>
    public StoredUnit? Find(UnitKey key)
    {
        var unit = new StoredUnit(PathOf(key));
        if (!Directory.Exists(unit.Folder)) return null;
        if (unit.Damage() is not { } damage) return unit;
        Directory.CreateDirectory(aside);
        var place = Path.Combine(aside, $"{key.Address}-{Guid.NewGuid():N}"[..25]);
        try
        {
            Directory.Move(unit.Folder, place);
        }
        catch (DirectoryNotFoundException)
        {
            return null; // another process has just set it aside
        }
        OnDamage?.Invoke($"{key} is damaged ({damage}): set aside as {Path.GetRelativePath(Folder, place)}, to be done again.");
        return null;
    }

    /// <summary>The unit whose address begins with <paramref name="address"/>; unchecked.</summary>
    /// <exception cref="ArgumentException">None, or several.</exception>
    public StoredUnit Named(string address) => new(One(address, Directory.GetDirectories(units, Prefix(address)), "unit is done"));

    /// <summary>Writes down what a unit is before it is done, so that its address alone says it to whoever is to do it.</summary>
    public void Declare(UnitKey key)
    {
        Directory.CreateDirectory(declared);
        WholeFile.Write(Path.Combine(declared, key.Address + ".json"), Text(key));
    }

    /// <summary>What a declared or finished unit is.</summary>
    /// <param name="address">Its first digits.</param>
    /// <exception cref="ArgumentException">None begins so, or several do.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or another version of the kit wrote it.</exception>
    public UnitKey KeyOf(string address)
    {
        if (!Directory.Exists(declared) || Directory.GetFiles(declared, Prefix(address)).Length == 0) return Named(address).Key;
        var path = One(address, Directory.GetFiles(declared, Prefix(address)), "unit is declared");
        var key = StoredUnit.Declared(path);
        return key.Address == Path.GetFileNameWithoutExtension(path) ? key
            : throw new InvalidDataException($"{path} says what has the address {key.Address} today: declare it again (ugradsl sweep PLAN --declare).");
    }

    /// <summary>The unit, found or done now.</summary>
    /// <param name="key">Which.</param>
    /// <param name="work">Writes the unit's files into the folder that it is given. What it throws leaves no trace of the unit.</param>
    public StoredUnit Do(UnitKey key, Action<string> work)
    {
        if (Find(key) is { } done) return done;
        var draft = Path.Combine(running, $"{key.Address}-{Environment.ProcessId}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(draft);
        try
        {
            work(draft);
            WholeFile.Write(Path.Combine(draft, StoredUnit.SettingsFile), Text(key));
            StoredUnit.Seal(draft);
            Directory.Move(draft, PathOf(key));
        }
        catch (IOException) when (Directory.Exists(draft) && Find(key) is not null)
        {
            Directory.Delete(draft, recursive: true); // another process was first
        }
        catch
        {
            if (Directory.Exists(draft)) Directory.Delete(draft, recursive: true);
            throw;
        }
        return Find(key) ?? throw new IOException($"{key} was written to {Folder} and cannot be read back: is the disk full or failing?");
    }

    /// <summary>The right to work on a unit while others work on the same store; null while another process has it. It ends with its holder's process.</summary>
    public IDisposable? TryClaim(UnitKey key)
    {
        try
        {
            var claim = new FileStream(Path.Combine(running, key.Address + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            foreach (var draft in Directory.GetDirectories(running, key.Address + "-*")) Directory.Delete(draft, recursive: true); // of a process that was killed
            return claim;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Where a unit that takes long keeps what it needs to be gone on with.</summary>
    public string StateOf(UnitKey key) => Path.Combine(running, key.Address + ".state.safetensors");

    private static string Text(UnitKey key) => $"{JsonSerializer.Serialize(new { key.Kind, UnitKey.Version, Settings = JsonDocument.Parse(key.Settings) }, Json.Indented)}\n";

    private static string Prefix(string address) => address.Length > 0 && address.All(char.IsAsciiHexDigitLower) ? address + "*"
        : throw new ArgumentException($"'{address}' is no address: the first digits of one are needed, 0 to 9 and a to f, as ugradsl runs lists them.");

    private string One(string address, string[] found, string what) => found.Length switch
    {
        1 => found[0],
        0 => throw new ArgumentException($"no {what} in {Folder} whose address begins with '{address}': ugradsl runs lists them."),
        _ => throw new ArgumentException($"{found.Length} units in {Folder} begin with '{address}': give more digits."),
    };

    private string PathOf(UnitKey key) => Path.Combine(units, key.Address);
}
