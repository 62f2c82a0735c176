using System.Text.Json;

namespace Unlearn;

/// <summary>
/// A network's weights and statistics as one safetensors file, whose metadata holds the architecture, the split's hash and the training
/// settings as JSON. The names are PyTorch's.
/// </summary>
public static class Checkpoint
{
    /// <summary>Writes the file whole.</summary>
    public static void Save(Net net, string path, ForgetSplit split, TrainSettings settings)
    {
        using var scope = NewDisposeScope();
        SafeTensors.Save(path, net.state_dict(), new Dictionary<string, string>
        {
            ["architecture"] = net.ToString(),
            ["split"] = split.Hash,
            ["settings"] = JsonSerializer.Serialize(settings, Json.Compact),
        });
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
            throw new InvalidDataException($"{name} was trained on split {trainedOn}; this one is {split.Hash}: forget from the split it was trained on, or train again.");
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
