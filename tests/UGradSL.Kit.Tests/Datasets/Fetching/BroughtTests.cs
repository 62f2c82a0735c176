using System.Formats.Tar;

namespace Unlearn.Tests.Datasets;

public sealed class BroughtTests : IDisposable
{
    private static readonly byte[] a = Place.Noise(5_000), b = Place.Noise(700, seed: 2), other = Place.Noise(5_000, seed: 3);
    private static readonly byte[] archive = Packed.Gzip(Packed.Tar(TarEntryFormat.Ustar, ("data/a.bin", a), ("data/names.txt", b)));

    private static readonly Source source = Place.Source(
        new SourceFile("made.tar.gz", "http://127.0.0.1:1/none", Place.Md5(archive), archive.Length,
            new("data/a.bin", Place.Md5(a), a.Length), new("data/names.txt", null, null) { Optional = true })
        { AlsoNamed = ["made.tar"] });

    private readonly Place place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void An_archive_is_found_in_the_folders_below()
    {
        var path = place.Give("deep/down/made.tar.gz", archive);
        Assert.Equal(path, Assert.Single(place.Fetch(source, place.From)).From);
        Assert.Equal(["data", "data/a.bin", "data/names.txt"], place.There);
        Assert.Equal(archive, File.ReadAllBytes(path));
    }

    [Fact]
    public void An_archive_may_be_given_itself_under_its_name_or_another()
    {
        place.Fetch(source, place.Give("made.tar.gz", archive));
        Assert.Equal(a, place.Read("data/a.bin"));
        Directory.Delete(place.Folder, recursive: true);
        place.Fetch(source, place.Give("mine.tgz", Packed.Gzip(Packed.Tar(TarEntryFormat.Pax, ("data/a.bin", a)))));
        Assert.Equal(["data", "data/a.bin"], place.There);
    }

    [Fact]
    public void Unpacked_files_are_found_and_copied()
    {
        place.Give("x/data/a.bin", a);
        place.Give("x/data/names.txt", b);
        place.Give("names.txt", other);
        Assert.Equal(Path.Combine(place.From, "x/data"), Assert.Single(place.Fetch(source, place.From)).From);
        Assert.Equal(a, place.Read("data/a.bin"));
        Assert.Equal(b, place.Read("data/names.txt"));
        Assert.Equal(["data", "data/a.bin", "data/names.txt"], place.There);
    }

    [Fact]
    public void A_checksum_proves_a_file_in_another_folder_and_a_wrong_one_is_passed_over()
    {
        place.Give("data/a.bin", other);
        place.Give("elsewhere/a.bin", a);
        place.Fetch(source, place.From);
        Assert.Equal(["data", "data/a.bin"], place.There);
        Assert.Equal(a, place.Read("data/a.bin"));
    }

    [Fact]
    public void What_is_wrong_or_missing_is_said_with_what_to_do()
    {
        var wrong = place.Give("data/a.bin", other);
        var packed = place.Give("made.tar.gz", [.. archive[..^1], (byte)~archive[^1]]);
        var short_ = place.Give("old/made.tar.gz", archive[..^1]);
        var error = Assert.Throws<FileNotFoundException>(() => place.Fetch(source, place.From));
        Assert.Equal($"Made is not whole: in {place.From} there is no right made.tar.gz or made.tar or data/a.bin. "
            + $"Passed over: {wrong}: its checksum is {Place.Md5(other)}, {Place.Md5(a)} is published; "
            + $"{packed}: its checksum is {Place.Md5(File.ReadAllBytes(packed))}, {Place.Md5(archive)} is published; "
            + $"{short_}: it has {archive.Length - 1:N0} bytes, {archive.Length:N0} are published. "
            + "ugradsl fetch made without --from gets what is missing from its home.", error.Message);
        Assert.DoesNotContain(place.There, path => path.Contains('.'));
    }

    [Fact]
    public void Another_packing_is_taken_by_what_it_holds()
    {
        place.Give("made.tar", Packed.Tar(TarEntryFormat.Gnu, ("data/a.bin", other)));
        Assert.Contains("entry 'data/a.bin': its checksum is", Assert.Throws<FileNotFoundException>(() => place.Fetch(source, place.From)).Message);
        place.Give("made.tar", Packed.Tar(TarEntryFormat.Gnu, ("data/a.bin", a)));
        place.Fetch(source, place.From);
        Assert.Equal(["data", "data/a.bin"], place.There);
    }

    [Fact]
    public void A_gzipped_file_is_right_by_what_it_decodes_to_and_may_lie_there_unpacked()
    {
        var published = Packed.Gzip(a);
        var file = new SourceFile("a.gz", null, Place.Md5(published), published.Length) { Decoded = Place.Md5(a) };
        var repacked = (byte[])[.. published[..4], 1, 2, 3, 4, .. published[8..]]; // another time of packing
        place.Give("a.gz", repacked);
        place.Fetch(Place.Source(file), place.From);
        Assert.Equal(repacked, place.Read("a.gz"));

        using var second = new Place();
        second.Give("a", a);
        second.Fetch(Place.Source(file), second.From);
        Assert.Equal(["a"], second.There);

        using var third = new Place();
        third.Give("a.gz", Packed.Gzip(other));
        Assert.Throws<FileNotFoundException>(() => third.Fetch(Place.Source(file), third.From));
        Assert.Empty(third.There);
    }

    [Fact]
    public void An_optional_file_is_brought_when_it_is_there_and_not_missed_when_it_is_not()
    {
        var both = Place.Source(new("a.bin", null, Place.Md5(a), null), new("b.bin", "http://127.0.0.1:1/none", Place.Md5(b), null) { Optional = true });
        place.Give("a.bin", a);
        Assert.Single(place.Fetch(both, place.From));
        place.Give("b.bin", b);
        Assert.Equal(2, place.Fetch(both, place.From).Count);
        Assert.Equal(["a.bin", "b.bin"], place.There);
    }

    [Fact]
    public void A_folder_of_many_files_is_copied_whole()
    {
        foreach (var name in (string[])["1", "sub/2", "sub/3"]) place.Give($"x/many/{name}", b);
        place.Fetch(Place.Source(new SourceFile("many.tar", null, null, null, new UnpackedFile("many", null, 10_000) { Count = 3 })), place.From);
        Assert.Equal(["many", "many/1", "many/sub", "many/sub/2", "many/sub/3"], place.There);
    }

    [Fact]
    public void A_link_to_a_folder_is_not_followed_and_one_to_a_file_is()
    {
        var real = place.Give("../real/a.bin", a);
        Directory.CreateSymbolicLink(Path.Combine(place.From, "loop"), place.Root);
        Assert.Throws<FileNotFoundException>(() => place.Fetch(source, place.From));
        File.CreateSymbolicLink(Path.Combine(place.From, "a.bin"), real);
        place.Fetch(source, place.From);
        Assert.Null(new FileInfo(Path.Combine(place.Folder, "data/a.bin")).LinkTarget);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error() =>
        Assert.StartsWith("--from /none: there is no such folder", Assert.Throws<FileNotFoundException>(() => place.Fetch(source, "/none")).Message);

    [Fact]
    public void What_needs_an_agreement_is_not_fetched_and_says_where_to_get_it() =>
        Assert.Equal("CelebA cannot be fetched, because one agrees to its terms first (non-commercial research only, by agreement). Get img_align_celeba.zip and the rest at "
            + "https://mmlab.ie.cuhk.edu.hk/projects/CelebA.html, then: ugradsl fetch celeba --from FOLDER",
            Assert.Throws<FileNotFoundException>(() => new Fetch(Sources.CelebA, To: place.Cache).Run()).Message);
}
