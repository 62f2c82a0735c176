namespace Unlearn;

/// <summary>A file of converted images, all but the pixels.</summary>
/// <param name="Path">The file.</param>
/// <param name="Info">Its metadata.</param>
/// <param name="Shape">[N, C, H, W].</param>
/// <param name="ImagesBegin">Where the pixels begin.</param>
/// <param name="Labels">One for each image.</param>
/// <param name="Annotations">One number for each image, by name.</param>
internal sealed record ImageFileContents(
    string Path, ImageFileInfo Info, IReadOnlyList<long> Shape, long ImagesBegin, long[] Labels, IReadOnlyDictionary<string, Annotation> Annotations)
{
    /// <summary>Reads the header, the labels and the annotations: 8 bytes an image and annotation, and no pixel.</summary>
    /// <exception cref="InvalidDataException">The file is cut short, foreign or contradicts itself.</exception>
    public static ImageFileContents Read(string path)
    {
        using var file = File.OpenRead(path);
        try
        {
            var (entries, metadata) = SafeTensorsHeader.Parse(SafeTensors.ReadHeader(file), file.Length - file.Position, longest: long.MaxValue);
            return Read(path, file, entries, ImageFileInfo.Read(metadata));
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"{path} cannot be read as converted images: {e.Message}.", e);
        }
    }

    /// <summary>The images as a data set; the caller disposes it.</summary>
    /// <param name="rows">Which images, in this order; null: all.</param>
    public LabeledData Open(IReadOnlyList<int>? rows = null)
    {
        using var scope = NewDisposeScope();
        T[] Of<T>(IReadOnlyList<T> all) => rows is null ? [.. all] : [.. rows.Select(row => all[row])];
        var labels = tensor(Of(Labels)); // [N]
        return new(new MappedSamples(Path, ImagesBegin, Shape, rows), labels.DetachFromDisposeScope(), Info.ClassNames, Info.Normalization, HashOf(rows))
        {
            Annotations = Annotations.ToDictionary(a => a.Key, a => a.Value with { Values = Of(a.Value.Values) }),
        };
    }

    // To read a large file whole at each start would take minutes.
    private string HashOf(IReadOnlyList<int>? rows)
    {
        if (rows is null) return Info.Hash;
        using var sha = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        sha.AppendData(Convert.FromHexString(Info.Hash));
        foreach (var row in rows) sha.AppendData(BitConverter.GetBytes((long)row));
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    private static ImageFileContents Read(string path, FileStream file, IReadOnlyList<TensorEntry> entries, ImageFileInfo info)
    {
        TensorEntry Find(string name) => entries.FirstOrDefault(e => e.Name == name) ?? throw new InvalidDataException(
            $"it holds {string.Join(", ", entries.Select(e => $"'{e.Name}'"))} and no '{name}': these are other tensors than images with labels");
        var images = Find(ImageFileLayout.Images);
        if (images.Type != ScalarType.Byte || images.Shape is not [> 0 and <= int.MaxValue, > 0, > 0, > 0] || (images.End - images.Begin) / images.Shape[0] > 1 << 30)
            throw new InvalidDataException($"'{images.Name}' is {images.Type} [{string.Join(", ", images.Shape)}]; one or more images, Byte [N, C, H, W], are needed");
        if (info.Normalization.Mean.Count != images.Shape[1] || info.Normalization.Std.Count != images.Shape[1])
            throw new InvalidDataException($"its images have {images.Shape[1]} channels, its metadata {info.Normalization.Mean.Count} means and {info.Normalization.Std.Count} deviations");
        Find(ImageFileLayout.Labels);
        var (begin, count) = (file.Position, images.Shape[0]);
        var columns = new Dictionary<string, long[]>();
        foreach (var entry in entries.Where(e => e != images))
        {
            if (entry.Type != ScalarType.Int64 || entry.Shape is not [var n] || n != count)
                throw new InvalidDataException($"'{entry.Name}' is {entry.Type} [{string.Join(", ", entry.Shape)}]; Int64 [{count}] fits its images");
            var values = new long[count];
            file.Position = begin + entry.Begin;
            file.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
            columns.Add(entry.Name, values);
        }
        columns.Remove(ImageFileLayout.Labels, out var labels);
        if (Array.FindIndex(labels!, y => y < 0 || y >= info.ClassNames.Count) is var wrong and >= 0)
        {
            var at = begin + entries.First(e => e.Name == ImageFileLayout.Labels).Begin + (8L * wrong);
            throw new InvalidDataException($"byte {at}: the label of image {wrong} is {labels![wrong]}; {info.ClassNames.Count} classes are named");
        }
        return new(path, info, images.Shape, begin + images.Begin, labels!,
            columns.ToDictionary(c => c.Key, c => new Annotation(c.Value, info.ValueNames.GetValueOrDefault(c.Key))));
    }
}
