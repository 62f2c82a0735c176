namespace Unlearn.Tests.Datasets;

/// <summary>Servers that serve something else than the file.</summary>
public sealed class DownloadRefusalTests : IDisposable
{
    private static readonly byte[] right = Place.Noise(300_000);
    private static readonly byte[] wrong = Place.Noise(300_000, seed: 2);
    private readonly Place place = new();
    private readonly List<string> said = [];

    public void Dispose() => place.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Wrong_bytes_never_become_data(bool sized)
    {
        using var server = new FaultyServer(wrong);
        var error = Assert.Throws<InvalidDataException>(() => place.Fetch(Place.OneFile(server.Address, right, sized)));
        Assert.Equal($"file.bin from {server.Address} is not what is published: its checksum is {Place.Md5(wrong)}, {Place.Md5(right)} is published. It was deleted. "
            + "Try again later, or get it elsewhere and bring it by --from.", error.Message);
        Assert.Empty(place.There);
    }

    [Fact]
    public void What_an_earlier_call_left_is_thrown_away_when_it_does_not_fit()
    {
        Directory.CreateDirectory(place.Folder);
        File.WriteAllBytes(Path.Combine(place.Folder, "file.bin.part"), wrong[..100_000]);
        using var server = new FaultyServer(right);
        place.Fetch(Place.OneFile(server.Address, right), said: said);
        Assert.Equal([100_000, 0], server.Asked);
        Assert.Equal(right, place.Read("file.bin"));
        Assert.Contains("fetching it afresh", Assert.Single(said));
    }

    [Fact]
    public void Without_a_checksum_nothing_of_an_earlier_call_is_joined()
    {
        Directory.CreateDirectory(place.Folder);
        File.WriteAllBytes(Path.Combine(place.Folder, "file.bin.part"), wrong[..100_000]);
        using var server = new FaultyServer(right);
        place.Fetch(Place.OneFile(server.Address, right, summed: false));
        Assert.Equal([0], server.Asked);
        Assert.Equal(right, place.Read("file.bin"));
    }

    [Fact]
    public void A_file_that_changes_at_its_home_between_two_attempts_is_begun_again()
    {
        using var server = new FaultyServer(right, request => request == 0 ? new(Content: wrong, DropAfter: 100_000, Tag: "\"old\"") : new(Tag: "\"new\""));
        place.Fetch(Place.OneFile(server.Address, right, summed: false));
        Assert.Equal(right, place.Read("file.bin"));
    }

    [Fact]
    public void Another_part_than_was_asked_for_is_not_taken()
    {
        using var server = new FaultyServer(right, request => request switch { 0 => new(DropAfter: 100_000), 1 => new(Shift: 7), _ => new() });
        place.Fetch(Place.OneFile(server.Address, right), said: said);
        Assert.Equal(right, place.Read("file.bin"));
        Assert.Contains(said, line => line.Contains("another part than was asked for"));
    }

    [Theory]
    [InlineData(300_001, 2, null)] // more than comes: asked for the rest, the server says that there is none
    [InlineData(299_999, 1, "is not what is published: its checksum")]
    [InlineData(-1, 1, null)]      // none: the end of the connection ends the file
    public void A_wrong_length_ends_in_right_data_or_an_error(long declared, int attempts, string? error)
    {
        using var server = new FaultyServer(right, _ => new(Declared: declared));
        var caught = Record.Exception(() => place.Fetch(Place.OneFile(server.Address, right, sized: false)));
        if (error is null) Assert.Equal(right, place.Read("file.bin"));
        else Assert.Contains(error, caught!.Message);
        Assert.InRange(server.Asked.Count, 1, attempts);
        Assert.Equal(error is null, File.Exists(Path.Combine(place.Folder, "file.bin")));
    }

    [Fact]
    public void A_page_in_the_files_place_is_refused_by_its_length()
    {
        using var server = new FaultyServer("<html>Please log in"u8.ToArray());
        var error = Assert.Throws<IOException>(() => place.Fetch(Place.OneFile(server.Address, right)));
        Assert.StartsWith($"{server.Address} serves a file of 19 bytes; 300,000 are published.", error.Message);
    }

    [Fact]
    public void A_server_that_never_stops_sending_is_cut_off_at_the_published_size()
    {
        using var server = new FaultyServer([.. right, .. right], _ => new(Declared: -1));
        Assert.Contains("300,000 is the most that its file can have", Assert.Throws<IOException>(() => place.Fetch(Place.OneFile(server.Address, right))).Message);
        Assert.InRange(new DirectoryInfo(place.Folder).EnumerateFiles().Sum(f => f.Length), 0, 300_000);
        Assert.False(File.Exists(Path.Combine(place.Folder, "file.bin")));
    }
}
