namespace Unlearn.Tests.Datasets;

/// <summary>Connections that drop, crawl or fall silent.</summary>
public sealed class BrokenConnectionTests : IDisposable
{
    private static readonly byte[] right = Place.Noise(300_000);
    private static readonly byte[] wrong = Place.Noise(300_000, seed: 2);
    private readonly Place place = new();
    private readonly List<string> said = [];

    public void Dispose() => place.Dispose();

    [Fact]
    public void A_connection_that_drops_at_random_points_is_taken_up_where_it_dropped()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            using var here = new Place();
            using var server = new FaultyServer(right, request => request < 6 ? new(DropAfter: random.Next(1, 60_000)) : new());
            here.Fetch(Place.OneFile(server.Address, right, sized: seed % 2 == 0));
            Assert.Equal(right, here.Read("file.bin"));
            Assert.Equal(7, server.Asked.Count);
            Assert.Equal(server.Asked.Order(), server.Asked);
            Assert.True(server.Asked[^1] > server.Asked[0]);
        }
    }

    [Fact]
    public void Whatever_mix_of_faults_a_server_has_the_end_is_right_data_or_an_error_and_never_wrong_data()
    {
        var (ends, runs) = (new List<bool>(), Environment.GetEnvironmentVariable("UGRADSL_LONG") == "1" ? 1_000 : 50);
        for (var seed = 0; seed < runs; seed++)
        {
            var random = new Random(seed);
            using var here = new Place();
            using var server = new FaultyServer(right, _ => random.Next(9) switch
            {
                0 => new(random.Next(2) == 0 ? 500 : 503),
                1 => new(random.Next(8) == 0 ? 404 : 429),
                2 => new(Content: random.Next(3) == 0 ? wrong : right),
                3 => new(Declared: random.Next(-1, 600_000)),
                4 => new(Shift: random.Next(1, 5), DropAfter: random.Next(1, 100_000)),
                5 => new(Ranges: false, DropAfter: random.Next(1, 300_000)),
                6 => new(),
                _ => new(DropAfter: random.Next(1, 100_000), Tag: random.Next(2) == 0 ? "\"a\"" : null),
            });
            var error = Record.Exception(() => here.Fetch(Place.OneFile(server.Address, right, sized: seed % 2 == 0)));
            Assert.True(error is null or IOException or InvalidDataException, $"seed {seed}: {error}");
            Assert.Equal(error is null, File.Exists(Path.Combine(here.Folder, "file.bin")));
            if (error is null) Assert.Equal(right, here.Read("file.bin"));
            ends.Add(error is null);
        }
        Assert.Contains(true, ends);
        Assert.Contains(false, ends);
    }

    [Fact]
    public void A_server_without_ranges_is_read_from_the_beginning_each_time()
    {
        using var server = new FaultyServer(right, request => new(Ranges: false, DropAfter: request < 3 ? 50_000 * (request + 1) : null));
        place.Fetch(Place.OneFile(server.Address, right));
        Assert.Equal(right, place.Read("file.bin"));
    }

    [Fact]
    public void A_connection_that_always_drops_ends_in_an_error_and_the_next_call_goes_on()
    {
        using (var server = new FaultyServer(right, request => new(DropAfter: request == 0 ? 100_000 : 0)))
        {
            var error = Assert.Throws<IOException>(() => place.Fetch(Place.OneFile(server.Address, right), said: said));
            Assert.StartsWith($"{server.Address} could not be fetched: the connection ended too early, 4 times in a row. 0.1 MB of it are kept in ", error.Message);
            Assert.EndsWith(".part: the same command goes on from there.", error.Message);
            Assert.Equal(["file.bin.part"], place.There);
            Assert.Contains("file.bin: the connection ended too early after 0.1 MB; trying again in 0 s.", said);
        }
        using var mended = new FaultyServer(right);
        place.Fetch(Place.OneFile(mended.Address, right));
        Assert.Equal([100_000], mended.Asked);
        Assert.Equal(right, place.Read("file.bin"));
    }

    [Fact]
    public void A_slow_server_is_waited_for()
    {
        using var server = new FaultyServer(right[..20_000], _ => new(Trickle: 5));
        place.Fetch(Place.OneFile(server.Address, right[..20_000]));
        Assert.Equal(right[..20_000], place.Read("file.bin"));
    }

    [Fact]
    public void A_server_that_falls_silent_counts_as_broken()
    {
        using var server = new FaultyServer(right, request => new(Silent: request < 2));
        place.Fetch(Place.OneFile(server.Address, right), said: said, patience: Place.Hasty with { Stall = 0.3 });
        Assert.Equal(right, place.Read("file.bin"));
        Assert.Contains("the server sent nothing for 0.3 s", said[0]);
    }
}
