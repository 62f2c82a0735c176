namespace Unlearn.Tests.Datasets;

/// <summary>On restored originals.</summary>
public sealed class RealFilesTests : IDisposable
{
    private readonly Place place = new();

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData("cifar10", 7, 184_380_061)]
    [InlineData("optdigits", 2, 828_351)]
    public void Unpacked_originals_are_found_by_name_and_checksum(string name, int files, long bytes)
    {
        var source = Sources.Named(name);
        var folder = TestData.PathOf();
        Assert.StartsWith(folder, Assert.Single(new Fetch(source, folder, place.Cache).Run()).From);
        var held = Assert.Single(Holding.Of(place.Cache));
        Assert.Equal((name, files, bytes, "whole"), (held.Name, held.Files, held.Bytes, held.State));
        Assert.Null(Assert.Single(new Fetch(source, To: place.Cache).Run()).From);
    }

    [Fact]
    public void The_news_are_unpacked_from_tar_xz()
    {
        var archive = TestData.PathOf("20newsgroups", "20news-bydate.tar.xz");
        var vocabulary = Directory.CreateDirectory(Path.Combine(place.Cache, "20newsgroups")).FullName;
        File.Copy(TestData.PathOf("bert", "vocab.txt"), Path.Combine(vocabulary, "vocab.txt"));
        Assert.Equal([archive, null], new Fetch(Sources.NewsGroups, archive, place.Cache).Run().Select(f => f.From));
        var held = Assert.Single(Holding.Of(place.Cache));
        Assert.Equal((11_314 + 7_532 + 1, "whole"), (held.Files, held.State));
        Assert.StartsWith("1409357bf7e32c8f", held.Sha256); // of the folders that Python's tarfile unpacked, with the vocabulary
    }
}
