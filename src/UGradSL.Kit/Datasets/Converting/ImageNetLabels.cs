namespace Unlearn;

/// <summary>
/// The classes of ImageNet's flat validation part, from the first of these that lies below the folder: LOC_val_solution.csv (Kaggle);
/// imagenet_2012_validation_synset_labels.txt (one WordNet number a picture, in the order of their names); or
/// ILSVRC2012_validation_ground_truth.txt (the devkit: one ILSVRC number a picture) with map_clsloc.txt ("n02119789 1 kit_fox").
/// </summary>
internal static class ImageNetLabels
{
    /// <summary>The label of each picture.</summary>
    /// <param name="root">Where the lists are looked for.</param>
    /// <param name="names">The pictures, in ordinal order.</param>
    /// <param name="labels">WordNet number → label.</param>
    /// <exception cref="FileNotFoundException">None of the lists is there.</exception>
    /// <exception cref="InvalidDataException">A list does not fit.</exception>
    public static IReadOnlyDictionary<string, int> Validation(string root, IReadOnlyList<string> names, IReadOnlyDictionary<string, int> labels)
    {
        if (FileBelow(root, "LOC_val_solution.csv") is { } solution)
        {
            var synsets = new Dictionary<string, string>();
            foreach (var (line, words) in TextLines.Read(solution, 1, 2))
                if (!synsets.TryAdd(words[0], words[1])) throw TextLines.Wrong(solution, line, $"{words[0]} is there twice");
            return names.ToDictionary(name => name, name => synsets.TryGetValue(Path.GetFileNameWithoutExtension(name), out var synset)
                ? Label(solution, labels, synset) : throw new InvalidDataException($"{solution} does not have {name}: take both from one source."));
        }
        if (FileBelow(root, "imagenet_2012_validation_synset_labels.txt") is { } listed)
            return Zip(listed, names, [.. TextLines.Read(listed, 0, 1).Select(l => Label(listed, labels, l.Words[0]))]);
        if (FileBelow(root, "ILSVRC2012_validation_ground_truth.txt") is not { } truth || FileBelow(root, "map_clsloc.txt") is not { } map)
            throw new FileNotFoundException($"the pictures of {root}'s validation part are not sorted by class, and no list says what they are. Put one of these beside them: "
                + "LOC_val_solution.csv, imagenet_2012_validation_synset_labels.txt, or ILSVRC2012_validation_ground_truth.txt together with map_clsloc.txt.", "LOC_val_solution.csv");
        var numbered = TextLines.Read(map, 0, 2).ToDictionary(l => TextLines.Number(map, l.Line, l.Words[1], 1, 1000), l => l.Words[0]);
        return Zip(truth, names, [.. TextLines.Read(truth, 0, 1).Select(l =>
            numbered.TryGetValue(TextLines.Number(truth, l.Line, l.Words[0], 1, 1000), out var synset)
                ? Label(map, labels, synset) : throw TextLines.Wrong(truth, l.Line, $"{map} has no class {l.Words[0]}"))]);
    }

    /// <summary>What the classes are called, from LOC_synset_mapping.txt ("n01440764 tench, Tinca tinca"): the first name; empty where it is missing.</summary>
    public static IReadOnlyDictionary<string, string> Words(string root) => FileBelow(root, "LOC_synset_mapping.txt") is not { } path
        ? new Dictionary<string, string>()
        : File.ReadLines(path).Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2)
            .GroupBy(parts => parts[0]).ToDictionary(g => g.Key, g => $"{g.First()[1].Split(',')[0].Trim()} ({g.Key})");

    /// <summary>The first file of this name at most three folders deep; deeper there are pictures.</summary>
    public static string? FileBelow(string root, string name) => Below(root).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);

    /// <summary>The first folder of this name at most four folders deep.</summary>
    public static string? FolderBelow(string root, string name) => Below(root).Select(f => Path.Combine(f, name)).FirstOrDefault(Directory.Exists);

    // Annotations/ has a train/ of its own, with no pictures in it.
    private static IEnumerable<string> Below(string root)
    {
        List<string> level = [root];
        for (var depth = 0; depth < 4; depth++)
        {
            foreach (var folder in level) yield return folder;
            level = [.. level.Where(f => Path.GetFileName(f) is not ("train" or "val" or "test" or "Annotations")).SelectMany(f => PictureFiles.FoldersIn(f).Select(name => Path.Combine(f, name)))];
        }
    }

    private static int Label(string list, IReadOnlyDictionary<string, int> labels, string synset) => labels.TryGetValue(synset, out var label)
        ? label : throw new InvalidDataException($"{list} names the class {synset}, which the training part does not have ({labels.Count} classes): complete the latter.");

    private static Dictionary<string, int> Zip(string list, IReadOnlyList<string> names, IReadOnlyList<int> labels) => names.Count == labels.Count
        ? names.Zip(labels).ToDictionary(n => n.First, n => n.Second)
        : throw new InvalidDataException($"{list} has {labels.Count} lines for {names.Count} pictures: take both from one source, and all of them.");
}
