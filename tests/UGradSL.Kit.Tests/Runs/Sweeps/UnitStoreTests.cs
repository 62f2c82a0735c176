namespace Unlearn.Tests.Runs.Sweeps;

public sealed class UnitStoreTests : IDisposable
{
    private static readonly UnitKey Key = UnitKey.Of("test", new { Alpha = -0.2, Name = "α" });

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ugradsl");
    private readonly List<string> said = [];
    private readonly UnitStore store;

    public UnitStoreTests() => store = new(folder.FullName) { OnDamage = said.Add };

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_same_settings_have_the_same_address_and_any_other_another()
    {
        Assert.Equal(Key.Address, UnitKey.Of("test", new { Alpha = -0.2, Name = "α" }).Address);
        UnitKey[] others = [UnitKey.Of("test", new { Alpha = -0.3, Name = "α" }), UnitKey.Of("test", new { Alpha = -0.2, Name = "β" }), UnitKey.Of("other", new { Alpha = -0.2, Name = "α" })];
        Assert.Equal(4, others.Append(Key).DistinctBy(k => k.Address).Count());
        Assert.Equal(Key.Address, UnitKey.Of("test", new { Alpha = -0.2, Name = "α", New = (double?)null }).Address);
    }

    [Fact]
    public void A_unit_is_done_once_and_found_again_with_its_settings()
    {
        var done = 0;
        for (var i = 0; i < 3; i++) store.Do(Key, draft => { done++; File.WriteAllText(Path.Combine(draft, "a.txt"), "1"); });
        Assert.Equal(1, done);
        var unit = new UnitStore(folder.FullName).Find(Key)!;
        Assert.Equal("1", File.ReadAllText(unit.File("a.txt")));
        Assert.Equal(Key, unit.Key);
        Assert.Equal(Key.Address, unit.Address);
        Assert.Equal([Key.Address], store.All.Select(u => u.Address));
    }

    [Fact]
    public void Work_that_fails_leaves_no_unit_and_no_draft()
    {
        var full = Assert.Throws<IOException>(() => store.Do(Key, draft =>
        {
            File.WriteAllText(Path.Combine(draft, "half.txt"), "1");
            throw new IOException("No space left on device");
        }));
        Assert.Contains("No space left", full.Message);
        Assert.Null(store.Find(Key));
        Assert.Empty(Directory.GetDirectories(Path.Combine(folder.FullName, "running")));
    }

    [Theory]
    [InlineData("result.json", "flip")]
    [InlineData("result.json", "cut")]
    [InlineData("result.json", "delete")]
    [InlineData("unit.json", "flip")]
    [InlineData("manifest.json", "flip")]
    [InlineData("manifest.json", "cut")]
    [InlineData("manifest.json", "delete")]
    [InlineData("stranger.txt", "add")]
    public void A_damaged_unit_is_set_aside_by_name_and_done_again(string file, string damage)
    {
        StoredUnit Do() => store.Do(Key, draft => File.WriteAllText(Path.Combine(draft, "result.json"), "{\"value\": 12345}"));
        var path = Do().File(file);
        if (damage == "add") File.WriteAllText(path, "");
        else if (damage == "delete") File.Delete(path);
        else
        {
            var bytes = File.ReadAllBytes(path);
            bytes[bytes.Length / 2] ^= 4;
            File.WriteAllBytes(path, damage == "cut" ? bytes[..(bytes.Length / 2)] : bytes);
        }
        Assert.Null(store.Find(Key));
        Assert.StartsWith(Key.Address, Path.GetFileName(Assert.Single(Directory.GetDirectories(Path.Combine(folder.FullName, "set-aside")))));
        Assert.Contains(Key.Address, Assert.Single(said));
        Assert.Equal("{\"value\": 12345}", File.ReadAllText(Do().File("result.json")));
    }

    [Fact]
    public void Eight_that_do_the_same_unit_at_once_do_no_harm()
    {
        using var together = new Barrier(8);
        List<Thread> threads = [.. Enumerable.Range(0, 8).Select(i => new Thread(() => new UnitStore(folder.FullName).Do(Key, draft =>
        {
            together.SignalAndWait(TimeSpan.FromSeconds(30));
            File.WriteAllText(Path.Combine(draft, "result.json"), $"{i}");
        })))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.InRange(int.Parse(File.ReadAllText(store.Find(Key)!.File("result.json"))), 0, 7);
        Assert.Empty(Directory.GetDirectories(Path.Combine(folder.FullName, "running")));
        Assert.Empty(said);
    }

    [Fact]
    public void A_claim_has_one_holder_until_it_is_given_back()
    {
        var claim = store.TryClaim(Key);
        Assert.NotNull(claim);
        Assert.Null(new UnitStore(folder.FullName).TryClaim(Key));
        claim.Dispose();
        using var again = store.TryClaim(Key);
        Assert.NotNull(again);
    }
}
