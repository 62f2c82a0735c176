using SkiaSharp;

namespace Unlearn.Tests.Datasets;

/// <summary>Small pictures, each of its own colours.</summary>
internal static class MadePictures
{
    /// <summary>A real JPEG (or PNG): two colours in halves that <paramref name="seed"/> chooses.</summary>
    public static byte[] Picture(int seed, int width = 16, int height = 16, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var (one, other) = (Colour(seed), Colour(seed + 7919));
        bitmap.Erase(one);
        bitmap.Erase(other, new SKRectI(0, height / 2, width, height));
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>The colour of the upper half.</summary>
    public static SKColor Colour(int seed) => new((byte)(seed * 37 % 251), (byte)(seed * 101 % 241), (byte)(seed * 11 % 239));
}
