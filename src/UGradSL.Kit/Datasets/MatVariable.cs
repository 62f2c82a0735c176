using System.Text;

namespace Unlearn;

/// <summary>How MATLAB stores a number: codes of the file format.</summary>
internal enum MatType
{
    Int8 = 1,
    UInt8 = 2,
    Int16 = 3,
    UInt16 = 4,
    Int32 = 5,
    UInt32 = 6,
    Single = 7,
    Double = 9,
    Int64 = 12,
    UInt64 = 13,
}

/// <summary>One numeric array of a MAT-file.</summary>
/// <param name="Name">MATLAB's name for it.</param>
/// <param name="Shape">Its dimensions, two or more; the first runs fastest (column-major).</param>
/// <param name="Stored">How its numbers lie in the file. MATLAB stores doubles that are small whole numbers as bytes.</param>
/// <param name="Start">Where its element begins in the file.</param>
/// <param name="Length">How many bytes the element takes there.</param>
/// <param name="Compressed">Whether those are zlib's.</param>
/// <param name="Offset">Where in the element, unpacked, its numbers begin.</param>
internal sealed record MatVariable(
    string Name, IReadOnlyList<int> Shape, MatType Stored, long Start, long Length, bool Compressed, long Offset)
{
    /// <summary>How many numbers.</summary>
    public int Count => Shape.Aggregate(1, (product, n) => product * n);

    /// <summary>Bytes a number.</summary>
    public int Width => WidthOf(Stored);

    /// <summary>Bytes a number of <paramref name="type"/>; 0 where the code is none of a number.</summary>
    public static int WidthOf(MatType type) => type switch
    {
        MatType.Int8 or MatType.UInt8 => 1,
        MatType.Int16 or MatType.UInt16 => 2,
        MatType.Int32 or MatType.UInt32 or MatType.Single => 4,
        MatType.Double or MatType.Int64 or MatType.UInt64 => 8,
        _ => 0,
    };

    /// <summary>Reads over an array that ends at byte <paramref name="end"/> of its content; null where it is not numeric.</summary>
    public static MatVariable? Read(MatContent content, long end)
    {
        if (content.Tag() is not (6, 8, 8)) throw content.Fault("an array must begin with its flags, 8 bytes of type 6; fetch the file again");
        var flags = content.Number();
        content.Skip(4);
        if ((flags & 0xff) is < 6 or > 15) // cell, structure, object, text, sparse; newer kinds
        {
            content.Skip(Rest());
            return null;
        }
        if ((flags & 0x0800) != 0) throw content.Fault("the array is complex; only real ones can be read");

        var (type, length, room) = content.Tag();
        if (type != (int)MatType.Int32 || length % 4 != 0 || length is < 8 or > 4 * 32)
            throw content.Fault($"dimensions of type {type} in {length} bytes; 2 to 32 numbers of type 5 are possible; fetch the file again");
        var shape = new int[length / 4];
        UInt128 count = 1;
        for (var i = 0; i < shape.Length; i++)
        {
            var n = content.Number();
            if (n > Array.MaxLength || (count *= n) > (UInt128)Array.MaxLength)
                throw content.Fault($"dimension {i + 1} is declared as {n}; arrays of up to {Array.MaxLength} bytes can be read; fetch the file again");
            shape[i] = (int)n;
        }
        Pad(length, room);

        (type, length, room) = content.Tag();
        if (type != (int)MatType.Int8 || length > 1024)
            throw content.Fault($"a name of type {type} in {length} bytes; up to 1,024 of type 1 are possible; fetch the file again");
        var name = new byte[length];
        content.Fill(name);
        Pad(length, room);

        (type, length, room) = content.Tag();
        var stored = (MatType)type;
        var width = WidthOf(stored);
        if (width == 0 || (UInt128)length != count * (UInt128)width || length > Array.MaxLength)
            throw content.Fault($"{length} bytes of type {type} are declared for {count} numbers; fetch the file again");
        var offset = content.At;
        content.Skip(length);
        if (Rest() > 7) throw content.Fault($"the numbers end {Rest()} bytes before their array; fetch the file again");
        content.Skip(Rest());
        return new(Encoding.Latin1.GetString(name), shape, stored, 0, 0, false, offset);

        long Rest() => end - content.At is var rest and >= 0 ? rest
            : throw content.Fault($"the array goes on past byte {end}, where it is declared to end; fetch the file again");

        void Pad(long length, int room) => content.Skip((room - (length % room)) % room);
    }
}
