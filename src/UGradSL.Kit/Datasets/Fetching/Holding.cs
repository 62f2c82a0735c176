using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Unlearn;

/// <summary>What a cache holds of one data set.</summary>
/// <param name="Name">Of the <see cref="Source"/>.</param>
/// <param name="Title">As the field writes it.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Files">How many files, without what is half fetched.</param>
/// <param name="Bytes">Their sizes together.</param>
/// <param name="Sha256">Over all of them in the order of their paths: each path in UTF-8, a zero, the length as a little-endian u64, the bytes.</param>
/// <param name="State">"whole", "converted", "unfinished" (a fetch was stopped), or what is wrong or missing.</param>
/// <param name="Licence">Its licence or terms.</param>
/// <param name="Home">Where it comes from.</param>
public sealed record Holding(string Name, string Title, string Folder, int Files, long Bytes, string Sha256, string State, string Licence, string Home)
{
    // What a running or stopped fetch leaves beside the data.
    private static readonly string[] temporary = [".part", ".copying", ".unpacking", ".tmp", ".partial", ".journal", Sealing.Kept];

    /// <summary>All data sets of a cache, each file read; those of which nothing is there are left out.</summary>
    /// <param name="cache">Its folder, there or not.</param>
    /// <param name="onProgress">Told of each piece.</param>
    public static IEnumerable<Holding> Of(string cache, Action<FetchProgress>? onProgress = null) =>
        from source in Sources.All
        let folder = Path.Combine(Path.GetFullPath(cache), source.Name)
        where Directory.Exists(folder)
        select Of(source, folder, onProgress);

    private static Holding Of(Source source, string folder, Action<FetchProgress>? onProgress)
    {
        List<(string Path, FileInfo File)> files = [.. new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(f => (Path: Path.GetRelativePath(folder, f.FullName).Replace('\\', '/'), f))
            .Where(f => !f.Path.Split('/').Any(part => temporary.Any(part.EndsWith))).OrderBy(f => f.Path, StringComparer.Ordinal)];
        var meter = new ByteMeter("checking", source.Name, files.Sum(f => f.File.Length), onProgress);
        var hash = Hash(files, meter);
        return new(source.Name, source.Title, folder, files.Count, files.Sum(f => f.File.Length), hash, StateOf(source, folder), source.Licence, source.Home);
    }

    private static string StateOf(Source source, string folder)
    {
        var faults = source.Files.Select(f => (File: f, Fault: Placed.Fault(folder, f))).Where(f => f.Fault is not null && !f.File.Optional).ToList();
        if (faults.Count == 0) return "whole";
        var converted = Converters.Of(source) is not null;
        if (converted && Directory.EnumerateFiles(folder, $"{source.Name}-*.safetensors").Any()) return "converted";
        var begun = faults.Any(f => File.Exists(Path.Combine(folder, f.File.Name + ".part"))) || Directory.EnumerateFiles(folder, $"{source.Name}-*.partial").Any();
        return begun ? $"unfinished: ugradsl fetch {source.Name}{(converted ? " --from FOLDER" : "")} goes on" : faults[0].Fault!;
    }

    private static string Hash(List<(string Path, FileInfo File)> files, ByteMeter meter)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (piece, head) = (new byte[1 << 17], new byte[9]); // a zero and the length
        foreach (var (path, file) in files)
        {
            BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(1), file.Length);
            hash.AppendData(Encoding.UTF8.GetBytes(path));
            hash.AppendData(head);
            using var stream = file.OpenRead();
            for (int got; (got = stream.Read(piece)) > 0; meter.Add(got)) hash.AppendData(piece, 0, got);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
