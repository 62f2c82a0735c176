using System.Text.Json;
using SkiaSharp;

namespace Unlearn.Tests.Datasets;

public class ImageDecoderTests
{
    private static readonly string folder = Path.Combine(AppContext.BaseDirectory, "Datasets", "Pictures");

    private static readonly JsonElement pillow = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "pictures.json"))).RootElement;

    // 2 × 2 pixels: blue, green, red, from the last row up.
    private static readonly byte[] bitmap = Convert.FromHexString(
        "424D46000000000000003600000028000000020000000200000001001800000000001000000000000000000000000000000000000000" + "0102030405060000" + "0708090A0B0C0000");

    public static TheoryData<string> Names { get; } = [.. pillow.EnumerateObject().Select(p => p.Name)];

    // PNG is to the bit. Two builds of a JPEG decoder may round differently by 1, and CMYK to RGB multiplies rounded bytes; with Skia 3.119.4
    // and Pillow 9.4 the largest differences were 0 and 1.
    private static int Tolerance(string name) => name.EndsWith(".png", StringComparison.Ordinal) ? 0 : name == "cmyk.jpg" ? 2 : 1;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_is_framed_and_resized_as_Pillow_does_it(string name)
    {
        Compare(name, new(12) { ShorterSide = 0 }, "square");
        Compare(name, new(13) { ShorterSide = 16 }, "shorter");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_has_the_size_that_Pillow_gives_it(string name)
    {
        using var codec = SKCodec.Create(Path.Combine(folder, name));
        var turned = codec.EncodedOrigin >= SKEncodedOrigin.LeftTop;
        Assert.Equal((pillow.GetProperty(name).GetProperty("width").GetInt32(), pillow.GetProperty(name).GetProperty("height").GetInt32()),
            turned ? (codec.Info.Height, codec.Info.Width) : (codec.Info.Width, codec.Info.Height));
    }

    [Fact]
    public void A_picture_of_the_size_asked_for_is_left_alone()
    {
        var pixels = Decode(bitmap, new(2) { ShorterSide = 0 });
        Assert.Equal([9, 12, 3, 6, 8, 11, 2, 5, 7, 10, 1, 4], pixels);
    }

    [Fact]
    public void A_wrong_suffix_changes_nothing()
    {
        var png = File.ReadAllBytes(Path.Combine(folder, "plain.png"));
        var to = new byte[3 * 64];
        new ImageDecoder(new(8) { ShorterSide = 0 }).Decode(png, "plain.jpg", to);
        Assert.Equal(Decode(png, new(8) { ShorterSide = 0 }), to);
    }

    [Theory]
    [InlineData(10000, 9999, "declares 10,000 × 9,999 pixels in 70 bytes, which cannot hold them")]
    [InlineData(20000, 20000, "declares 20,000 × 20,000 pixels; 100,000,000 in all are the most")]
    public void A_lie_about_the_size_is_refused_before_there_is_room_made_for_it(int width, int height, string message)
    {
        var file = bitmap.ToArray();
        BitConverter.TryWriteBytes(file.AsSpan(18), width);
        BitConverter.TryWriteBytes(file.AsSpan(22), height);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Decode(file, new(2) { ShorterSide = 0 })).Message);
    }

    [Fact]
    public void A_picture_cut_anywhere_is_refused_by_name()
    {
        foreach (var name in (string[])["wide.jpg", "progressive.jpg", "plain.png"])
        {
            var whole = File.ReadAllBytes(Path.Combine(folder, name));
            foreach (var percent in Enumerable.Range(0, 95))
            {
                var e = Assert.Throws<InvalidDataException>(() => Decode(whole[..(whole.Length * percent / 100)], new(8) { ShorterSide = 0 }));
                Assert.StartsWith("some.jpg ", e.Message);
            }
        }
    }

    [Fact]
    public void Spoiled_pictures_are_refused_or_decoded()
    {
        foreach (var name in (string[])["tiny.png", "turned6.jpg"])
        {
            var decoded = 0;
            foreach (var file in Faults.Of(File.ReadAllBytes(Path.Combine(folder, name)), 64))
                try
                {
                    Decode(file, new(4) { ShorterSide = 0 });
                    decoded++;
                }
                catch (InvalidDataException e)
                {
                    Assert.StartsWith("some.jpg", e.Message);
                }
            Assert.True(decoded > 20, $"{decoded} of {name}");
        }
    }

    private static void Compare(string name, ConversionSettings settings, string key)
    {
        var expected = pillow.GetProperty(name).GetProperty(key).GetBytesFromBase64();
        var pixels = Decode(File.ReadAllBytes(Path.Combine(folder, name)), settings);
        Assert.Equal(expected.Length, pixels.Length);
        Assert.InRange(expected.Zip(pixels).Max(p => Math.Abs(p.First - p.Second)), 0, Tolerance(name));
    }

    private static byte[] Decode(byte[] file, ConversionSettings settings)
    {
        var to = new byte[3 * settings.Size * settings.Size];
        new ImageDecoder(settings).Decode(file, "some.jpg", to);
        return to;
    }
}
