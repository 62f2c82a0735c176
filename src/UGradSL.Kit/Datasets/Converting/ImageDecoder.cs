using SkiaSharp;

namespace Unlearn;

/// <summary>
/// Decodes JPEG, PNG and what else Skia knows, by their content and not by their suffix, to equal images; see
/// <see cref="ConversionSettings"/>. Colours are taken as they are stored: no colour profile is applied, as in Pillow. One for each thread:
/// it keeps its buffers.
/// </summary>
internal sealed class ImageDecoder(ConversionSettings settings)
{
    // Pillow warns of a decompression bomb at 89 million. Deflate packs at most 1,032 to 1: what has more pixels for its bytes is not believed
    // where that would cost more than 64 MiB.
    private const long MostPixels = 100_000_000;
    private const long Unsuspicious = (64 << 20) / 4;
    private const long MostPixelsPerByte = 1100;

    private readonly Resample resample = new();
    private byte[] plane = [];

    /// <summary>Decodes one picture to uint8 [3, Size, Size].</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="place">What messages call it.</param>
    /// <param name="to">3·Size·Size bytes.</param>
    /// <exception cref="InvalidDataException">It is cut short, corrupt, too large, or no picture.</exception>
    public void Decode(byte[] file, string place, Span<byte> to)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data) ?? throw new InvalidDataException(
            $"{place} is no picture that can be decoded ({file.Length:N0} bytes{(file.Length == 0 ? "" : $", beginning with {Convert.ToHexString(file.AsSpan(0, Math.Min(4, file.Length)))}")}): "
            + "JPEG, PNG, GIF, BMP and WebP can be; copy it again, or have broken pictures skipped.");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MostPixels)
            throw new InvalidDataException($"{place} declares {width:N0} × {height:N0} pixels; {MostPixels:N0} in all are the most: make it smaller, or have broken pictures skipped.");
        if ((long)width * height > Math.Max(Unsuspicious, file.Length * MostPixelsPerByte))
            throw new InvalidDataException($"{place} declares {width:N0} × {height:N0} pixels in {file.Length:N0} bytes, which cannot hold them: copy it again, or have broken pictures skipped.");
        // Without a colour space in the info Skia converts no colours.
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, codec.Info.IsOpaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(info)) throw new InvalidDataException($"{place}: no memory for {width:N0} × {height:N0} pixels; use fewer workers.");
        if (codec.GetPixels(info, bitmap.GetPixels()) is var result and not SKCodecResult.Success)
            throw new InvalidDataException(result == SKCodecResult.IncompleteInput
                ? $"{place} is cut short: its {file.Length:N0} bytes do not hold all of {width} × {height} pixels; copy it again, or have broken pictures skipped."
                : $"{place} cannot be decoded ({result}): copy it again, or have broken pictures skipped.");
        Frame(bitmap.GetPixelSpan(), bitmap.RowBytes, width, height, codec.EncodedOrigin, to);
    }

    private void Frame(ReadOnlySpan<byte> rgba, int rowBytes, int width, int height, SKEncodedOrigin origin, Span<byte> to)
    {
        // Where the upright picture begins in the stored one, and how far it is from pixel to pixel and from row to row.
        var (right, bottom) = ((width - 1) * 4, (height - 1) * rowBytes);
        var (start, across, down) = origin switch
        {
            SKEncodedOrigin.TopRight => (right, -4, rowBytes),
            SKEncodedOrigin.BottomRight => (right + bottom, -4, -rowBytes),
            SKEncodedOrigin.BottomLeft => (bottom, 4, -rowBytes),
            SKEncodedOrigin.LeftTop => (0, rowBytes, 4),
            SKEncodedOrigin.RightTop => (bottom, -rowBytes, 4),
            SKEncodedOrigin.RightBottom => (right + bottom, -rowBytes, -4),
            SKEncodedOrigin.LeftBottom => (right, rowBytes, -4),
            _ => (0, 4, rowBytes),
        };
        if (origin >= SKEncodedOrigin.LeftTop) (width, height) = (height, width);
        var size = settings.Size;
        if (plane.Length < width * height) plane = new byte[width * height];
        for (var channel = 0; channel < 3; channel++)
        {
            for (var y = 0; y < height; y++)
            {
                var at = start + channel + (y * down);
                for (var x = 0; x < width; x++, at += across) plane[(y * width) + x] = rgba[at];
            }
            Resize(plane, width, height, to.Slice(channel * size * size, size * size));
        }
    }

    private void Resize(ReadOnlySpan<byte> upright, int width, int height, Span<byte> to)
    {
        var (size, shorter, side) = (settings.Size, settings.ShorterSide ?? 0, Math.Min(width, height));
        if (shorter == 0)
        {
            var (top, left) = (Half(height - side), Half(width - side));
            resample.Apply(upright[((top * width) + left)..], width, (side, side), size, size, (0, 0, size), to);
            return;
        }
        var longer = (int)((long)shorter * Math.Max(width, height) / side);
        var (high, wide) = width < height ? (longer, shorter) : (shorter, longer);
        resample.Apply(upright, width, (height, width), high, wide, (Half(high - size), Half(wide - size), size), to);
    }

    private static int Half(int over) => (int)Math.Round(over / 2.0, MidpointRounding.ToEven);
}
