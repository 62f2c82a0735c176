namespace Unlearn;

/// <summary>
/// Unpacks what <paramref name="file"/> lists from an archive and passes over the rest: into a temporary folder beside, where each content
/// is checked, and from there by renaming. Whoever looks sees a content whole or not at all.
/// </summary>
/// <param name="file">What the archive holds.</param>
/// <param name="folder">The data set's folder.</param>
/// <param name="onProgress">Told of each piece.</param>
/// <param name="say">Takes a line that stays.</param>
internal sealed class Unpacking(SourceFile file, string folder, Action<FetchProgress>? onProgress, Action<string>? say)
{
    private const long Unknown = 64 << 20; // bytes of a content whose size nobody publishes
    private const long Other = 16 << 20;   // bytes of what is passed over: a readme, the headers of a tar
    private readonly Dictionary<UnpackedFile, (int Files, long Bytes)> taken = [];

    /// <summary>Unpacks <paramref name="archive"/>, whose own checksum was looked at by whoever calls.</summary>
    /// <exception cref="InvalidDataException">It is corrupt, would do harm, or does not hold what it should; nothing of it is kept.</exception>
    /// <exception cref="IOException">The disk is full; nothing of it is kept.</exception>
    public void Run(string archive)
    {
        var name = Path.GetFileName(archive);
        var temporary = Path.Combine(folder, $"{file.Name}.unpacking");
        Directory.CreateDirectory(folder);
        Clear(temporary); // what a killed call left
        try
        {
            Directory.CreateDirectory(temporary);
            Disk.Require(folder, file.Contents.Sum(c => c.Count is null ? c.Size ?? 0 : 0), $"Unpacking {name}");
            FileStream? opened = null;
            var meter = new ByteMeter("unpacking", name, new FileInfo(archive).Length, onProgress);
            Entries.Read(() => opened = File.OpenRead(archive), name, file.Contents.Sum(c => c.Size ?? Unknown) + Other, (path, content) =>
            {
                if (file.Contents.FirstOrDefault(c => Below(c, path) is not null) is { } wanted)
                    Take(wanted, Path.Combine(temporary, Below(wanted, path)!), content, $"{name}, entry '{Unpacked.Shown(path)}'", () => meter.Reach(opened!.Position));
            });
            foreach (var content in file.Contents)
                if (Placed.Fault(temporary, content) is { } fault && !(content.Optional && !taken.ContainsKey(content)))
                    throw new InvalidDataException($"{name}, entry '{content.Path}': {fault}. Nothing of it is kept; get the archive anew.");
            foreach (var content in taken.Keys) Placed.Move(temporary, folder, content, say);
        }
        catch (IOException e) when (Disk.IsFull(e))
        {
            throw Disk.Full(Path.Combine(folder, file.Name), $"{archive} is as it was.", e);
        }
        finally
        {
            Clear(temporary);
        }
    }

    /// <summary>Where the entry belongs, below the data set's folder, if it is (of) that content, in whatever folder of the archive; else null.</summary>
    private static string? Below(UnpackedFile content, string entry)
    {
        var at = $"/{entry}".IndexOf($"/{content.Path}{(content.Count is null ? "" : "/")}", StringComparison.Ordinal);
        if (at < 0) return null;
        return content.Count is not null || at + content.Path.Length == entry.Length ? entry[at..] : null;
    }

    private void Take(UnpackedFile content, string target, Stream from, string name, Action tell)
    {
        var (files, bytes) = taken.GetValueOrDefault(content);
        var most = content.Size ?? Unknown;
        if (files >= (content.Count ?? 1)) throw new InvalidDataException($"{name}: it is more than the {content.Count ?? 1} that belong to {content.Path}.");
        using var file = Create(target, name);
        var piece = new byte[1 << 17];
        for (int got; (got = from.Read(piece)) > 0; tell())
        {
            if ((bytes += got) > most) throw new InvalidDataException($"{name}: it unpacks to more than the {most:N0} bytes of {content.Path}.");
            file.Write(piece, 0, got);
        }
        taken[content] = (files + 1, bytes);
        tell();
    }

    private static FileStream Create(string target, string name)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            return new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or ArgumentException || (e is IOException io && !Disk.IsFull(io)))
        {
            throw new InvalidDataException($"{name}: it is there twice, or has a name that no file can have ({e.Message}).", e);
        }
    }

    private static void Clear(string temporary)
    {
        if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
    }
}
