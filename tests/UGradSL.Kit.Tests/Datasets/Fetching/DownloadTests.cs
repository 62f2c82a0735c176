namespace Unlearn.Tests.Datasets;

public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] right = Place.Noise(300_000);
    private static readonly byte[] wrong = Place.Noise(300_000, seed: 2);
    private readonly Place place = new();
    private readonly List<string> said = [];

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_file_is_fetched_and_a_second_call_asks_nobody()
    {
        using var server = new FaultyServer(right);
        var source = Place.OneFile(server.Address, right);
        Assert.Equal(server.Address, Assert.Single(place.Fetch(source)).From);
        Assert.Null(Assert.Single(place.Fetch(source)).From);
        Assert.Equal(["file.bin"], place.There);
        Assert.Equal(right, place.Read("file.bin"));
        Assert.Equal([0], server.Asked);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public void A_server_in_trouble_is_asked_again(int status)
    {
        using var server = new FaultyServer(right, request => new(request < 3 ? status : 200));
        place.Fetch(Place.OneFile(server.Address, right), said: said);
        Assert.Equal(right, place.Read("file.bin"));
        Assert.Contains($"the server answered {status}", said[0]);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(410)]
    public void A_file_that_is_gone_is_an_error_at_once(int status)
    {
        using var server = new FaultyServer(right, _ => new(status));
        Assert.StartsWith($"{server.Address} answered {status} (no)", Assert.Throws<IOException>(() => place.Fetch(Place.OneFile(server.Address, right))).Message);
        Assert.Single(server.Asked);
    }

    [Fact]
    public void Another_address_is_tried_when_one_fails()
    {
        using var gone = new FaultyServer(right, _ => new(404));
        using var changed = new FaultyServer(wrong);
        using var server = new FaultyServer(right);
        var file = new SourceFile("file.bin", gone.Address, Place.Md5(right), right.Length) { Mirrors = [changed.Address, server.Address] };
        Assert.Equal(server.Address, Assert.Single(place.Fetch(Place.Source(file), said: said)).From);
        Assert.Equal(2, said.Count(line => line.EndsWith("Trying another address.")));
        Assert.Equal(right, place.Read("file.bin"));
    }

    [Fact]
    public void Nobody_at_the_address_is_an_error_that_says_so()
    {
        using var server = new FaultyServer(right);
        var address = server.Address;
        server.Dispose();
        Assert.StartsWith($"{address} could not be fetched: the connection failed (", Assert.Throws<IOException>(() => place.Fetch(Place.OneFile(address, right))).Message);
    }

    [Fact]
    public void Whoever_listens_can_stop_and_the_same_call_goes_on()
    {
        using var server = new FaultyServer(right, _ => new(Trickle: 1));
        var source = Place.OneFile(server.Address, right);
        Assert.Throws<OperationCanceledException>(() => place.Fetch(source, onProgress: p => { if (p.Done > 100_000) throw new OperationCanceledException(); }));
        Assert.Equal(["file.bin.part"], place.There);
        place.Fetch(source);
        Assert.True(server.Asked[1] > 100_000);
        Assert.Equal(right, place.Read("file.bin"));
    }

    [Fact]
    public void Two_fetches_of_one_file_do_not_write_into_each_other()
    {
        using var server = new FaultyServer(right);
        Directory.CreateDirectory(place.Folder);
        using var other = new FileStream(Path.Combine(place.Folder, "file.bin.part"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        Assert.Contains("is in use: another fetch of file.bin is running", Assert.Throws<IOException>(() => place.Fetch(Place.OneFile(server.Address, right))).Message);
    }

    [Fact]
    public void Progress_counts_up_to_the_size_with_a_rate_and_the_time_left()
    {
        using var server = new FaultyServer(right, _ => new(Trickle: 3));
        List<FetchProgress> told = [];
        place.Fetch(Place.OneFile(server.Address, right), onProgress: told.Add);
        var fetching = told.Where(p => p.Doing == "fetching").ToList();
        Assert.Equal(fetching.Select(p => p.Done).Order(), fetching.Select(p => p.Done));
        Assert.Equal((300_000, 300_000L), (fetching[^1].Done, fetching[^1].Total));
        Assert.Contains(fetching, p => p.Left > TimeSpan.Zero);
        Assert.Matches(@"^fetching file\.bin · 0\.\d of 0\.3 MB · \d+\.\d MB/s · 0:0\d left$", fetching.First(p => p.Left > TimeSpan.Zero).ToString());
        Assert.Contains(told, p => p.Doing == "checking");
    }
}
