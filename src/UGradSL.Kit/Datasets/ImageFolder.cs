namespace Unlearn;

/// <summary>
/// Any folder of pictures sorted by class, one's own or Tiny-ImageNet: CLASS/…/picture.jpg, either below train/ and val/ (or valid, validation,
/// test) or, where there is no train/, in the folder itself, of which a share of each class then becomes the test part. Classes are numbered
/// in the ordinal order of their folders' names, as torchvision does.
/// </summary>
public static class ImageFolder
{
    private static readonly string[] testNames = ["val", "valid", "validation", "test"];

    /// <summary>Makes NAME-SIZE.safetensors, NAME being the folder's. What a killed run has done is kept.</summary>
    /// <param name="from">The folder. A val/ that is flat is understood where val_annotations.txt is beside it, as in Tiny-ImageNet.</param>
    /// <param name="toFolder">Where the file is made.</param>
    /// <param name="settings">Size and workers; null: 64 × 64 of the central square.</param>
    /// <param name="onProgress">Called after each chunk, one call at a time, from any thread. What it throws ends the run.</param>
    /// <returns>The file's path, for <see cref="Load"/>.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It is not laid out so, or a picture is broken.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public static string Convert(string from, string toFolder, ConversionSettings? settings = null, Action<ConversionProgress>? onProgress = null)
    {
        var sound = (settings ?? new()).Checked(usualShorterSide: 0);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(from));
        using var list = List(root, sound);
        var path = ImageFile.PathOf(toFolder, Path.GetFileName(root), sound.Size);
        new Conversion(path, list, sound, onProgress).Run();
        return path;
    }

    /// <summary>What <see cref="Convert"/> has made, mapped; the caller disposes it.</summary>
    /// <inheritdoc cref="ImageFile.Load"/>
    public static Dataset Load(string path) => ImageFile.Load(path);

    /// <summary>The pictures of a folder.</summary>
    internal static ImageList List(string root, ConversionSettings settings)
    {
        if (!Directory.Exists(root)) throw new DirectoryNotFoundException($"{root} is no folder: give one with a folder of pictures for each class.");
        var name = Path.GetFileName(root);
        if (!Directory.Exists(Path.Combine(root, "train")))
        {
            var all = Classes(root, root);
            return new(name, root, all, Split([.. PictureFiles.ByClass(root, "", all, ImagePart.Train)], settings));
        }
        var classes = Classes(root, Path.Combine(root, "train"));
        var train = PictureFiles.ByClass(root, "train", classes, ImagePart.Train);
        var test = testNames.FirstOrDefault(part => Directory.Exists(Path.Combine(root, part)));
        if (test is null) return new(name, root, classes, Split([.. train], settings));
        var listed = Path.Combine(root, test, "val_annotations.txt");
        return new(name, root, classes,
            [.. train, .. File.Exists(listed) ? Listed(root, test, listed, classes) : PictureFiles.ByClass(root, test, classes, ImagePart.Test)]);
    }

    private static IReadOnlyList<string> Classes(string root, string folder) =>
        PictureFiles.FoldersIn(folder) is { Count: > 0 } classes ? classes : throw new InvalidDataException(
            $"{folder} has no folders: {root} should hold a folder of pictures for each class, or train/ and val/ that do.");

    /// <summary>Tiny-ImageNet's validation part: images/NAME, with "NAME class x y w h" in val_annotations.txt.</summary>
    private static IEnumerable<RawImage> Listed(string root, string part, string listed, IReadOnlyList<string> classes)
    {
        var labels = classes.Index().ToDictionary(c => c.Item, c => c.Index);
        foreach (var (line, words) in TextLines.Read(listed, 0, 2))
        {
            if (!labels.TryGetValue(words[1], out var label)) throw TextLines.Wrong(listed, line, $"'{words[1]}' is no class of the training part");
            var file = new FileInfo(Path.Combine(root, part, "images", words[0]));
            yield return file.Exists && Path.GetFileName(words[0]) == words[0]
                ? PictureFiles.Of(root, file, label, ImagePart.Test) : throw TextLines.Wrong(listed, line, $"{file.FullName} is missing");
        }
    }

    /// <summary>Marks a share of each class, drawn from the seed, as the test part; at least one picture of a class stays to be trained on.</summary>
    private static RawImage[] Split(RawImage[] images, ConversionSettings settings)
    {
        var order = Draw.Order(images.Length, settings.SplitSeed, "test");
        foreach (var ofClass in order.GroupBy(i => images[i].Label))
        {
            var count = ofClass.Count();
            foreach (var i in ofClass.Take(Math.Min((int)Math.Round(count * settings.TestShare), count - 1)))
                images[i] = images[i] with { Part = ImagePart.Test };
        }
        return images;
    }
}
