using System.Text.Json;

namespace Unlearn;

/// <summary>
/// What a probe has found so far, a file a stage in one folder, each written whole: stopped at any moment and measured again with the
/// same journal, the probe goes on after the last whole stage and ends with the same numbers. A folder belongs to one question, that is
/// to two networks, one split and one <see cref="ProbeSettings"/>: whoever names it sees to that.
/// </summary>
/// <param name="folder">Made when the first stage is kept. A stage takes 8 bytes a parameter for each vector, some 6 vectors a damping.</param>
public sealed class ProbeJournal(string folder)
{
    private ProbeStage now = new("checks", 0);

    /// <summary>Called after each batch that goes through a network. Throw from it to stop.</summary>
    public Action<ProbeStage>? OnBatch { get; init; }

    /// <summary>Removes what was kept, once the probe itself is.</summary>
    public void Finish()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    internal void Batch() => OnBatch?.Invoke(now = now with { Batches = now.Batches + 1 });

    /// <summary>The stage of that name from its file, or else done and kept. Its tensors are no scope's.</summary>
    internal KeptStage Do(string name, Func<KeptStage> work)
    {
        now = new(name, 0);
        var path = Path.Combine(folder, name.Replace(' ', '-') + ".safetensors");
        if (File.Exists(path)) return Read(path);
        var stage = work();
        Directory.CreateDirectory(folder);
        SafeTensors.Save(path, stage.Tensors.Index().ToDictionary(t => $"{t.Index:D2}", t => t.Item), new Dictionary<string, string>
        {
            ["facts"] = stage.Facts,
            ["cost"] = JsonSerializer.Serialize(stage.Cost),
        });
        return stage;
    }

    private static KeptStage Read(string path)
    {
        var (tensors, metadata) = SafeTensors.Load(path);
        if (!metadata.TryGetValue("facts", out var facts) || !long.TryParse(metadata.GetValueOrDefault("cost"), out var cost))
            throw new InvalidDataException($"{path} is no stage of a probe: delete it, and it is measured again.");
        return new([.. tensors.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => t.Value)], facts, cost);
    }
}

/// <summary>Where a probe stands.</summary>
/// <param name="Name">"gradients", "damping 0.01 b": what is being measured.</param>
/// <param name="Batches">That have gone through a network in this stage.</param>
public readonly record struct ProbeStage(string Name, long Batches)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} · {Batches:N0} batches";
}

/// <summary>What a stage of a probe leaves.</summary>
/// <param name="Tensors">Vectors, in order.</param>
/// <param name="Facts">Numbers, as JSON.</param>
/// <param name="Cost">In gradients of one sample.</param>
internal sealed record KeptStage(IReadOnlyList<Tensor> Tensors, string Facts = "null", long Cost = 0);
