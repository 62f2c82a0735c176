using System.Security.Cryptography;
using System.Text;

namespace Unlearn;

/// <summary>
/// An original and its retrained network as <c>ugradsl train NAME --out FOLDER</c> and the same with <c>--retrain</c> leave them, or a sweep
/// in its store, with the data and the split, all made again from the files alone.
/// </summary>
public sealed class StoredPair : IDisposable
{
    /// <summary>Raised whenever an answer comes to hold another thing, so that older files are not taken for one.</summary>
    private const int Format = 2;

    private StoredPair(string folder, (string Original, string Retrained) files, Origin origin, TrainSettings training, Dataset data, ForgetSplit split, Net original, Net retrained) =>
        (Folder, Files, Origin, Training, Data, Split, Original, Retrained) = (folder, files, origin, training, data, split, original, retrained);

    /// <summary>Where it lies, and what is found out about it is kept.</summary>
    public string Folder { get; }

    /// <summary>Data and network by name.</summary>
    public Origin Origin { get; }

    /// <summary>How both were trained.</summary>
    public TrainSettings Training { get; }

    /// <summary>The data that were taken.</summary>
    public Dataset Data { get; }

    /// <summary>Who is forgotten.</summary>
    public ForgetSplit Split { get; }

    /// <summary>Trained on D_tr.</summary>
    public Net Original { get; }

    /// <summary>Trained on D_r.</summary>
    public Net Retrained { get; }

    /// <summary>The weights' files.</summary>
    public (string Original, string Retrained) Files { get; }

    /// <summary>μ as SGD applies it; 0 for an optimizer whose decay is no term of the risk.</summary>
    public double WeightDecay => Training.Optimizer is Sgd sgd ? sgd.WeightDecay : 0;

    /// <summary>Reads the folder; the caller disposes the pair.</summary>
    /// <exception cref="FileNotFoundException">One of the two is not there, or the data are not in the cache.</exception>
    /// <exception cref="InvalidDataException">A damaged file, one of an earlier version, or two that do not belong together.</exception>
    public static StoredPair Open(string folder)
    {
        foreach (var (kind, flag) in ((string, string)[])[("original", ""), ("retrained", " --retrain")])
            if (!File.Exists(PathOf(folder, kind)))
                throw new FileNotFoundException($"{folder} has no {kind}.safetensors: ugradsl train NAME{flag} --out {folder} makes it, with the settings of the other.");
        return Open(folder, (PathOf(folder, "original"), PathOf(folder, "retrained")));
    }

    /// <summary>The pair that a sweep has left: the network retrained in a unit, and its original. What is found out is kept in the store, beside the units.</summary>
    /// <param name="store">Where the units are.</param>
    /// <param name="retrain">A unit of <see cref="Retrain"/>.</param>
    /// <exception cref="FileNotFoundException">One of the two is not done.</exception>
    public static StoredPair Open(UnitStore store, SweepUnit retrain)
    {
        string File(SweepUnit unit) => store.Find(unit.Key)?.File(Sweep.WeightsFile)
            ?? throw new FileNotFoundException($"{unit} is not in {store.Folder}: sweep it with its Retrain first.");
        var folder = Path.Combine(store.Folder, "probes", retrain.Key.Address);
        Directory.CreateDirectory(folder);
        return Open(folder, (File(retrain with { Method = null }), File(retrain)));
    }

    private static StoredPair Open(string folder, (string Original, string Retrained) files)
    {
        var (first, second) = (Checkpoint.OriginOf(files.Original), Checkpoint.OriginOf(files.Retrained));
        if (first != second)
            throw new InvalidDataException($"{folder}: the original is {first.Origin}, {first.Settings}; the retrained network is {second.Origin}, {second.Settings}. Train both with the same settings.");
        Dataset? data = null;
        Net? original = null, retrained = null;
        try
        {
            data = first.Origin.Data.Load();
            var split = Checkpoint.SplitOf(files.Original, data);
            (original, retrained) = (first.Origin.Network.For(data), first.Origin.Network.For(data));
            Checkpoint.Load(original, files.Original, split);
            Checkpoint.Load(retrained, files.Retrained, split);
            return new(folder, files, first.Origin, first.Settings, data, split, original, retrained);
        }
        catch
        {
            retrained?.Dispose();
            original?.Dispose();
            data?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Retrained.Dispose();
        Original.Dispose();
        Data.Dispose();
    }

    /// <summary>"runs/0: cifar10, resnet18, width 16, forget class 3 (cat), seed 0".</summary>
    public override string ToString() => $"{Folder}: {Origin.Data}, {Origin.Network}, forget {Split.Description}, seed {Split.Seed}";

    /// <summary>Where the answer to a question about this pair is kept, without an ending: the name follows from question, split and weights.</summary>
    internal string PathOfAnswer(string kind, string question) => Path.Combine(Folder,
        $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Format}\n{question}\n{Split.Hash}\n{FileHash.Of(Files.Original)}\n{FileHash.Of(Files.Retrained)}")))[..12]}");

    private static string PathOf(string folder, string kind) => Path.Combine(folder, $"{kind}.safetensors");
}
