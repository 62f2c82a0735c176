using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Win32.SafeHandles;

namespace Unlearn;

/// <summary>
/// Decodes pictures into one <see cref="ImageFile"/>. Workers take chunks of rows and write each at its place in FILE.partial; a journal notes
/// the chunks that are on the disk, and a run that was killed goes on from there. When all are there the file is sealed (labels, hash, header)
/// and renamed. Neither the workers nor the kills show in it. A worker holds one chunk (about 4 MiB) and one picture.
/// </summary>
/// <param name="path">The file to make. One that was made from the same pictures is left as it is.</param>
/// <param name="list">The pictures.</param>
/// <param name="settings">With <see cref="ConversionSettings.ShorterSide"/> filled in.</param>
/// <param name="onProgress">Called after each chunk, one call at a time, from any thread. What it throws ends the run.</param>
internal sealed class Conversion(string path, ImageList list, ConversionSettings settings, Action<ConversionProgress>? onProgress)
{
    private readonly int rowBytes = 3 * settings.Size * settings.Size;
    private readonly Lock turn = new();

    /// <summary>Rows of a chunk.</summary>
    internal int ChunkRows { get; init; } = Math.Clamp((4 << 20) / (3 * settings.Size * settings.Size), 1, 4096);

    private string Partial => path + ".partial";
    private string Journal => path + ".journal";

    /// <summary>Converts, or goes on converting.</summary>
    /// <exception cref="InvalidDataException">A picture is broken, and broken ones are not skipped; or no picture is left.</exception>
    /// <exception cref="IOException">The disk is full, or another process converts to the same file. What is done is kept.</exception>
    public void Run()
    {
        if (list.Images.Count == 0) throw new InvalidDataException($"{list.Root} holds no pictures: .jpg, .jpeg, .png, .bmp, .gif and .webp are looked for.");
        var info = new ImageFileInfo(list.Title, list.ClassNames, new([0, 0, 0], [1, 1, 1]), "", Digest.Of(list, settings), [])
        {
            ValueNames = list.Annotations.Where(a => a.Value.Names is not null).ToDictionary(a => a.Key, a => a.Value.Names!),
        };
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (!IsMade(info))
        {
            var layout = ImageFileLayout.Of(list.Images.Count, settings.Size, list.Annotations.Keys, info);
            IReadOnlyList<int> broken;
            using (var partial = OpenPartial(layout, out var journal))
            using (journal)
            {
                DecodeAll(partial, layout, journal);
                broken = journal.Broken;
            }
            new Sealing(path, Partial, list, settings.Size, info, onProgress).Run(layout, broken);
        }
        foreach (var left in (string[])[Journal, Partial, path + Sealing.Kept]) File.Delete(left);
    }

    private bool IsMade(ImageFileInfo info)
    {
        if (!File.Exists(path)) return false;
        try
        {
            var made = ImageFileContents.Read(path).Info;
            return made.Pictures == info.Pictures && (settings.SkipBroken || made.Skipped.Count == 0);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private SafeFileHandle OpenPartial(ImageFileLayout layout, out ConversionJournal journal)
    {
        var plan = $"ugradsl conversion 1: {list.Images.Count} images of {settings.Size} × {settings.Size}, shorter side {settings.ShorterSide}, "
            + $"chunks of {ChunkRows}, from byte {layout.ImagesBegin}";
        if (File.Exists(Partial))
        {
            var earlier = File.OpenHandle(Partial, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            if (RandomAccess.GetLength(earlier) == layout.Length && ConversionJournal.Resume(Journal, plan) is { } resumed)
            {
                journal = resumed;
                return earlier;
            }
            earlier.Dispose();
            File.Delete(Partial);
        }
        File.Delete(Journal);
        var partial = FullDisk.Watch(path, layout.Length, () => File.OpenHandle(Partial, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, preallocationSize: layout.Length));
        try
        {
            // Where the file system cannot preallocate, the length is still missing.
            FullDisk.Watch(path, layout.Length, () => RandomAccess.SetLength(partial, layout.Length));
            journal = FullDisk.Watch(path, layout.Length, () => ConversionJournal.Begin(Journal, plan));
            return partial;
        }
        catch
        {
            partial.Dispose();
            throw;
        }
    }

    private void DecodeAll(SafeFileHandle partial, ImageFileLayout layout, ConversionJournal journal)
    {
        var chunks = Enumerable.Range(0, (list.Images.Count + ChunkRows - 1) / ChunkRows).Select(chunk =>
            (Number: chunk, First: chunk * ChunkRows, Count: Math.Min(ChunkRows, list.Images.Count - (chunk * ChunkRows)))).ToArray();
        var pending = chunks.Where(c => !journal.Has(c.Number, Digest.Of(list, c.First, c.Count), settings.SkipBroken)).ToArray();
        var (earlier, converted, watch) = (list.Images.Count - pending.Sum(c => c.Count), 0, Stopwatch.StartNew());
        try
        {
            Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(pending, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering),
                new() { MaxDegreeOfParallelism = settings.Workers },
                () => (Decoder: new ImageDecoder(settings), Rows: new byte[Math.Min(ChunkRows, list.Images.Count) * rowBytes]),
                (chunk, state, mine) =>
                {
                    if (!Decode(chunk, mine.Decoder, mine.Rows, state, out var broken)) return mine;
                    FullDisk.Watch(path, layout.Length, () =>
                    {
                        RandomAccess.Write(partial, mine.Rows.AsSpan(0, chunk.Count * rowBytes), layout.ImagesBegin + ((long)chunk.First * rowBytes));
                        RandomAccess.FlushToDisk(partial);
                    });
                    lock (turn)
                    {
                        FullDisk.Watch(path, layout.Length, () => journal.Add(chunk.Number, Digest.Of(list, chunk.First, chunk.Count), broken));
                        converted += chunk.Count;
                        onProgress?.Invoke(new(earlier + converted, list.Images.Count, journal.BrokenCount, false, converted / watch.Elapsed.TotalSeconds));
                    }
                    return mine;
                },
                _ => { });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }

    private bool Decode((int Number, int First, int Count) chunk, ImageDecoder decoder, byte[] rows, ParallelLoopState state, out int[] broken)
    {
        List<int> found = [];
        for (var i = 0; i < chunk.Count; i++)
        {
            if (state.ShouldExitCurrentIteration) break;
            var to = rows.AsSpan(i * rowBytes, rowBytes);
            try
            {
                decoder.Decode(list.Images[chunk.First + i].Read(), list.Place(chunk.First + i), to);
            }
            catch (InvalidDataException) when (settings.SkipBroken)
            {
                to.Clear();
                found.Add(chunk.First + i);
            }
        }
        broken = [.. found];
        return !state.ShouldExitCurrentIteration;
    }
}
