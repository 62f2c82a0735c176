namespace Unlearn;

/// <summary>Finds pictures in folders, and reads them.</summary>
internal static class PictureFiles
{
    // The largest picture of ImageNet has 15 MB.
    private const long MostBytes = 256 << 20;

    private static readonly string[] suffixes = [".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp"];

    /// <summary>Whether a file is taken for a picture: by its suffix, upper and lower case alike, unless its name begins with a dot.</summary>
    public static bool IsPicture(string name) =>
        suffixes.Contains(Path.GetExtension(name).ToLowerInvariant()) && !Path.GetFileName(name).StartsWith('.');

    /// <summary>The pictures below <paramref name="folder"/> at any depth, by their path.</summary>
    public static IReadOnlyList<FileInfo> Below(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(f => IsPicture(f.Name)).OrderBy(f => f.FullName, StringComparer.Ordinal)];

    /// <summary>The names of the folders in <paramref name="folder"/> that do not begin with a dot, in ordinal order.</summary>
    public static IReadOnlyList<string> FoldersIn(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Select(f => Path.GetFileName(f)!).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)];

    /// <summary>A picture that is a file of its own.</summary>
    public static RawImage Of(string root, FileInfo file, int label, ImagePart part) => new(
        Path.GetRelativePath(root, file.FullName).Replace(Path.DirectorySeparatorChar, '/'), label, part, file.Length, () => Read(file));

    /// <summary>Every picture of root/below/CLASS/…, labelled by the order of <paramref name="classNames"/>.</summary>
    /// <exception cref="InvalidDataException">A folder is none of the classes.</exception>
    public static IEnumerable<RawImage> ByClass(string root, string below, IReadOnlyList<string> classNames, ImagePart part)
    {
        var labels = classNames.Index().ToDictionary(c => c.Item, c => c.Index);
        foreach (var name in FoldersIn(Path.Combine(root, below)))
        {
            var folder = Path.Combine(root, below, name);
            if (!labels.TryGetValue(name, out var label))
                throw new InvalidDataException($"{folder} is none of the {classNames.Count} classes of the training part: name it as one of them ('{Nearest.Of(name, classNames)}'?), or move it away.");
            foreach (var file in Below(folder)) yield return Of(root, file, label, part);
        }
    }

    private static byte[] Read(FileInfo file)
    {
        if (new FileInfo(file.FullName).Length is var length and > MostBytes)
            throw new InvalidDataException($"{file.FullName} has {length:N0} bytes; a picture has {MostBytes:N0} at the most.");
        return File.ReadAllBytes(file.FullName);
    }

    /// <summary>Reads as many bytes as an archive declares, and no more.</summary>
    public static byte[] Read(Stream stream, long length, string place)
    {
        if (length > MostBytes) throw new InvalidDataException($"{place} declares {length:N0} bytes; a picture has {MostBytes:N0} at the most.");
        try
        {
            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"{place} cannot be unpacked to the {length:N0} bytes that the archive declares ({e.Message.TrimEnd('.')}): compare the archive's checksum, and copy it again.", e);
        }
    }
}
