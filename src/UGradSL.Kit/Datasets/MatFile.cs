using System.Numerics;
using System.Runtime.InteropServices;

namespace Unlearn;

/// <summary>
/// The numeric arrays of a MATLAB 5 file: either byte order, compressed or not, full and real ("MAT-File Format", MathWorks). Cells,
/// structures, objects, text and sparse arrays are passed over. Opening reads the whole file and keeps none of it, so that every length is
/// known to be true before memory is taken for it; whatever is wrong is an <see cref="InvalidDataException"/> that names file and byte.
/// </summary>
internal sealed class MatFile : IDisposable
{
    private const int Header = 128, Matrix = 14, Compressed = 15;

    private readonly Stream stream;
    private readonly string name;
    private readonly bool bigEndian;
    private readonly List<MatVariable> variables = [];

    public MatFile(string path) : this(File.OpenRead(path), path)
    {
    }

    /// <param name="stream">The whole file, which must seek; it is disposed with this, and at once where it is refused.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">The content is cut short, corrupt, or not a MATLAB 5 file.</exception>
    public MatFile(Stream stream, string name)
    {
        (this.stream, this.name) = (stream, name);
        try
        {
            bigEndian = IsBigEndian();
            for (long at = Header; at < stream.Length;) at = ReadElement(at);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<MatVariable> Variables => variables;

    /// <exception cref="InvalidDataException">No such variable; the message names those that there are.</exception>
    public MatVariable this[string variable] => variables.Find(v => v.Name == variable) ?? throw new InvalidDataException(
        $"{name}, byte {stream.Length}: the file ends without a numeric variable {variable}; it has "
        + $"{(variables.Count == 0 ? "none" : string.Join(", ", variables.Select(v => v.Name)))}; give another file.");

    /// <summary>The numbers as they lie in the file, in this machine's order of bytes, first dimension fastest.</summary>
    /// <param name="variable">One of <see cref="Variables"/>.</param>
    /// <param name="into">Count·Width bytes.</param>
    public void Read(MatVariable variable, Span<byte> into)
    {
        using var content = Open(variable.Start, variable.Length, variable.Compressed);
        content.Skip(variable.Offset);
        content.Fill(into);
        if (bigEndian && variable.Width > 1)
            for (; into.Length > 0; into = into[variable.Width..]) into[..variable.Width].Reverse();
    }

    /// <summary>The numbers as <typeparamref name="T"/>, first dimension fastest.</summary>
    /// <exception cref="OverflowException">A number that <typeparamref name="T"/> cannot hold.</exception>
    public T[] Values<T>(MatVariable variable) where T : INumber<T>
    {
        var bytes = new byte[variable.Count * variable.Width];
        Read(variable, bytes);
        return variable.Stored switch
        {
            MatType.Int8 => As<sbyte>(),
            MatType.UInt8 => As<byte>(),
            MatType.Int16 => As<short>(),
            MatType.UInt16 => As<ushort>(),
            MatType.Int32 => As<int>(),
            MatType.UInt32 => As<uint>(),
            MatType.Single => As<float>(),
            MatType.Int64 => As<long>(),
            MatType.UInt64 => As<ulong>(),
            _ => As<double>(),
        };

        T[] As<TStored>() where TStored : struct, INumber<TStored> =>
            Array.ConvertAll(MemoryMarshal.Cast<byte, TStored>(bytes).ToArray(), T.CreateChecked);
    }

    public void Dispose() => stream.Dispose();

    private MatContent Open(long start, long length, bool compressed) => new(stream, name, start, length, compressed, bigEndian);

    private bool IsBigEndian()
    {
        using var content = Open(0, stream.Length, compressed: false);
        var header = new byte[Header];
        if (stream.Length < Header) content.Skip(stream.Length);
        content.Fill(header);
        return header.AsSpan(124) switch
        {
            [0, 1, (byte)'I', (byte)'M'] => false,
            [1, 0, (byte)'M', (byte)'I'] => true,
            [0, 2, (byte)'I', (byte)'M'] => throw content.Fault("this is a MATLAB 7.3 file, which is HDF5; save it with -v7"),
            var other => throw content.Fault($"the header ends in {Convert.ToHexString(other)}, that of a MATLAB 5 file in 0001494D or 01004D49; "
                + "give a .mat file saved with -v6 or -v7"),
        };
    }

    /// <summary>Reads over the element that begins at byte <paramref name="at"/> of the file; where it ends.</summary>
    private long ReadElement(long at)
    {
        using var head = Open(at, stream.Length - at, compressed: false);
        var (type, length) = (head.Number(), head.Number());
        var start = at + 8;
        if (type is not (Matrix or Compressed))
            throw head.Fault($"an element of type {type} begins 8 bytes before, where only arrays (14, or 15 compressed) can; fetch the file again");
        if (length > stream.Length - start)
            throw head.Fault($"an element of {length} bytes is declared, and the file ends {stream.Length - start} bytes on; fetch it again");

        using var content = Open(start, length, type == Compressed);
        var size = (long)length;
        if (type == Compressed)
        {
            if (content.Number() is var inner and not Matrix)
                throw content.Fault($"an element of type {inner} is packed here, where only arrays (14) can be; fetch the file again");
            size = content.Number();
        }
        if (MatVariable.Read(content, content.At + size) is { } found)
            variables.Add(found with { Start = start, Length = length, Compressed = type == Compressed });
        if (!content.AtEnd()) throw content.Fault($"data follows the array of {size} bytes that is declared; fetch the file again");
        return start + length;
    }
}
