using System.Formats.Tar;

namespace Unlearn.Tests.Datasets;

/// <summary>On a file system of 1 MiB, which root can mount; skipped elsewhere.</summary>
public sealed class FullDiskTests : IDisposable
{
    private static readonly byte[] large = Place.Noise(3 << 20), small = Place.Noise(400_000);
    private readonly Place place = new();
    private readonly SmallDisk disk;

    public FullDiskTests() => disk = new(place.Cache, "1m");

    public void Dispose()
    {
        disk.Dispose();
        place.Dispose();
    }

    [Fact]
    public void A_download_that_cannot_fit_is_refused_before_it_begins()
    {
        disk.Need();
        using var server = new FaultyServer(large);
        var error = Assert.Throws<IOException>(() => place.Fetch(Place.OneFile(server.Address, large)));
        Assert.Matches(@"^file\.bin needs 3\.1 MB and .* has \d\.\d MB free: free some, or name a cache on another disk by --to or UGRADSL_DATA\.$", error.Message);
        Assert.Empty(server.Asked);
    }

    [Fact]
    public void A_disk_that_fills_on_the_way_is_an_error_and_what_came_goes_on_later()
    {
        disk.Need();
        using var server = new FaultyServer(large);
        var file = Place.OneFile(server.Address, large, sized: false);
        var error = Assert.Throws<IOException>(() => place.Fetch(file));
        Assert.Matches(@"file\.bin\.part cannot be written: the disk is full\. \d\.\d MB of it are kept in .*: the same command goes on from there\.", error.Message);
        Assert.Equal(["file.bin.part"], place.There);
        disk.Grow("8m");
        place.Fetch(file);
        Assert.Equal(large, place.Read("file.bin"));
        Assert.True(server.Asked[1] > 500_000);
    }

    [Fact]
    public void A_disk_that_fills_while_unpacking_keeps_the_archive_and_nothing_half()
    {
        disk.Need();
        var archive = Packed.Gzip(Packed.Tar(TarEntryFormat.Ustar, ("data/zeros", new byte[3 << 20]), ("data/a.bin", small)));
        using var server = new FaultyServer(archive);
        var source = Place.Source(new SourceFile("made.tar.gz", server.Address, Place.Md5(archive), null, new("data/zeros", null, null), new("data/a.bin", Place.Md5(small), null)));
        Assert.Contains("cannot be written: the disk is full.", Assert.Throws<IOException>(() => place.Fetch(source)).Message);
        Assert.Equal(["made.tar.gz"], place.There);
        disk.Grow("8m");
        place.Fetch(source);
        Assert.Equal(["data", "data/a.bin", "data/zeros"], place.There);
        Assert.Single(server.Asked);
    }

    [Fact]
    public void A_disk_that_fills_while_copying_leaves_the_original_and_nothing_half()
    {
        disk.Need();
        var path = place.Give("file.bin", large);
        var error = Assert.Throws<IOException>(() => place.Fetch(Place.OneFile(null, large), place.From));
        Assert.Contains($"cannot be written: the disk is full. {path} is as it was.", error.Message);
        Assert.Empty(place.There);
        Assert.Equal(large, File.ReadAllBytes(path));
    }
}
