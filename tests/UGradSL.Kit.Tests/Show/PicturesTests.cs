using SkiaSharp;

namespace Unlearn.Tests;

public class PicturesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Pixels_come_back_enlarged_and_unsmoothed(int channels)
    {
        using var scope = NewDisposeScope();
        var images = randint(0, 256, [2, channels, 4, 5], dtype: ScalarType.Byte);
        foreach (var (n, png) in Pictures.Pngs(images, scale: 3).Index())
        {
            using var picture = SKBitmap.Decode(png);
            Assert.Equal((15, 12), (picture.Width, picture.Height));
            for (var y = 0; y < 12; y++)
                for (var x = 0; x < 15; x++)
                {
                    byte At(int c) => images[n, c % channels, y / 3, x / 3].item<byte>();
                    Assert.Equal(new SKColor(At(0), At(1), At(2)), picture.GetPixel(x, y));
                }
        }
    }

    [Fact]
    public void No_tensor_is_left_alive()
    {
        using var images = zeros([3, 1, 28, 28], dtype: ScalarType.Byte);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        _ = new Pictures(images, ["a", "b", "c"]).ToHtml();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Captions_stay_text_and_break_at_their_lines()
    {
        using var images = zeros([1, 1, 2, 2], dtype: ScalarType.Byte);
        var pictures = new Pictures(images, ["Sandal\nRetrain: <Bag>"]);
        Assert.Contains(">Sandal<br>Retrain: &lt;Bag&gt;</figcaption>", pictures.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("src=\"data:image/png;base64,", pictures.ToHtml(), StringComparison.Ordinal);
        Assert.Equal("1 images\n  Sandal; Retrain: <Bag>", pictures.ToString());
    }

    [Fact]
    public void What_is_no_image_is_refused()
    {
        using var floats = zeros([1, 1, 2, 2]);
        using var two = zeros([1, 2, 2, 2], dtype: ScalarType.Byte);
        using var image = zeros([1, 1, 2, 2], dtype: ScalarType.Byte);
        Assert.Contains("not Float32 [1, 1, 2, 2]", Assert.Throws<ArgumentException>(() => Pictures.Pngs(floats)).Message);
        Assert.Contains("not Byte [1, 2, 2, 2]", Assert.Throws<ArgumentException>(() => Pictures.Pngs(two)).Message);
        Assert.Contains("A scale of 0; give 1 to 32", Assert.Throws<ArgumentException>(() => Pictures.Pngs(image, 0)).Message);
        Assert.Contains("1 images but 2 captions", Assert.Throws<ArgumentException>(() => new Pictures(image, ["a", "b"])).Message);
    }
}
