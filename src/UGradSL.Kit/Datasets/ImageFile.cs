using System.Security.Cryptography;

namespace Unlearn;

/// <summary>
/// Images in one safetensors file: images, uint8 [N, C, H, W]; labels, int64 [N]; and annotations, int64 [N] each. Class names,
/// normalization and hash are its metadata. It is mapped into memory, not read, so that a set of any size opens at once; Python opens it with
/// <c>safetensors.safe_open</c>. <see cref="CelebA"/>, <see cref="ImageNet"/> and <see cref="ImageFolder"/> write such files.
/// </summary>
public static class ImageFile
{
    /// <summary>The annotation that tells training (0), validation (1) and test images (2) apart.</summary>
    public const string Part = "part";

    /// <summary>All images of a file; the caller disposes them. The hash that the file gives is believed: <see cref="Verify"/> computes it.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is cut short, foreign or contradicts itself.</exception>
    public static LabeledData Open(string path) => ImageFileContents.Read(path).Open();

    /// <summary>
    /// A file whose images are marked by <see cref="Part"/>: the training images, and the test images, or those for validation where there are
    /// none to test. The caller disposes it. The hash of each part is the SHA-256 of the file's hash and the rows (int64 each).
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is cut short, foreign or contradicts itself, or one part is empty.</exception>
    public static Dataset Load(string path)
    {
        var contents = ImageFileContents.Read(path);
        var (train, test) = (Rows(contents, ImagePart.Train), Rows(contents, ImagePart.Test));
        return Parts(contents, train, test.Count > 0 ? test : Rows(contents, ImagePart.Validation));
    }

    /// <summary>Reads the whole file and compares its hash with the one that it gives.</summary>
    /// <exception cref="InvalidDataException">They differ, or the file cannot be opened.</exception>
    public static void Verify(string path)
    {
        var contents = ImageFileContents.Read(path);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = File.OpenRead(path);
        file.Position = contents.ImagesBegin;
        var block = new byte[1 << 20];
        for (int read; (read = file.Read(block)) > 0;) sha.AppendData(block, 0, read);
        sha.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(contents.Labels.AsSpan()));
        var hash = Convert.ToHexStringLower(sha.GetHashAndReset());
        if (hash != contents.Info.Hash)
            throw new InvalidDataException($"{path} has changed since it was made: images and labels hash to {hash}, its header says {contents.Info.Hash}. Delete it and convert again.");
    }

    /// <summary>The rows of one part.</summary>
    internal static IReadOnlyList<int> Rows(ImageFileContents contents, ImagePart part)
    {
        if (!contents.Annotations.TryGetValue(Part, out var parts))
            throw new InvalidDataException($"{contents.Path} does not tell training from test images: it has no annotation '{Part}'. Use ImageFile.Open.");
        return [.. Enumerable.Range(0, contents.Labels.Length).Where(row => parts.Values[row] == (long)part)];
    }

    /// <summary>Training and test images by their rows.</summary>
    internal static Dataset Parts(ImageFileContents contents, IReadOnlyList<int> train, IReadOnlyList<int> test)
    {
        if (train.Count == 0 || test.Count == 0)
            throw new InvalidDataException($"{contents.Path} has {train.Count} training and {test.Count} test images; both are needed: use ImageFile.Open.");
        return new(contents.Info.Title, contents.Open(train), contents.Open(test));
    }

    /// <summary>The file of a data set at one size.</summary>
    internal static string PathOf(string folder, string name, int size) => Path.Combine(folder, $"{name}-{size}.safetensors");

    /// <summary>The file of a data set at one size.</summary>
    /// <exception cref="FileNotFoundException">It has not been made; the message says how.</exception>
    internal static string Existing(string folder, string name, int size, string maker)
    {
        var path = PathOf(folder, name, size);
        if (File.Exists(path)) return path;
        var others = Directory.Exists(folder) ? Directory.GetFiles(folder, $"{name}-*.safetensors").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray() : [];
        throw new FileNotFoundException($"{path} is missing: {maker} makes it{(others.Length > 0 ? $"; there is {string.Join(", ", others)}" : "")}.", path);
    }
}
