using System.Security;
using System.Text;
using SkiaSharp;

namespace Unlearn;

/// <summary>Small images side by side, each with its caption.</summary>
[TypeFormatterSource(typeof(ShownFormatters), PreferredMimeTypes = [ShownFormatters.Html, ShownFormatters.Plain])]
public sealed class Pictures : IShown
{
    private readonly IReadOnlyList<string> uris;

    /// <summary>Copies the images out of the tensor, which stays the caller's.</summary>
    /// <param name="images">uint8, [N, C, H, W], C = 1 (grey) or 3 (red, green, blue), on any device.</param>
    /// <param name="captions">One an image; "\n" starts a new line.</param>
    /// <param name="scale">How many pixels wide each pixel becomes, without smoothing.</param>
    /// <exception cref="ArgumentException">Another type or shape, or not one caption an image.</exception>
    public Pictures(Tensor images, IReadOnlyList<string> captions, int scale = 4)
    {
        uris = DataUris(images, scale);
        Captions = captions.Count == uris.Count ? captions
            : throw new ArgumentException($"{uris.Count} images but {captions.Count} captions; give one caption an image.", nameof(captions));
    }

    /// <summary>The images of a part, each under its class name.</summary>
    public static Pictures Of(Subset part, int scale = 2)
    {
        using var pixels = part.Pixels(); // [N, C, H, W]
        return new(pixels, [.. Enumerable.Range(0, part.Count).Select(i => part.Source.ClassNames[part.Label(i)])], scale);
    }

    /// <summary>One an image.</summary>
    public IReadOnlyList<string> Captions { get; }

    /// <summary>The images as PNG files inside addresses ("data:image/png;base64,…"), for the src of an img element.</summary>
    /// <param name="images">uint8, [N, C, H, W], C = 1 or 3; stays the caller's.</param>
    /// <param name="scale">How many pixels wide each pixel becomes, without smoothing.</param>
    /// <exception cref="ArgumentException">Another type or shape, or a scale outside 1 to 32.</exception>
    public static IReadOnlyList<string> DataUris(Tensor images, int scale = 4) =>
        [.. Pngs(images, scale).Select(png => "data:image/png;base64," + Convert.ToBase64String(png))];

    /// <summary>The images as PNG files.</summary>
    /// <param name="images">uint8, [N, C, H, W], C = 1 or 3; stays the caller's.</param>
    /// <param name="scale">How many pixels wide each pixel becomes, without smoothing.</param>
    /// <exception cref="ArgumentException">Another type or shape, or a scale outside 1 to 32.</exception>
    public static IReadOnlyList<byte[]> Pngs(Tensor images, int scale = 4)
    {
        var shape = images.shape;
        if (images.dtype != ScalarType.Byte || shape is not [_, 1 or 3, _, _])
            throw new ArgumentException($"Pictures show uint8 images [N, 1 or 3, H, W], not {images.dtype} [{string.Join(", ", shape)}]; "
                + "give the images as they are stored, before they are scaled to numbers.", nameof(images));
        if (scale is < 1 or > 32) throw new ArgumentException($"A scale of {scale}; give 1 to 32 (try 4).", nameof(scale));
        using var scope = NewDisposeScope();
        var bytes = images.cpu().contiguous().data<byte>().ToArray();
        var (channels, height, width) = ((int)shape[1], (int)shape[2], (int)shape[3]);
        return [.. bytes.Chunk(channels * height * width).Select(image => Png(image, channels, height, width, scale))];
    }

    /// <summary>Figures in rows as wide as the page allows.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<div style=\"display:flex;flex-wrap:wrap;gap:14px;margin:.5em 0;color:inherit\">");
        const string image = "display:block;image-rendering:pixelated;border-radius:4px", caption = "font-size:12px;line-height:1.45;padding-top:4px";
        foreach (var (uri, text) in uris.Zip(Captions))
            html.Append($"<figure style=\"margin:0\"><img src=\"{uri}\" alt=\"{Escape(text, "; ")}\" style=\"{image}\">")
                .Append($"<figcaption style=\"{caption}\">{Escape(text, "<br>")}</figcaption></figure>");
        return html.Append("</div>").ToString();
    }

    /// <summary>The captions, since text has no images.</summary>
    public override string ToString() => $"{Captions.Count} images\n" + string.Join('\n', Captions.Select(c => "  " + c.Replace("\n", "; ")));

    private static string Escape(string text, string newLine) => SecurityElement.Escape(text).Replace("\n", newLine);

    private static byte[] Png(byte[] image, int channels, int height, int width, int scale)
    {
        var pixels = new byte[4 * height * width * scale * scale];
        for (var y = 0; y < height * scale; y++)
            for (var x = 0; x < width * scale; x++)
                for (var (c, at) = (0, 4 * (y * width * scale + x)); c < 4; c++)
                    pixels[at + c] = c == 3 ? (byte)255 : image[(c % channels * height + y / scale) * width + x / scale];
        using var picture = SKImage.FromPixelCopy(new(width * scale, height * scale, SKColorType.Rgba8888, SKAlphaType.Opaque), pixels);
        using var data = picture.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
