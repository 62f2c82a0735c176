using System.Globalization;
using System.Text.Json;

namespace Unlearn;

/// <summary>
/// A network's weights and statistics as one safetensors file, whose metadata holds the architecture, the training settings as JSON, and the
/// split: its hash, and how it was made (<see cref="Forgetting"/> as JSON, and the seed). The names are PyTorch's.
/// </summary>
public static class Checkpoint
{
    /// <summary>Writes the file whole.</summary>
    /// <param name="net">The network.</param>
    /// <param name="path">Where to.</param>
    /// <param name="split">What it was trained on.</param>
    /// <param name="settings">How.</param>
    /// <param name="origin">What it was built from, so that whoever has the file alone can load the data and build it again; null: not known.</param>
    public static void Save(Net net, string path, ForgetSplit split, TrainSettings settings, Origin? origin = null)
    {
        using var scope = NewDisposeScope();
        var metadata = new Dictionary<string, string>
        {
            ["architecture"] = net.ToString(),
            ["split"] = split.Hash,
            ["settings"] = JsonSerializer.Serialize(settings, Json.Compact),
        };
        if (split is { Forgetting: { } forgetting, Seed: { } seed })
            (metadata["forgetting"], metadata["seed"]) = (JsonSerializer.Serialize(forgetting, Json.Compact), seed.ToString(CultureInfo.InvariantCulture));
        if (origin is not null) metadata["origin"] = JsonSerializer.Serialize(origin, Json.Compact);
        SafeTensors.Save(path, net.state_dict(), metadata);
    }

    /// <summary>The split that the file's network was trained on, made again from <paramref name="data"/> and found to be the same.</summary>
    /// <exception cref="InvalidDataException">A truncated or foreign file, one that does not say how its split was made, or data that give another split.</exception>
    public static ForgetSplit SplitOf(string path, Dataset data)
    {
        using var scope = NewDisposeScope();
        var (name, metadata) = (Path.GetFileName(path), SafeTensors.Load(path).Metadata);
        if (Stored(name, metadata) is not { } stored)
            throw new InvalidDataException($"{name} does not say how its split was made, only its hash ({metadata.GetValueOrDefault("split", "none")}): make the split as it was made then.");
        var split = stored.Forgetting.Split(data, stored.Seed);
        var trainedOn = metadata.GetValueOrDefault("split", "none");
        // A network whose settings are chosen is trained on the same D_r and D_f, tested on validation samples.
        return split.Hash == trainedOn ? split : split.OnValidation is { } choosing && choosing.Hash == trainedOn ? choosing
            : throw new InvalidDataException($"{name} was trained on split {trainedOn}; {stored.Forgetting} with seed {stored.Seed} gives {split.Hash} of {data.Name}: load the data it was trained on.");
    }

    /// <summary>What the file's network was built from, and how it was trained.</summary>
    /// <exception cref="InvalidDataException">A truncated or foreign file, or one that does not say.</exception>
    public static (Origin Origin, TrainSettings Settings) OriginOf(string path)
    {
        using var scope = NewDisposeScope();
        var (name, metadata) = (Path.GetFileName(path), SafeTensors.Load(path).Metadata);
        T Read<T>(string key)
        {
            try
            {
                if (metadata.TryGetValue(key, out var json) && JsonSerializer.Deserialize<T>(json, Json.Compact) is { } read) return read;
            }
            catch (Exception e) when (e is JsonException or NotSupportedException)
            {
                throw new InvalidDataException($"{path}: its {key} cannot be read ({e.Message.TrimEnd('.')}); update the kit, or take another copy of the file.", e);
            }
            throw new InvalidDataException($"{path} does not say its {key}: train it again with this version of ugradsl train, which stores the names of data and network in {name}.");
        }
        return (Read<Origin>("origin"), Read<TrainSettings>("settings"));
    }

    /// <summary>How the split was made, or null where the file does not say, as earlier ones do not.</summary>
    private static (Forgetting Forgetting, int Seed)? Stored(string name, IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue("forgetting", out var json) || !metadata.TryGetValue("seed", out var seed)) return null;
        try
        {
            if (JsonSerializer.Deserialize<Forgetting>(json, Json.Compact) is { } forgetting && int.TryParse(seed, CultureInfo.InvariantCulture, out var number))
                return (forgetting, number);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"{name}: how its split was made cannot be read ({e.Message.TrimEnd('.')}); update the kit, or take another copy of the file.", e);
        }
        throw new InvalidDataException($"{name}: how its split was made cannot be read ('{json}', seed '{seed}'); take another copy of the file.");
    }

    /// <summary>Puts the file's weights into <paramref name="net"/>; when anything is wrong, the network stays as it was.</summary>
    /// <exception cref="InvalidDataException">
    /// A truncated or foreign file, another architecture, a missing, extra or misshapen tensor, or a network trained on another split.
    /// </exception>
    public static void Load(Net net, string path, ForgetSplit split)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (tensors, metadata) = SafeTensors.Load(path);
        var name = Path.GetFileName(path);
        var trainedOn = metadata.GetValueOrDefault("split", "none");
        if (trainedOn != split.Hash)
        {
            var how = Stored(name, metadata) is { } stored ? $" ({stored.Forgetting}, seed {stored.Seed})" : "";
            throw new InvalidDataException($"{name} was trained on split {trainedOn}{how}; this one is {split.Hash}: forget from the split it was trained on, or train again.");
        }
        if (metadata.GetValueOrDefault("architecture") is { } architecture && architecture != net.ToString())
            throw new InvalidDataException($"{name} holds {architecture}; this network is {net}: build it alike.");

        var mine = net.state_dict();
        if (mine.Keys.Except(tensors.Keys).FirstOrDefault() is { } missing) throw new InvalidDataException($"{name} has no tensor '{missing}' of {net}.");
        if (tensors.Keys.Except(mine.Keys).FirstOrDefault() is { } extra) throw new InvalidDataException($"{name} has a tensor '{extra}' that {net} has not.");
        foreach (var (key, tensor) in tensors)
            if (!tensor.shape.SequenceEqual(mine[key].shape))
                throw new InvalidDataException($"{name}: '{key}' is [{string.Join(", ", tensor.shape)}]; {net} needs [{string.Join(", ", mine[key].shape)}].");
        foreach (var (key, tensor) in tensors) mine[key].copy_(tensor);
    }
}
