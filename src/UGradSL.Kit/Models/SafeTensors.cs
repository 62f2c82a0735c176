using System.Buffers.Binary;

namespace Unlearn;

/// <summary>
/// Reads and writes safetensors (https://huggingface.co/docs/safetensors), the format of weights that cannot carry code: a little-endian
/// u64 n, n bytes of JSON that give each tensor's type, shape and place, then the tensors' bytes, little-endian, last dimension fastest.
/// </summary>
public static class SafeTensors
{
    /// <summary>The longest header that is read, in bytes: the limit of the reference implementation.</summary>
    private const int LongestHeader = 100_000_000;

    /// <summary>
    /// Writes the file whole. The same tensors give the same bytes: they lie by width, widest first, so that each is aligned (PyTorch's reader
    /// needs that), then by name; the header is padded with spaces to a multiple of 8.
    /// </summary>
    /// <param name="path">The file to write; one that is there is replaced.</param>
    /// <param name="tensors">Name → tensor, on any device, in any layout. They stay the caller's.</param>
    /// <param name="metadata">Free text that travels with them; may be empty.</param>
    /// <exception cref="ArgumentException">A tensor's type has no name in the format, or a tensor is called "__metadata__".</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = NewDisposeScope();
        var entries = SafeTensorsHeader.Lay(tensors);
        var header = SafeTensorsHeader.Write(entries, metadata);
        WholeFile.Write(path, file =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            file.Write(length);
            file.Write(header);
            foreach (var entry in entries)
            {
                using var step = NewDisposeScope();
                file.Write(tensors[entry.Name].detach().cpu().contiguous().bytes);
            }
        });
    }

    /// <summary>The tensors of a file, on the CPU, and its metadata (empty if it has none). Nothing is allocated before it is known to be there.</summary>
    /// <returns>The caller disposes the tensors, or the scope that is open does. If this throws, nothing is left to dispose.</returns>
    /// <exception cref="InvalidDataException">The file is cut short, foreign (a pickle is never executed) or contradicts itself.</exception>
    public static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Load(string path) => Open(path, (file, entries, metadata) =>
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>();
        foreach (var entry in entries)
        {
            var values = empty(entry.Shape, entry.Type);
            tensors.Add(entry.Name, values);
            file.ReadExactly(values.bytes);
            // Any other byte in a bool tensor is undefined behaviour in libtorch.
            if (entry.Type == ScalarType.Bool && values.bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
                throw new InvalidDataException($"'{entry.Name}' is BOOL and holds a byte that is neither 0 nor 1");
        }
        foreach (var values in tensors.Values)
            values.MoveToOuterDisposeScope();
        return ((IReadOnlyDictionary<string, Tensor>)tensors, metadata);
    });

    /// <summary>Type and shape of each tensor of a file; only its header is read.</summary>
    /// <exception cref="InvalidDataException">As <see cref="Load"/>.</exception>
    public static IReadOnlyDictionary<string, (ScalarType Type, long[] Shape)> Describe(string path) =>
        Open(path, (_, entries, _) => entries.ToDictionary(entry => entry.Name, entry => (entry.Type, entry.Shape)));

    private static T Open<T>(string path, Func<FileStream, IReadOnlyList<TensorEntry>, IReadOnlyDictionary<string, string>, T> read)
    {
        using var file = File.OpenRead(path);
        try
        {
            var (entries, metadata) = SafeTensorsHeader.Parse(ReadHeader(file), file.Length - file.Position);
            return read(file, entries, metadata);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"{path} cannot be read as safetensors: {e.Message}.", e);
        }
    }

    /// <summary>The JSON at the head of a file that stands at its beginning; it is left at the first byte of the tensors.</summary>
    internal static byte[] ReadHeader(FileStream file)
    {
        Span<byte> start = stackalloc byte[sizeof(ulong)];
        if (file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length)
            throw new InvalidDataException($"it is {file.Length} bytes long and has no room for a header; copy it again");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        // As a length, the first bytes of a zip file or of a pickle lie beyond the limit, or at least beyond the file.
        if ((length > LongestHeader || (long)length > file.Length - start.Length) && start is [(byte)'P', (byte)'K', ..] or [0x80, >= 2 and <= 5, ..])
            throw new InvalidDataException(
                "it is a pickle, as torch.save writes them, which can run any code and is never executed here; convert it in Python:\n"
                + "    import torch, safetensors.torch as s\n"
                + "    s.save_file(torch.load('model.pt', map_location='cpu', weights_only=True), 'model.safetensors')\n"
                + "and give the file that this makes");
        if (length > LongestHeader)
            throw new InvalidDataException($"it declares a header of {length} bytes; {LongestHeader} are the most: it is another format");
        if ((long)length > file.Length - start.Length)
            throw new InvalidDataException($"it declares a header of {length} bytes and is {file.Length} bytes long; copy it again");
        var header = new byte[length];
        file.ReadExactly(header);
        return header;
    }
}
