using System.Buffers.Binary;
using CsCheck;

namespace Unlearn.Tests;

/// <summary>Spoiled copies of a good file: cut, flipped, zeroed, lied to, given another beginning or a longer end.</summary>
internal static class Faults
{
    // The numbers a size is likely to go wrong at.
    private static readonly Gen<ulong> size = Gen.OneOf(
        Gen.OneOf<ulong>(0, 1, 2, 255, 256, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 0x7fffffffffffffff, 0xffffffffffffffff), Gen.ULong[0, 300]);

    private static readonly Gen<byte[]> magic = Gen.OneOf(Gen.Byte.Array[1, 8], Gen.OneOf<byte[]>(
        "PK\u0003\u0004"u8.ToArray(), [0x1f, 0x8b, 8], [0, 0, 8, 1], [0, 0, 8, 3], [0, 0, 13, 3], [0x80, 2], "{\"a\":1}"u8.ToArray()));

    /// <summary>The file cut at every hundredth of its length, and then 1,000 spoiled copies of it, or 20,000 in the long run.</summary>
    /// <param name="whole">The good file.</param>
    /// <param name="header">How many of its first bytes to spoil as often as all the rest.</param>
    public static IEnumerable<byte[]> Of(byte[] whole, int header) =>
    [
        .. Enumerable.Range(0, 100).Select(percent => whole[..(whole.Length * percent / 100)]),
        .. Pinned(Spoiled(whole, Gen.OneOf(Gen.Int[0, Math.Min(header, whole.Length) - 1], Gen.Int[0, whole.Length - 1]))),
    ];

    /// <summary>1,000 cases, or 20,000 in the long run, the same every time.</summary>
    public static IEnumerable<T> Pinned<T>(Gen<T> gen)
    {
        // Check.Sample takes a seed for its first case only; a generator of our own pins them all.
        var pcg = new PCG(1, 20240601);
        for (var i = Environment.GetEnvironmentVariable("UGRADSL_LONG") == "1" ? 20_000 : 1_000; i > 0; i--)
            yield return gen.Generate(pcg, null, out _);
    }

    private static Gen<byte[]> Spoiled(byte[] whole, Gen<int> place) => Gen.OneOf(
        place.Select(end => whole[..end]),
        Gen.Select(place, Gen.Byte[1, 255]).Array[1, 4].Select(flips => With(whole, copy =>
        {
            foreach (var (at, bits) in flips)
                copy[at] ^= bits;
        })),
        Gen.Select(place, size, Gen.OneOf(4, 8), Gen.Bool).Select((at, value, width, big) => With(whole, copy =>
        {
            Span<byte> number = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(number, value);
            number = number[..width];
            if (big)
                number.Reverse();
            number[..Math.Min(width, copy.Length - at)].CopyTo(copy.AsSpan(at));
        })),
        Gen.Select(place, Gen.Int[1, 64]).Select((at, length) => With(whole, copy => copy.AsSpan(at, Math.Min(length, copy.Length - at)).Clear())),
        Gen.Select(place, Gen.Byte.Array[1, 8]).Select((at, more) => (byte[])[.. whole[..at], .. more, .. whole[at..]]),
        Gen.Byte.Array[1, 16].Select(more => (byte[])[.. whole, .. more]),
        magic.Select(start => (byte[])[.. start, .. whole.Skip(start.Length)]),
        Gen.Byte.Array[0, 64]);

    private static byte[] With(byte[] whole, Action<byte[]> change)
    {
        var copy = (byte[])whole.Clone();
        change(copy);
        return copy;
    }
}
