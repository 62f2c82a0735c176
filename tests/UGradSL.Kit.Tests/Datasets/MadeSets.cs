using System.Text;

namespace Unlearn.Tests.Datasets;

/// <summary>Small files of the formats that are read, with pixels that differ everywhere.</summary>
internal static class MadeSets
{
    /// <summary>Records of CIFAR: some label bytes, then pixels (7·i + 13·record) mod 256.</summary>
    public static byte[] Cifar(params byte[][] labels) =>
        [.. labels.SelectMany((own, record) => own.Concat(Enumerable.Range(0, 3072).Select(i => (byte)((7 * i) + (13 * record)))))];

    /// <summary>Lines of optdigits: counts (i + 3·line) mod 17, then the digit.</summary>
    public static string Digits(params int[] labels) =>
        string.Concat(labels.Select((label, line) => string.Join(',', Enumerable.Range(0, 64).Select(i => (i + (3 * line)) % 17).Append(label)) + "\n"));

    /// <summary>A MATLAB 5 file of X, uint8 [32, 32, 3, N] with pixel p as p mod 251, and y, double [N, 1].</summary>
    public static byte[] Svhn(params double[] labels)
    {
        byte[] pixels = [.. Enumerable.Range(0, 3072 * labels.Length).Select(i => (byte)(i % 251))];
        return [.. Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file".PadRight(124)), 0, 1, (byte)'I', (byte)'M',
            .. Matrix("X", 9, [32, 32, 3, labels.Length], 2, pixels), .. Matrix("y", 6, [labels.Length, 1], 9, [.. labels.SelectMany(BitConverter.GetBytes)])];
    }

    private static byte[] Matrix(string name, int kind, int[] shape, int stored, byte[] data) => Element(14,
        [.. Element(6, [(byte)kind, .. new byte[7]]), .. Element(5, [.. shape.SelectMany(BitConverter.GetBytes)]),
            .. Element(1, Encoding.ASCII.GetBytes(name)), .. Element(stored, data)]);

    private static byte[] Element(int type, byte[] data) =>
        [.. BitConverter.GetBytes(type), .. BitConverter.GetBytes(data.Length), .. data, .. new byte[(8 - (data.Length % 8)) % 8]];
}
