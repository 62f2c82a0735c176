using System.IO.Compression;

namespace Unlearn;

/// <summary>Reads CelebA's three lists and finds its pictures, in the order of list_eval_partition.txt.</summary>
internal static class CelebALists
{
    private const string Pictures = "img_align_celeba";

    /// <summary>All of it; the caller disposes it.</summary>
    /// <exception cref="FileNotFoundException">A list, or all pictures, or one picture is missing.</exception>
    /// <exception cref="InvalidDataException">A list is wrong, or they do not fit each other.</exception>
    public static ImageList Read(string from)
    {
        string List(string name) => Find(from, name) ?? throw new FileNotFoundException(
            $"{name} is neither in {Path.GetFullPath(from)} nor below it. CelebA is img_align_celeba.zip (or its folder), list_attr_celeba.txt, "
            + $"identity_CelebA.txt and list_eval_partition.txt from {CelebA.Source.Home}: give the folder that has them.", name);
        var (attributes, identities, parts) = (List("list_attr_celeba.txt"), List("identity_CelebA.txt"), List("list_eval_partition.txt"));
        var smiles = Smiles(attributes);
        var people = Column(identities, 1, int.MaxValue);
        var partOf = Column(parts, 0, 2);
        var (open, archive) = Opener(from);
        try
        {
            string[] names = [.. partOf.Keys.Order(StringComparer.Ordinal)];
            int Of(Dictionary<string, int> column, string list, string name) =>
                column.TryGetValue(name, out var value) ? value : throw new InvalidDataException($"{list} does not have {name}, which {parts} has; take both from one source.");
            return new(CelebA.Source.Title, Path.GetFullPath(from), CelebA.ClassNames,
                [.. names.Select(name => open(name, Of(smiles, attributes, name), (ImagePart)partOf[name]))])
            {
                Archive = archive,
                Annotations = new Dictionary<string, Annotation>
                {
                    [ImageFile.Part] = new([.. names.Select(name => (long)partOf[name])], ["train", "validation", "test"]),
                    [CelebA.Identity] = new([.. names.Select(name => (long)Of(people, identities, name))]),
                },
            };
        }
        catch
        {
            archive?.Dispose();
            throw;
        }
    }

    private static string? Find(string from, string name) => !Directory.Exists(from) ? null
        : Directory.EnumerateFiles(from, name, SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault();

    private static Dictionary<string, int> Column(string path, int lowest, int highest)
    {
        var column = new Dictionary<string, int>();
        foreach (var (line, words) in TextLines.Read(path, 0, 2))
            if (!column.TryAdd(words[0], TextLines.Number(path, line, words[1], lowest, highest)))
                throw TextLines.Wrong(path, line, $"{words[0]} is there twice");
        return column;
    }

    /// <summary>The column "Smiling": −1 or 1. The first line is the count, the second the 40 names.</summary>
    private static Dictionary<string, int> Smiles(string path)
    {
        var names = File.ReadLines(path).ElementAtOrDefault(1)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (Array.IndexOf(names, "Smiling") is not (>= 0 and var column)) throw TextLines.Wrong(path, 2, "the names of the attributes are due, with 'Smiling'");
        var smiles = new Dictionary<string, int>();
        foreach (var (line, words) in TextLines.Read(path, 2, names.Length + 1))
            if (!smiles.TryAdd(words[0], words[column + 1] switch
            {
                "1" => 1,
                "-1" => 0,
                var other => throw TextLines.Wrong(path, line, $"Smiling is '{other}', not 1 or -1"),
            })) throw TextLines.Wrong(path, line, $"{words[0]} is there twice");
        var declared = TextLines.Number(path, 1, File.ReadLines(path).First().Trim(), 1, int.MaxValue);
        return smiles.Count == declared ? smiles : throw TextLines.Wrong(path, 1, $"{declared} images are declared and {smiles.Count} follow");
    }

    private static (Func<string, int, ImagePart, RawImage> Open, IDisposable? Archive) Opener(string from)
    {
        var root = Path.GetFullPath(from);
        // Unpacked by hand, the folder is often in another one of the same name.
        var folder = Directory.EnumerateDirectories(root, Pictures, SearchOption.AllDirectories).Prepend(root).FirstOrDefault(f => Directory.EnumerateFiles(f, "*.jpg").Any());
        if (folder is not null)
            return ((name, label, part) =>
            {
                var file = new FileInfo(Path.Combine(folder, name));
                return file.Exists ? PictureFiles.Of(root, file, label, part) : throw new FileNotFoundException(
                    $"{file.FullName} is missing, and the lists have it: unpack {Pictures}.zip again.", file.FullName);
            }, null);
        var zip = Find(from, $"{Pictures}.zip") ?? throw new FileNotFoundException(
            $"{root} has neither {Pictures}.zip nor a folder {Pictures} with pictures: take the former from {CelebA.Source.Home}.", $"{Pictures}.zip");
        return Zipped(root, zip);
    }

    private static (Func<string, int, ImagePart, RawImage> Open, IDisposable Archive) Zipped(string root, string zip)
    {
        try
        {
            var archive = ZipFile.OpenRead(zip);
            var entries = archive.Entries.GroupBy(e => e.Name).ToDictionary(e => e.Key, e => e.First());
            var turn = new Lock(); // an archive is read by one thread at a time
            return ((name, label, part) =>
            {
                var entry = entries.GetValueOrDefault(name) ?? throw new FileNotFoundException($"{zip} has no {name}, and the lists have it: copy it again.", zip);
                return new($"{Path.GetRelativePath(root, zip).Replace(Path.DirectorySeparatorChar, '/')}/{entry.FullName}", label, part, entry.Length, () =>
                {
                    lock (turn)
                    {
                        using var stream = entry.Open();
                        return PictureFiles.Read(stream, entry.Length, $"{zip}/{entry.FullName}");
                    }
                });
            }, archive);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{zip} is no zip file, or is cut short ({e.Message.TrimEnd('.')}): compare its checksum, and copy it again.", e);
        }
    }
}
