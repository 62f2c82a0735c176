using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Unlearn;

/// <summary>
/// A study's folder. Runs that are done are kept under <c>partial/</c> as they finish, each file whole, so that an interrupted study goes
/// on where it stopped; <see cref="Finish"/> removes them. A run is found again only under the same settings, data, split and build.
/// </summary>
public sealed class RunStore
{
    private readonly string partial;

    /// <param name="folder">Made if it is not there.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public RunStore(string folder)
    {
        Folder = Path.GetFullPath(folder);
        partial = Path.Combine(Folder, "partial");
        try
        {
            Directory.CreateDirectory(partial);
            var trial = Path.Combine(partial, ".writable");
            File.WriteAllText(trial, "");
            File.Delete(trial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{folder}' cannot be written ({e.Message.TrimEnd('.')}): name another folder with --out, or change its permissions.", e);
        }
    }

    /// <summary>The folder, as a full path.</summary>
    public string Folder { get; }

    /// <summary>How many runs of an interrupted study are kept.</summary>
    public int Kept => Directory.Exists(partial) ? Directory.GetFiles(partial, "*.json").Length : 0;

    /// <summary>Keeps one run.</summary>
    public void Keep(Study study, Run run) =>
        WholeFile.Write(PathOf(study, run.Settings, run.Seed, run.Split) + ".json", stream => JsonSerializer.Serialize(stream, run, Json.Compact));

    /// <summary>Keeps a run and the network it left, weights first: a run without them is not found again where they are wanted.</summary>
    public void Keep(Study study, Run run, ForgetSplit split, Net net)
    {
        Checkpoint.Save(net, PathOf(study, run.Settings, run.Seed, run.Split) + ".safetensors", split, study.Training);
        Keep(study, run);
    }

    /// <summary>The run of <paramref name="method"/> kept by an earlier, interrupted call, or null.</summary>
    public Run? Find(Study study, Unlearner method, int seed, ForgetSplit split) => Read(PathOf(study, method, seed, split.Hash), method);

    /// <summary>The original's run, its weights put into <paramref name="original"/>, or null.</summary>
    public Run? FindOriginal(Study study, int seed, ForgetSplit split, Net original) => Find(study, null, seed, split, original);

    /// <summary>The run of <paramref name="method"/>, or the original's, with the weights it left put into <paramref name="net"/>; null where either was not kept.</summary>
    public Run? Find(Study study, Unlearner? method, int seed, ForgetSplit split, Net net)
    {
        var path = PathOf(study, method, seed, split.Hash);
        if (Read(path, method) is not { } run || !File.Exists(path + ".safetensors")) return null;
        Checkpoint.Load(net, path + ".safetensors", split);
        return run;
    }

    /// <summary>The study is done and written: nothing is left to go on with.</summary>
    public void Finish() => Directory.Delete(partial, recursive: true);

    private static Run? Read(string path, Unlearner? method)
    {
        if (!File.Exists(path + ".json")) return null;
        using var stream = File.OpenRead(path + ".json");
        return JsonSerializer.Deserialize<Run>(stream, Json.Compact)! with { Settings = method };
    }

    private string PathOf(Study study, Unlearner? method, int seed, string split)
    {
        string[] identity = [method?.ToString() ?? "Original", study.Training.ToString(), study.Meter.ToString(), $"{seed}", split,
            typeof(RunStore).Module.ModuleVersionId.ToString()];
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', identity))));
        return Path.Combine(partial, $"seed-{seed}-{method?.GetType().Name ?? "Original"}-{hash[..12]}");
    }
}
