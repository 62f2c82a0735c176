using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Unlearn;

/// <summary>
/// The end of a conversion: leaves out broken rows, computes hash and normalization in one pass over the pixels, writes labels, annotations
/// and header, flushes, renames. Killed anywhere, it can be done again.
/// </summary>
/// <param name="path">The file to make.</param>
/// <param name="partial">All rows, at their places.</param>
/// <param name="list">What they are.</param>
/// <param name="size">Height and width.</param>
/// <param name="info">The metadata, but for hash, normalization and skipped.</param>
/// <param name="onProgress">Called every 4 MiB.</param>
internal sealed class Sealing(string path, string partial, ImageList list, int size, ImageFileInfo info, Action<ConversionProgress>? onProgress)
{
    /// <summary>The suffix of the file that is written where rows are left out.</summary>
    public const string Kept = ".kept";

    private readonly int rowBytes = 3 * size * size;
    private readonly int blockRows = Math.Max(1, (4 << 20) / (3 * size * size));

    /// <param name="layout">Of the partial file.</param>
    /// <param name="broken">Rows to leave out, in order.</param>
    /// <exception cref="InvalidDataException">No row is left.</exception>
    public void Run(ImageFileLayout layout, IReadOnlyList<int> broken)
    {
        var left = broken.ToHashSet();
        int[] kept = [.. Enumerable.Range(0, list.Images.Count).Where(row => !left.Contains(row))];
        if (kept.Length == 0) throw new InvalidDataException($"all {list.Images.Count} pictures of {list.Root} are broken, {list.Place(0)} first: copy them again.");
        if (broken.Count == 0)
        {
            using (var file = File.OpenHandle(partial, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                FullDisk.Watch(path, layout.Length, () => Seal(file, layout, info, kept));
            File.Move(partial, path, overwrite: true);
            return;
        }
        var told = info with { Skipped = [.. broken.Select(row => list.Images[row].Name)] };
        var fewer = ImageFileLayout.Of(kept.Length, size, list.Annotations.Keys, told);
        FullDisk.Watch(path, fewer.Length, () =>
        {
            using (var from = File.OpenHandle(partial))
            using (var file = File.OpenHandle(path + Kept, FileMode.Create, FileAccess.ReadWrite, FileShare.None, preallocationSize: fewer.Length))
            {
                var row = new byte[rowBytes];
                for (var i = 0; i < kept.Length; i++)
                {
                    ReadExactly(from, row, layout.ImagesBegin + ((long)kept[i] * rowBytes));
                    RandomAccess.Write(file, row, fewer.ImagesBegin + ((long)i * rowBytes));
                }
                Seal(file, fewer, told, kept);
            }
        });
        File.Move(path + Kept, path, overwrite: true);
    }

    private void Seal(SafeFileHandle file, ImageFileLayout layout, ImageFileInfo told, int[] kept)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var histogram = new long[3, 256];
        var anyTrains = kept.Any(row => list.Images[row].Part == ImagePart.Train);
        var (block, watch) = (new byte[blockRows * rowBytes], Stopwatch.StartNew());
        for (var start = 0; start < kept.Length; start += blockRows)
        {
            var count = Math.Min(blockRows, kept.Length - start);
            var rows = block.AsSpan(0, count * rowBytes);
            ReadExactly(file, rows, layout.ImagesBegin + ((long)start * rowBytes));
            sha.AppendData(rows);
            for (var i = 0; i < count; i++)
                if (!anyTrains || list.Images[kept[start + i]].Part == ImagePart.Train) Count(rows.Slice(i * rowBytes, rowBytes), histogram);
            onProgress?.Invoke(new(start + count, kept.Length, list.Images.Count - kept.Length, true, (start + count) / watch.Elapsed.TotalSeconds));
        }
        var columns = list.Annotations.ToDictionary(a => a.Key, a => (long[])[.. kept.Select(row => a.Value.Values[row])]);
        columns.Add(ImageFileLayout.Labels, [.. kept.Select(row => (long)list.Images[row].Label)]);
        sha.AppendData(MemoryMarshal.AsBytes(columns[ImageFileLayout.Labels].AsSpan()));
        foreach (var entry in layout.Entries.Where(e => e.Name != ImageFileLayout.Images))
            RandomAccess.Write(file, MemoryMarshal.AsBytes(columns[entry.Name].AsSpan()), layout.Begin + entry.Begin);
        var header = layout.Header(told with { Hash = Convert.ToHexStringLower(sha.GetHashAndReset()), Normalization = Normalize(histogram) });
        RandomAccess.Write(file, header, 0);
        RandomAccess.FlushToDisk(file);
    }

    private void Count(ReadOnlySpan<byte> row, long[,] histogram)
    {
        for (var channel = 0; channel < 3; channel++)
            foreach (var pixel in row.Slice(channel * size * size, size * size)) histogram[channel, pixel]++;
    }

    private static Normalization Normalize(long[,] histogram)
    {
        var (mean, std) = (new float[3], new float[3]);
        for (var channel = 0; channel < 3; channel++)
        {
            double count = 0, sum = 0, squares = 0;
            for (var v = 0; v < 256; v++)
            {
                var n = (double)histogram[channel, v];
                (count, sum, squares) = (count + n, sum + (n * v), squares + (n * v * v));
            }
            var variance = (squares / count) - (sum / count * (sum / count));
            mean[channel] = (float)(sum / count / 255);
            std[channel] = variance > 1e-9 ? (float)(Math.Sqrt(variance) / 255) : 1; // all of one colour: there is nothing to divide by
        }
        return new(mean, std);
    }

    private static void ReadExactly(SafeFileHandle file, Span<byte> to, long at)
    {
        for (int done = 0, read; done < to.Length; done += read)
            if ((read = RandomAccess.Read(file, to[done..], at + done)) == 0) throw new EndOfStreamException($"the file ends at byte {at + done}.");
    }
}
