using System.Formats.Tar;
using System.Text;

namespace Unlearn.Tests.Datasets;

public sealed class UnpackingTests : IDisposable
{
    private static readonly byte[] a = Place.Noise(5_000), b = Place.Noise(700, seed: 2);
    private readonly Place place = new();

    public void Dispose() => place.Dispose();

    public static TheoryData<string, byte[]> Archives { get; } = new()
    {
        { "made.tar", Packed.Tar(TarEntryFormat.V7, ("data", null), ("data/a.bin", a), ("data/b.bin", b)) },
        { "made.tar", Packed.Tar(TarEntryFormat.Ustar, ("data", null), ("data/a.bin", a), ("readme", b), ("data/b.bin", b)) },
        { "made.tar", Packed.Tar(TarEntryFormat.Pax, ("data", null), ("data/a.bin", a), ("data/b.bin", b)) },
        { "made.tar", Packed.Tar(TarEntryFormat.Gnu, ("data", null), ("data/b.bin", b), ("data/a.bin", a), (new string('x', 150), a)) },
        { "made.tar", Packed.Tar(TarEntryFormat.Gnu, ("./data/b.bin", b), ("./data/a.bin", a)) },
        { "made.tar", Packed.Tar(TarEntryFormat.Gnu, ("somebody's/data/b.bin", b), ("somebody's/data/a.bin", a)) },
        { "made.tar.gz", Packed.Gzip(Packed.Tar(TarEntryFormat.Ustar, ("data/a.bin", a), ("data/b.bin", b))) },
        { "made.zip", Packed.Zip(("data/", []), ("data/a.bin", a), ("data/b.bin", b), ("other", a)) },
        { "made.zip", Packed.Zip(("data\\a.bin", a), ("data\\b.bin", b)) },
    };

    [Theory]
    [MemberData(nameof(Archives))]
    public void Every_packing_gives_the_files_it_should_and_nothing_else(string name, byte[] archive)
    {
        using var server = new FaultyServer(archive);
        var source = Place.Source(Two(name, server.Address, archive));
        place.Fetch(source);
        Assert.Equal(["data", "data/a.bin", "data/b.bin"], place.There);
        Assert.Equal(a, place.Read("data/a.bin"));
        Assert.Equal(b, place.Read("data/b.bin"));
        Assert.Null(Assert.Single(place.Fetch(source)).From);
        Assert.Single(server.Asked);
    }

    [Fact]
    public void A_tar_in_xz_and_a_single_file_in_gz_are_unpacked_too()
    {
        place.Give("made.tar.xz", Packed.Xz);
        place.Give("list.txt.gz", Packed.Gzip(b));
        place.Fetch(Place.Source(
            new("made.tar.xz", null, Place.Md5(Packed.Xz), null, new UnpackedFile("data/a.bin", Place.Md5(Packed.XzContent), Packed.XzContent.Length)),
            new("list.txt.gz", null, null, null, new UnpackedFile("list.txt", Place.Md5(b), null))), place.From);
        Assert.Equal(Packed.XzContent, place.Read("data/a.bin"));
        Assert.Equal(b, place.Read("list.txt"));
    }

    [Fact]
    public void Nothing_is_unpacked_from_an_archive_of_another_checksum()
    {
        var archive = Packed.Tar(TarEntryFormat.Ustar, ("data/a.bin", a), ("data/b.bin", b));
        using var server = new FaultyServer(archive);
        Assert.Throws<InvalidDataException>(() => place.Fetch(Place.Source(Two("made.tar", server.Address, archive) with { Checksum = Place.Md5(a) })));
        Assert.Empty(place.There);
    }

    public static TheoryData<string, byte[], string> Harmful { get; } = new()
    {
        { "../", Packed.Tar(TarEntryFormat.Ustar, ("../evil", b)), "entry '../evil': its name leaves the folder" },
        { "deep ../", Packed.Tar(TarEntryFormat.Pax, ("data/../../evil", b)), "entry 'data/../../evil': its name leaves the folder" },
        { "back\\slash", Packed.Zip(("..\\evil", b)), "entry '..\\evil': its name leaves the folder" },
        { "absolute", Packed.Tar(TarEntryFormat.Ustar, ("/tmp/evil", b)), "entry '/tmp/evil': its name leaves the folder" },
        { "zip ../", Packed.Zip(("x/../../evil", b)), "entry 'x/../../evil': its name leaves the folder" },
        { "drive", Packed.Zip(("C:/evil", b)), "entry 'C:/evil': its name leaves the folder" },
        { "long ../", Packed.Tar(TarEntryFormat.Gnu, ($"{new string('x', 120)}/../../evil", b)), "its name leaves the folder" },
        { "directory ../", Packed.Tar(TarEntryFormat.Ustar, ("../evil", null)), "its name leaves the folder" },
        { "soft link", Packed.Tar(new UstarTarEntry(TarEntryType.SymbolicLink, "data") { LinkName = "/tmp" }), "'data' is a link, which is not unpacked" },
        { "hard link", Packed.Tar(new UstarTarEntry(TarEntryType.HardLink, "data/a.bin") { LinkName = "/etc/passwd" }), "byte 0 of what it unpacks to: 'data/a.bin' is a link" },
        { "device", Packed.Tar(new UstarTarEntry(TarEntryType.CharacterDevice, "null")), "'null' is a device" },
        { "pipe", Packed.Tar(new UstarTarEntry(TarEntryType.Fifo, "pipe")), "'pipe' is a pipe" },
        { "zip link", LinkInZip(), "entry 'data': a link or a device" },
        { "twice", Packed.Tar(TarEntryFormat.Ustar, ("data/a.bin", a), ("data/a.bin", a)), "entry 'data/a.bin': it is more than the 1 that belong" },
        { "file as folder", Packed.Tar(TarEntryFormat.Ustar, ("many/x", a), ("many/x/y", a)), "entry 'many/x/y': it is there twice" },
        { "too many", Packed.Tar(TarEntryFormat.Ustar, [.. Enumerable.Range(0, 4).Select(i => ($"many/{i}", (byte[]?)b))]), "entry 'many/3': it is more than the 3 that belong to many" },
        { "control characters", Packed.Tar(TarEntryFormat.Ustar, ("../\u001b[2J", b)), "entry '../?[2J'" },
        { "none of it", Packed.Tar(TarEntryFormat.Ustar, ("other", b)), "entry 'data/a.bin': it is missing" },
        { "one wrong", Packed.Tar(TarEntryFormat.Ustar, ("data/a.bin", a[1..].Append((byte)0).ToArray()), ("data/b.bin", b)), "entry 'data/a.bin': its checksum is md5:" },
        { "one short", Packed.Tar(TarEntryFormat.Ustar, ("data/a.bin", a[1..]), ("data/b.bin", b)), "entry 'data/a.bin': it has 4,999 bytes, 5,000 are published" },
        { "large file", Packed.Gzip(Packed.Tar(TarEntryFormat.Ustar, ("data/a.bin", new byte[6_000]))), "entry 'data/a.bin': it unpacks to more than the 5,000 bytes" },
        { "bomb", Packed.Gzip(Packed.Tar(TarEntryFormat.Ustar, ("other", new byte[40 << 20]))), "it unpacks to more than 16,782,916 bytes" },
        { "zip bomb", Packed.Zip(("data/a.bin", new byte[40 << 20])), "entry 'data/a.bin': it unpacks to more than the 5,000 bytes" },
        { "gz bomb", Packed.Gzip(new byte[40 << 20]), "it unpacks to more than 16,782,916 bytes" },
        { "text", Encoding.ASCII.GetBytes(new string('x', 2_000)), "byte 0: it is no tar, tar.gz, tar.xz, zip or gz" },
        { "nothing", [], "byte 0: it is no tar" },
    };

    [Theory]
    [MemberData(nameof(Harmful))]
    public void What_would_do_harm_is_refused_and_nothing_of_it_is_kept(string what, byte[] archive, string error)
    {
        using var server = new FaultyServer(archive);
        var file = Two("made.tar.gz", server.Address, archive);
        if (what is "too many" or "file as folder") file = file with { Contents = [new("many", null, 1_000_000) { Count = 3 }] };
        var message = Assert.Throws<InvalidDataException>(() => place.Fetch(Place.Source(file))).Message;
        Assert.StartsWith("made.tar.gz, ", message);
        Assert.Contains(error, message);
        Assert.Empty(place.There);
        Assert.Equal(["cache"], Directory.EnumerateFileSystemEntries(place.Root).Select(Path.GetFileName));
    }

    [Fact]
    public void An_optional_file_may_be_missing_or_there()
    {
        var archive = Packed.Tar(TarEntryFormat.Ustar, ("data/a.bin", a), ("data/names.txt", b));
        place.Give("made.tar", archive);
        place.Fetch(Place.Source(new SourceFile("made.tar", null, null, null, new("data/a.bin", Place.Md5(a), null),
            new("data/names.txt", null, null) { Optional = true }, new("data/none.txt", null, null) { Optional = true })), place.From);
        Assert.Equal(["data", "data/a.bin", "data/names.txt"], place.There);
    }

    [Fact]
    public void A_folder_is_right_by_its_count_and_a_wrong_one_is_set_aside()
    {
        var archive = Packed.Gzip(Packed.Tar(TarEntryFormat.Ustar, ("many/1", a), ("many/sub/2", b), ("many/sub/3", b)));
        place.Give("made.tar.gz", archive);
        var source = Place.Source(new SourceFile("made.tar.gz", null, null, null, new UnpackedFile("many", null, 1_000_000) { Count = 3 }));
        Directory.CreateDirectory(Path.Combine(place.Folder, "many"));
        File.WriteAllText(Path.Combine(place.Folder, "many", "mine"), "kept");
        List<string> said = [];
        place.Fetch(source, place.From, said: said);
        Assert.Equal(["many", "many.wrong1", "many.wrong1/mine", "many/1", "many/sub", "many/sub/2", "many/sub/3"], place.There);
        Assert.Contains("(it has 1 files, 3 are published): it was set aside as", Assert.Single(said));
        Assert.Null(Assert.Single(place.Fetch(source, place.From)).From);
    }

    [Fact]
    public void A_call_that_was_killed_while_unpacking_is_taken_up_from_its_archive()
    {
        var archive = Packed.Tar(TarEntryFormat.Ustar, ("data/a.bin", a), ("data/b.bin", b));
        Directory.CreateDirectory(Path.Combine(place.Folder, "made.tar.unpacking", "data"));
        File.WriteAllBytes(Path.Combine(place.Folder, "made.tar.unpacking", "data", "a.bin"), a[..99]);
        File.WriteAllBytes(Path.Combine(place.Folder, "made.tar"), archive);
        place.Fetch(Place.Source(Two("made.tar", "http://127.0.0.1:1/none", archive)));
        Assert.Equal(["data", "data/a.bin", "data/b.bin"], place.There);
    }

    private static SourceFile Two(string name, string? address, byte[] archive) =>
        new(name, address, Place.Md5(archive), archive.Length, new("data/a.bin", Place.Md5(a), a.Length), new("data/b.bin", Place.Md5(b), b.Length));

    private static byte[] LinkInZip()
    {
        var bytes = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(bytes, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("data").ExternalAttributes = unchecked((int)0xa1ff0000);
        return bytes.ToArray();
    }
}
