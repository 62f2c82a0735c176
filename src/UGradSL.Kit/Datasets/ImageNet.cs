namespace Unlearn;

/// <summary>
/// ImageNet-1k (ILSVRC 2012): 1,281,167 training and 50,000 validation pictures of 1,000 classes (Russakovsky et al. 2015). The validation part
/// is what is tested on, since the test part's labels are kept secret. Classes are numbered in the ordinal order of their WordNet numbers.
/// </summary>
public static class ImageNet
{
    /// <summary>Height and width that its images are converted to unless another is asked for.</summary>
    public const int UsualSize = 224;

    /// <summary>Its files and their home, which gives them to those who agree to its terms: they are brought and not fetched.</summary>
    public static Source Source => Sources.ImageNet;

    /// <summary>
    /// Makes imagenet-SIZE.safetensors. Training: train/n01440764/*.JPEG, or ILSVRC2012_img_train.tar with the classes' tar files in it.
    /// Validation: val/ by class or flat, or ILSVRC2012_img_val.tar; flat ones need LOC_val_solution.csv (Kaggle), imagenet_2012_validation_synset_labels.txt,
    /// or ILSVRC2012_validation_ground_truth.txt with map_clsloc.txt (both of the devkit; its meta.mat is not read).
    /// Class names are taken from LOC_synset_mapping.txt, where it is. The shorter side is resized to ⌊Size·256/224⌋ and the central square
    /// cut out, unless <paramref name="settings"/> say otherwise. What a killed run has done is kept.
    /// </summary>
    /// <param name="from">The folder with these; they may lie deeper, as in Kaggle's ILSVRC/Data/CLS-LOC.</param>
    /// <param name="toFolder">Where the file is made.</param>
    /// <param name="settings">Size and workers; null: 224 × 224.</param>
    /// <param name="onProgress">Called after each chunk, one call at a time, from any thread. What it throws ends the run.</param>
    /// <returns>The file's path.</returns>
    /// <exception cref="FileNotFoundException">A part, or the validation labels, are missing.</exception>
    /// <exception cref="InvalidDataException">A list or an archive is wrong, or a picture is broken.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public static string Convert(string from, string toFolder, ConversionSettings? settings = null, Action<ConversionProgress>? onProgress = null)
    {
        var given = settings ?? new(UsualSize);
        var sound = given.Checked(usualShorterSide: given.Size * 256 / 224);
        using var list = List(Path.GetFullPath(from));
        var path = ImageFile.PathOf(toFolder, Source.Name, sound.Size);
        new Conversion(path, list, sound, onProgress).Run();
        return path;
    }

    /// <summary>The converted set, mapped; the caller disposes it.</summary>
    /// <param name="folder">Where the file is; null: its folder in <see cref="DataCache"/>.</param>
    /// <param name="size">Height and width it was converted to.</param>
    /// <exception cref="FileNotFoundException">It has not been converted to this size.</exception>
    /// <exception cref="InvalidDataException">The file is cut short, foreign or contradicts itself.</exception>
    public static Dataset Load(string? folder = null, int size = UsualSize) => ImageFile.Load(ImageFile.Existing(folder ?? DataCache.Folder(Source),
        Source.Name, size, $"ImageNet.Convert (ugradsl fetch {Source.Name} --from FOLDER --size {size})"));

    private static ImageList List(string root)
    {
        var (synsets, train) = Training(root);
        var words = ImageNetLabels.Words(root);
        return new(Source.Title, root, [.. synsets.Select(s => words.GetValueOrDefault(s, s))], [.. train, .. Validation(root, synsets)]);
    }

    private static (IReadOnlyList<string> Synsets, IReadOnlyList<RawImage> Images) Training(string root)
    {
        if (ImageNetLabels.FolderBelow(root, "train") is { } folder)
        {
            var classes = PictureFiles.FoldersIn(folder);
            return (classes, [.. PictureFiles.ByClass(root, Path.GetRelativePath(root, folder), classes, ImagePart.Train)]);
        }
        if (ImageNetLabels.FileBelow(root, "ILSVRC2012_img_train.tar") is not { } tar)
            throw new FileNotFoundException($"{root} has neither a folder train/ nor ILSVRC2012_img_train.tar: give the folder of ImageNet-1k, from {Source.Home}.", "train");
        var entries = TarImages.Nested(tar);
        string[] synsets = [.. entries.Select(e => e.Class).Distinct().Order(StringComparer.Ordinal)];
        var labels = synsets.Index().ToDictionary(c => c.Item, c => c.Index);
        return (synsets, [.. entries.Select(e => TarImages.Image(tar, $"{e.Class}.tar/{e.Name}", e.Offset, e.Length, labels[e.Class], ImagePart.Train))]);
    }

    private static IEnumerable<RawImage> Validation(string root, IReadOnlyList<string> synsets)
    {
        var labels = synsets.Index().ToDictionary(c => c.Item, c => c.Index);
        if (ImageNetLabels.FolderBelow(root, "val") is { } folder)
        {
            if (PictureFiles.FoldersIn(folder).Count > 0) return PictureFiles.ByClass(root, Path.GetRelativePath(root, folder), synsets, ImagePart.Test);
            var files = PictureFiles.Below(folder);
            var synsetOf = ImageNetLabels.Validation(root, [.. files.Select(f => f.Name)], labels);
            return files.Select(f => PictureFiles.Of(root, f, synsetOf[f.Name], ImagePart.Test));
        }
        if (ImageNetLabels.FileBelow(root, "ILSVRC2012_img_val.tar") is not { } tar)
            throw new FileNotFoundException($"{root} has neither a folder val/ nor ILSVRC2012_img_val.tar: ImageNet-1k is tested on its validation part, from {Source.Home}.", "val");
        var entries = TarImages.Flat(tar);
        var labelOf = ImageNetLabels.Validation(root, [.. entries.Select(e => Path.GetFileName(e.Name))], labels);
        return entries.Select(e => TarImages.Image(tar, e.Name, e.Offset, e.Length, labelOf[Path.GetFileName(e.Name)], ImagePart.Test));
    }
}
