namespace Unlearn;

/// <summary>Contents in their place: whether they are right, and how they come there.</summary>
internal static class Placed
{
    /// <summary>Why the content below <paramref name="folder"/> is not right; null if it is. A folder is right by the number of its files.</summary>
    public static string? Fault(string folder, UnpackedFile content, Action<int>? read = null)
    {
        var path = Path.Combine(folder, content.Path);
        if (content.Count is not { } wanted) return File.Exists(path) ? Checksum.Fault(path, content.Checksum, content.Size, read) : "it is missing";
        if (!Directory.Exists(path)) return "it is missing";
        var (files, bytes) = (0, 0L);
        foreach (var file in new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories)) (files, bytes) = (files + 1, bytes + file.Length);
        return files != wanted ? $"it has {files:N0} files, {wanted:N0} are published"
            : bytes > content.Size ? $"it has {bytes:N0} bytes, {content.Size:N0} is the most that belong there" : null;
    }

    /// <summary>Why what is in the cache of a file is not right; null if it is. Optional contents need not be there.</summary>
    public static string? Fault(string folder, SourceFile file, Action<int>? read = null)
    {
        if (file.Contents.Count > 0)
            return file.Contents.Where(c => !c.Optional).Select(c => Fault(folder, c, read) is { } fault ? $"{c.Path}: {fault}" : null).FirstOrDefault(f => f is not null);
        var there = Names(file).Select(n => Path.Combine(folder, n)).Where(File.Exists).ToList();
        return there.Count == 0 ? $"{file.Name}: it is missing"
            : there.Select(p => Checksum.Fault(p, file, read)).ToList() is var faults && faults.Contains(null) ? null : $"{file.Name}: {faults[0]}";
    }

    /// <summary>The names under which a file that is data itself may lie: a gzipped one unpacked too.</summary>
    public static IEnumerable<string> Names(SourceFile file) =>
        file.Decoded is not null && file.Name.EndsWith(".gz", StringComparison.Ordinal) ? [file.Name, file.Name[..^3]] : [file.Name];

    /// <summary>Renames a checked content into the data set's folder. What stands there and is wrong gives way: a file is replaced, a folder set aside.</summary>
    public static void Move(string temporary, string folder, UnpackedFile content, Action<string>? say)
    {
        var (from, to) = (Path.Combine(temporary, content.Path), Path.Combine(folder, content.Path));
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        if (content.Count is null)
        {
            File.Move(from, to, overwrite: true);
            return;
        }
        if (Directory.Exists(to))
        {
            var aside = Enumerable.Range(1, int.MaxValue).Select(i => $"{to}.wrong{i}").First(p => !Path.Exists(p));
            Directory.Move(to, aside);
            say?.Invoke($"{to} was not right ({Fault(Path.GetDirectoryName(aside)!, content with { Path = Path.GetFileName(aside) })}): it was set aside as {aside}.");
        }
        Directory.Move(from, to);
    }
}
