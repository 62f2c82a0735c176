using System.Security.Cryptography;
using System.Text;

namespace Unlearn;

/// <summary>Tells whether what was converted earlier is what would be converted now, without reading a picture.</summary>
internal static class Digest
{
    /// <summary>SHA-256 of everything that a file is made of: names and lengths of the pictures, labels, annotations, class names, settings.</summary>
    public static string Of(ImageList list, ConversionSettings settings)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(sha, $"1 {settings.Size} {settings.ShorterSide} {list.Title}");
        foreach (var name in list.ClassNames) Add(sha, name);
        foreach (var image in list.Images) Add(sha, $"{image.Length} {image.Label} {image.Name}");
        foreach (var (name, annotation) in list.Annotations.OrderBy(a => a.Key, StringComparer.Ordinal))
            Add(sha, $"{name} {string.Join(' ', annotation.Names ?? [])} {string.Join(' ', annotation.Values)}");
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>Of the pictures of a chunk, names and lengths: 16 digits.</summary>
    public static string Of(ImageList list, int first, int count)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = first; i < first + count; i++) Add(sha, $"{list.Images[i].Length} {list.Images[i].Name}");
        return Convert.ToHexStringLower(sha.GetHashAndReset())[..16];
    }

    private static void Add(IncrementalHash sha, string text) => sha.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
}
