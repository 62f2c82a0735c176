namespace Unlearn;

/// <summary>
/// Pillow's bilinear resize of 8-bit planes, to the bit: a triangle as wide as the scale where it shrinks (so that every pixel counts),
/// weights in units of 2⁻²², first along rows, rounded to bytes, then along columns (Pillow, src/libImaging/Resample.c).
/// </summary>
internal sealed class Resample
{
    private const int Bits = 22;

    private byte[] rows = [];

    /// <summary>Part of the plane resized to <paramref name="height"/> × <paramref name="width"/>: the window [size, size] at (top, left) of it.</summary>
    /// <param name="plane">Bytes, row by row.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="from">Height and width of the plane.</param>
    /// <param name="height">Of the whole resized plane.</param>
    /// <param name="width">Of the whole resized plane.</param>
    /// <param name="window">The part that is computed.</param>
    /// <param name="to">[size, size].</param>
    public void Apply(
        ReadOnlySpan<byte> plane, int stride, (int Height, int Width) from, int height, int width, (int Top, int Left, int Size) window, Span<byte> to)
    {
        var across = Taps.Of(from.Width, width, window.Left, window.Size);
        var down = Taps.Of(from.Height, height, window.Top, window.Size);
        var (first, end) = (down.First[0], down.First[^1] + down.Count[^1]);
        var size = window.Size;
        if (rows.Length < (end - first) * size) rows = new byte[(end - first) * size];
        for (var y = first; y < end; y++)
            for (var x = 0; x < size; x++)
            {
                var sum = 1 << (Bits - 1);
                var at = (y * stride) + across.First[x];
                var weight = x * across.Most;
                for (var k = 0; k < across.Count[x]; k++) sum += plane[at + k] * across.Weights[weight + k];
                rows[((y - first) * size) + x] = Clip(sum);
            }
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
            {
                var sum = 1 << (Bits - 1);
                var at = ((down.First[y] - first) * size) + x;
                var weight = y * down.Most;
                for (var k = 0; k < down.Count[y]; k++) sum += rows[at + (k * size)] * down.Weights[weight + k];
                to[(y * size) + x] = Clip(sum);
            }
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> Bits, 0, 255);

    /// <summary>For each pixel of the window along one axis: the first source pixel, how many, and their weights, <c>Most</c> apart.</summary>
    private readonly record struct Taps(int[] First, int[] Count, int[] Weights, int Most)
    {
        public static Taps Of(int from, int to, int begin, int length)
        {
            var scale = (double)from / to;
            var support = Math.Max(scale, 1);
            var most = ((int)Math.Ceiling(support) * 2) + 1;
            var taps = new Taps(new int[length], new int[length], new int[length * most], most);
            Span<double> weights = new double[most];
            for (var i = 0; i < length; i++)
            {
                var center = (begin + i + 0.5) * scale;
                var first = Math.Max((int)(center - support + 0.5), 0);
                var count = Math.Min((int)(center + support + 0.5), from) - first;
                var total = 0.0;
                for (var k = 0; k < count; k++)
                    total += weights[k] = Math.Max(1 - Math.Abs((k + first - center + 0.5) * (1 / support)), 0);
                for (var k = 0; k < count; k++)
                    taps.Weights[(i * most) + k] = (int)(0.5 + (weights[k] / total * (1 << Bits)));
                (taps.First[i], taps.Count[i]) = (first, count);
            }
            return taps;
        }
    }
}
