using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Unlearn;

/// <summary>
/// Images that stay in their file, which is mapped into memory: only the rows that are asked for are read, and the system keeps those that
/// are read often. Several threads may read at once. The file must not be shortened while it is mapped.
/// </summary>
public sealed class MappedSamples : Samples
{
    // tensor.bytes is a span, which ends at 2³¹ − 1.
    private const int LargestBlock = 1 << 30;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly IReadOnlyList<int>? rows;
    private readonly long begin;

    /// <summary>Maps the file; whoever calls has checked that it holds what is claimed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="begin">Where the first image begins.</param>
    /// <param name="shape">[N, C, H, W] of the images in the file.</param>
    /// <param name="rows">Which of them are samples, in this order; null: all.</param>
    internal MappedSamples(string path, long begin, IReadOnlyList<long> shape, IReadOnlyList<int>? rows = null)
    {
        (this.begin, this.rows, Shape, Count) = (begin, rows, [.. shape.Skip(1)], rows?.Count ?? (int)shape[0]);
        RowBytes = checked((int)(shape[1] * shape[2] * shape[3]));
        file = MemoryMappedFile.CreateFromFile(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read), null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<long> Shape { get; }

    /// <inheritdoc/>
    public override ScalarType Type => ScalarType.Byte;

    /// <inheritdoc/>
    public override torch.Device Device => CPU;

    /// <summary>C·H·W.</summary>
    internal int RowBytes { get; }

    /// <inheritdoc/>
    public override Tensor Gather(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var gathered = Room(rows.NumberOfElements);
        Fill(gathered, rows.data<long>().ToArray());
        return gathered.MoveToOuterDisposeScope();
    }

    /// <summary>uint8 [count, C, H, W], not filled. Fresh; it belongs to the scope that is open.</summary>
    internal Tensor Room(long count) => empty([count, .. Shape], ScalarType.Byte);

    /// <summary>Copies the samples of <paramref name="wanted"/> into a tensor from <see cref="Room"/>. Any thread may call this.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A row that is none of 0..N−1.</exception>
    internal void Fill(Tensor room, long[] wanted)
    {
        var most = Math.Max(1, LargestBlock / RowBytes);
        for (var start = 0; start < wanted.Length; start += most)
        {
            var count = Math.Min(most, wanted.Length - start);
            using var block = room.narrow(0, start, count);
            var to = block.bytes;
            for (var i = 0; i < count; i++) Read(wanted[start + i], to.Slice(i * RowBytes, RowBytes));
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }

    private void Read(long sample, Span<byte> to)
    {
        if (sample < 0 || sample >= Count)
            throw new ArgumentOutOfRangeException(nameof(sample), $"row {sample} is asked for; there are {Count}: 0 to {Count - 1} can be read.");
        var from = (ulong)(begin + ((rows?[(int)sample] ?? sample) * RowBytes));
        var blocks = MemoryMarshal.Cast<byte, Block>(to);
        view.SafeMemoryMappedViewHandle.ReadSpan(from, blocks);
        var done = blocks.Length * Unsafe.SizeOf<Block>();
        view.SafeMemoryMappedViewHandle.ReadSpan(from + (ulong)done, to[done..]);
    }

    // ReadSpan copies one element after the other: a byte at a time is slow.
    [InlineArray(256)]
    private struct Block
    {
        private byte first;
    }
}
