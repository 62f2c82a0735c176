namespace Unlearn;

/// <summary>
/// SVHN's MATLAB files: X, uint8 [32, 32, 3, N] with the rows of an image running fastest, and y, N labels of 1 to 10, where 10 is digit 0.
/// </summary>
internal static class SvhnFiles
{
    private const int Pixels = 3 * 32 * 32;

    /// <summary>The images of some files as one part, uint8 [N, 3, 32, 32], and their labels, 0 to 9.</summary>
    /// <param name="files">Where they are, and how many images each must hold; null: any number.</param>
    /// <exception cref="InvalidDataException">A file is corrupt or of another layout.</exception>
    /// <remarks>The tensor belongs to the scope that is open.</remarks>
    public static (Tensor Images, long[] Labels) Read(IReadOnlyList<(string Path, int? Count)> files)
    {
        var opened = new List<(MatFile Mat, string Name, int? Count)>();
        try
        {
            foreach (var (path, count) in files) opened.Add((new MatFile(path), path, count));
            return Read(opened);
        }
        finally
        {
            foreach (var file in opened) file.Mat.Dispose();
        }
    }

    internal static (Tensor Images, long[] Labels) Read(IReadOnlyList<(MatFile Mat, string Name, int? Count)> files)
    {
        var labels = files.Select(file => Labels(file.Mat, file.Name, file.Count)).ToList();
        var total = labels.Sum(l => (long)l.Length);
        if (total > Array.MaxLength / Pixels)
            throw new InvalidDataException($"{files[^1].Name}, byte 0: its {labels[^1].Length} images make {total} in all, "
                + $"where up to {Array.MaxLength / Pixels} can be held; take fewer files.");
        using var scope = NewDisposeScope();
        var images = empty([total, 3, 32, 32], ScalarType.Byte); // [N, 3, 32, 32], with columns in place of rows
        var at = 0;
        foreach (var ((mat, _, _), own) in files.Zip(labels))
        {
            mat.Read(mat["X"], images.bytes.Slice(at * Pixels, own.Length * Pixels));
            at += own.Length;
        }
        // A thousand images at a time, so that no second copy of half a million stands beside the first.
        for (var start = 0L; start < total; start += 1_000)
        {
            using var step = NewDisposeScope();
            var some = images.narrow(0, start, Math.Min(1_000, total - start)); // [B, 3, 32, 32]
            some.copy_(some.transpose(2, 3).contiguous());
        }
        return (images.MoveToOuterDisposeScope(), [.. labels.SelectMany(l => l)]);
    }

    /// <summary>The labels of a file whose images have been seen to fit them.</summary>
    private static long[] Labels(MatFile mat, string name, int? expected)
    {
        var (x, y) = (mat["X"], mat["y"]);
        if (x.Stored != MatType.UInt8 || x.Shape is not ([32, 32, 3] or [32, 32, 3, _]))
            throw new InvalidDataException($"{name}, byte {x.Start}: X is {x.Stored} [{string.Join(", ", x.Shape)}]; "
                + "SVHN's is UInt8 [32, 32, 3, N]; give the file of cropped digits.");
        var count = x.Count / Pixels;
        if (y.Count != count || y.Shape is not ([_, 1] or [1, _]))
            throw new InvalidDataException($"{name}, byte {y.Start}: y is [{string.Join(", ", y.Shape)}] for {count} images; fetch the file again.");
        if (count == 0 || (expected is { } wanted && count != wanted))
            throw new InvalidDataException(
                $"{name}, byte {x.Start}: X holds {count} images where {expected?.ToString() ?? "1 or more"} are wanted; fetch the file again.");
        var labels = mat.Values<double>(y);
        var wrong = Array.FindIndex(labels, label => label is not (>= 1 and <= 10) || label != Math.Floor(label));
        if (wrong >= 0)
            throw new InvalidDataException(
                $"{name}, byte {y.Start}: label {labels[wrong]} of image {wrong}; SVHN's are 1 to 10, where 10 is digit 0; fetch the file again.");
        return Array.ConvertAll(labels, label => (long)label % 10);
    }
}
