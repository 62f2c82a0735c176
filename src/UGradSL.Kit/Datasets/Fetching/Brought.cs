using System.IO.Enumeration;

namespace Unlearn;

/// <summary>
/// What lies in a folder of the user's and the folders below it, or an archive of theirs: finds the files of a data set there, unpacked or
/// packed, and copies them whole. Links to folders are not followed. Copies, not hard links: a later edit of theirs must not change the data.
/// </summary>
internal sealed class Brought
{
    private readonly string from;
    private readonly bool isArchive;
    private readonly ILookup<string, string> files, folders; // by name, the shallowest first

    /// <summary>Looks through <paramref name="from"/> for everything that <paramref name="source"/> may be made of.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public Brought(string from, Source source)
    {
        this.from = Path.GetFullPath(from);
        isArchive = File.Exists(this.from);
        if (!isArchive && !Directory.Exists(this.from)) throw new FileNotFoundException($"--from {from}: there is no such folder and no such file.", from);
        var wanted = source.Files.SelectMany(f => (IEnumerable<string>)[.. Placed.Names(f), .. f.AlsoNamed, .. f.Contents.Select(c => Path.GetFileName(c.Path))]).ToHashSet();
        List<(string Path, bool IsFolder)> found = isArchive ? [(this.from, false)] : [.. new FileSystemEnumerable<(string, bool)>(
            this.from, (ref FileSystemEntry e) => (e.ToFullPath(), e.IsDirectory),
            new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref FileSystemEntry e) => wanted.Contains(e.FileName.ToString()),
            ShouldRecursePredicate = (ref FileSystemEntry e) => (e.Attributes & FileAttributes.ReparsePoint) == 0,
        }];
        var ordered = found.OrderBy(f => f.Path.Count(c => c == Path.DirectorySeparatorChar)).ThenBy(f => f.Path, StringComparer.Ordinal).ToList();
        files = ordered.Where(f => !f.IsFolder).ToLookup(f => Path.GetFileName(f.Path), f => f.Path);
        folders = ordered.Where(f => f.IsFolder).ToLookup(f => Path.GetFileName(f.Path), f => f.Path);
        IsOtherwiseNamed = isArchive && !wanted.Contains(Path.GetFileName(this.from));
    }

    private bool IsOtherwiseNamed { get; }

    /// <summary>Puts one file of the data set into <paramref name="folder"/>. Returns from where, or null if it is not there; <paramref name="passedOver"/> takes a line for each that has the right name and is not right.</summary>
    public string? Bring(SourceFile file, string folder, Action<FetchProgress>? onProgress, Action<string>? say, List<string> passedOver)
    {
        foreach (var path in Candidates(file))
        {
            var length = new FileInfo(path).Length;
            string? fault;
            if (file.Decoded is null && file.Checksum is not null && IsPublished(file, path) && length != (file.Size ?? length))
                fault = $"it has {length:N0} bytes, {file.Size:N0} are published";
            else if (file.Contents.Count == 0)
            {
                var name = Placed.Names(file).FirstOrDefault(n => n == Path.GetFileName(path), file.Name);
                fault = Copying.File(path, Path.Combine(folder, name), copy => Checksum.Fault(copy, file), new("copying", file.Name, length, onProgress));
            }
            else fault = Unpack(path);
            if (fault is null) return path;
            passedOver.Add($"{path}: {fault}");
        }
        return null;

        string? Unpack(string path)
        {
            var meter = new ByteMeter("checking", file.Name, new FileInfo(path).Length, onProgress);
            if (IsPublished(file, path) && Checksum.Fault(path, file, meter.Add) is { } wrong) return wrong;
            try
            {
                new Unpacking(file, folder, onProgress, say).Run(path);
                return null;
            }
            catch (InvalidDataException e)
            {
                return e.Message;
            }
        }
    }

    /// <summary>Puts the unpacked contents of a file of the data set into <paramref name="folder"/>, if all that it needs are there and right.</summary>
    public string? BringUnpacked(SourceFile file, string folder, Action<FetchProgress>? onProgress, Action<string>? say, List<string> passedOver)
    {
        if (file.Contents.Count == 0 || isArchive) return null;
        string? place = null;
        foreach (var content in file.Contents)
        {
            var found = Candidates(content).FirstOrDefault(path => Copying.Content(path, content, folder, onProgress, say, passedOver));
            if (found is null && !content.Optional) return null;
            place ??= found is null ? null : Path.GetDirectoryName(found);
        }
        return place;
    }

    /// <summary>Whether the published size and checksum are of this file, and not of another packing of the same.</summary>
    private static bool IsPublished(SourceFile file, string path) => file.Contents.Count == 0 || file.Name == Path.GetFileName(path);

    private IEnumerable<string> Candidates(SourceFile file) =>
        IsOtherwiseNamed ? [from] : Placed.Names(file).Concat(file.AlsoNamed).SelectMany(name => files[name]);

    /// <summary>By the whole path first. The name alone is enough where a checksum or a count can prove the rest.</summary>
    private IEnumerable<string> Candidates(UnpackedFile content)
    {
        var named = (content.Count is null ? files : folders)[Path.GetFileName(content.Path)];
        var whole = named.Where(p => p.EndsWith($"/{content.Path}", StringComparison.Ordinal)).ToList();
        return content.Checksum is null && content.Count is null ? whole : whole.Union(named);
    }
}
