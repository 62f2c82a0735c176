namespace Unlearn;

/// <summary>
/// CIFAR's binary files (https://www.cs.toronto.edu/~kriz/cifar.html): records without header or gaps, each of one byte a label and then
/// 3,072 pixels, 32×32 of red, of green and of blue, row by row. The length of a file and the range of its labels are all that can be
/// checked; whatever is wrong is an <see cref="InvalidDataException"/> that names the file and the byte.
/// </summary>
/// <param name="Labels">What each label byte of a record means, and in how many classes: CIFAR-100 has two.</param>
internal sealed record CifarFiles(params IReadOnlyList<(string Kind, int Classes)> Labels)
{
    private const int Pixels = 3 * 32 * 32;

    private int Record => Labels.Count + Pixels;

    /// <summary>The records of some files as one part: uint8 [N, 3, 32, 32], and for each kind of label its N values.</summary>
    /// <param name="paths">In the order of the data set.</param>
    /// <param name="each">How many records each file must hold; null: any number.</param>
    /// <exception cref="InvalidDataException">A file of another length, or a label out of range.</exception>
    /// <remarks>The tensor belongs to the scope that is open.</remarks>
    public (Tensor Images, IReadOnlyList<long[]> Labels) Read(IReadOnlyList<string> paths, int? each)
    {
        var files = new List<(Stream Stream, string Name)>();
        try
        {
            foreach (var path in paths) files.Add((new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), path));
            return Read(files, each);
        }
        finally
        {
            foreach (var file in files) file.Stream.Dispose();
        }
    }

    /// <inheritdoc cref="Read(IReadOnlyList{string}, int?)"/>
    internal (Tensor Images, IReadOnlyList<long[]> Labels) Read(IReadOnlyList<(Stream Stream, string Name)> files, int? each)
    {
        var counts = files.Select(file => Count(file.Stream, file.Name, each)).ToList();
        using var scope = NewDisposeScope();
        var images = empty([counts.Sum(), 3, 32, 32], ScalarType.Byte); // [N, 3, 32, 32]
        var labels = Labels.Select(_ => new long[counts.Sum()]).ToList();
        var (buffer, at) = (new byte[Record * 340], 0); // about 1 MiB
        foreach (var ((stream, name), count) in files.Zip(counts))
            for (var (first, last) = (at, at + count); at < last;)
            {
                var piece = buffer.AsSpan(0, Record * Math.Min(340, last - at));
                if (stream.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false) < piece.Length)
                    throw new InvalidDataException($"{name}, byte {(long)(at - first) * Record}: the file changed while it was read; read it again.");
                for (var target = images.bytes; piece.Length > 0; piece = piece[Record..], at++)
                {
                    for (var k = 0; k < Labels.Count; k++)
                        labels[k][at] = piece[k] < Labels[k].Classes ? piece[k] : throw new InvalidDataException(
                            $"{name}, byte {((long)(at - first) * Record) + k}: the {Labels[k].Kind} of image {at - first} is {piece[k]}, "
                            + $"where 0 to {Labels[k].Classes - 1} are possible; fetch the file again.");
                    piece[Labels.Count..Record].CopyTo(target[(at * Pixels)..]);
                }
            }
        return (images.MoveToOuterDisposeScope(), labels);
    }

    private int Count(Stream stream, string name, int? expected)
    {
        var (count, rest) = Math.DivRem(stream.Length, Record);
        if (rest != 0)
            throw new InvalidDataException(
                $"{name}, byte {count * Record}: the file ends {rest} bytes into image {count}, which takes {Record}; fetch it again.");
        if (count == 0 || count > Array.MaxLength / Pixels || (expected is { } wanted && count != wanted))
            throw new InvalidDataException($"{name}, byte {stream.Length}: the file ends after {count} images of {Record} bytes, "
                + $"where {(expected is null ? $"1 to {Array.MaxLength / Pixels}" : expected)} are wanted; fetch it again.");
        return (int)count;
    }

    /// <summary>The names in a text file of one name a line, or <paramref name="known"/> where there is no such file.</summary>
    /// <exception cref="InvalidDataException">Not one name a class, or a name twice.</exception>
    public static IReadOnlyList<string> Names(string path, IReadOnlyList<string> known)
    {
        if (!File.Exists(path)) return known;
        if (new FileInfo(path).Length > 1 << 16)
            throw new InvalidDataException($"{path}, byte {1 << 16}: the file goes on, longer than {known.Count} names can be; fetch it again.");
        string[] names = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
        var distinct = names.Distinct().Count();
        return names.Length == known.Count && distinct == known.Count ? names : throw new InvalidDataException(
            $"{path}, byte {new FileInfo(path).Length}: the file ends after {names.Length} names, {distinct} of them distinct, "
            + $"where {known.Count} are wanted; fetch it again.");
    }
}
