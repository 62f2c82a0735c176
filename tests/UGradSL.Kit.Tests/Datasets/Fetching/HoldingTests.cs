using System.Security.Cryptography;
using System.Text;

namespace Unlearn.Tests.Datasets;

public sealed class HoldingTests : IDisposable
{
    private readonly Place place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_cache_that_is_not_there_holds_nothing() => Assert.Empty(Holding.Of(Path.Combine(place.Root, "none")));

    [Fact]
    public void What_is_there_is_counted_hashed_and_judged()
    {
        Keep("optdigits/b", "two");
        Keep("optdigits/a/c", "");
        Keep("optdigits/half.part", "half");
        var held = Assert.Single(Holding.Of(place.Cache));
        byte[] all = [.. "a/c\0"u8, 0, 0, 0, 0, 0, 0, 0, 0, .. "b\0"u8, 3, 0, 0, 0, 0, 0, 0, 0, .. "two"u8];
        Assert.Equal(("optdigits", 2, 3L, Convert.ToHexStringLower(SHA256.HashData(all))), (held.Name, held.Files, held.Bytes, held.Sha256));
        Assert.Equal(("optdigits.tra: it is missing", "CC BY 4.0", Sources.OptDigits.Home), (held.State, held.Licence, held.Home));
    }

    [Fact]
    public void A_stopped_fetch_is_called_unfinished()
    {
        Keep("svhn/train_32x32.mat.part", "half");
        Assert.Equal("unfinished: ugradsl fetch svhn goes on", Assert.Single(Holding.Of(place.Cache)).State);
    }

    [Theory]
    [InlineData("celeba-64.safetensors", 1, "converted")]
    [InlineData("celeba-64.safetensors.partial", 0, "unfinished: ugradsl fetch celeba --from FOLDER goes on")]
    [InlineData("other", 1, "img_align_celeba.zip: it is missing")]
    public void A_set_that_is_converted_is_there_once_its_file_is(string file, int files, string state)
    {
        Keep($"celeba/{file}", "made");
        var held = Assert.Single(Holding.Of(place.Cache));
        Assert.Equal((files, state), (held.Files, held.State));
    }

    private void Keep(string relative, string text)
    {
        var path = Path.Combine(place.Cache, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(false));
    }
}
