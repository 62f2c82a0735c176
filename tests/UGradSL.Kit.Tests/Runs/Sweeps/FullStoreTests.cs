using Unlearn.Tests.Datasets;

namespace Unlearn.Tests.Runs.Sweeps;

public sealed class FullStoreTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ugradsl");
    private readonly SmallDisk disk;

    public FullStoreTests() => disk = new(folder.FullName, "1m");

    public void Dispose()
    {
        disk.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_disk_that_fills_stops_the_unit_and_leaves_nothing_half_written()
    {
        disk.Need();
        var store = new UnitStore(folder.FullName);
        var (small, large) = (UnitKey.Of("run", new { Size = 1 }), UnitKey.Of("run", new { Size = 2 }));
        store.Do(small, unit => File.WriteAllText(Path.Combine(unit, "numbers.txt"), "1 2 3"));
        Assert.Throws<IOException>(() => store.Do(large, unit => File.WriteAllBytes(Path.Combine(unit, "weights"), new byte[2 << 20])));
        Assert.Null(store.Find(large));
        Assert.Equal("1 2 3", File.ReadAllText(store.Find(small)!.File("numbers.txt")));
        Assert.Empty(Directory.GetDirectories(Path.Combine(folder.FullName, "running")));
        Assert.Single(Directory.GetDirectories(Path.Combine(folder.FullName, "units")));
        store.Do(large, unit => File.WriteAllBytes(Path.Combine(unit, "weights"), new byte[1 << 18])); // there is room again
        Assert.NotNull(store.Find(large));
    }
}
