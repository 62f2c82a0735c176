using System.Formats.Tar;
using System.Text.RegularExpressions;

namespace Unlearn.Tests.Datasets;

/// <summary>Spoiled archives: the right files, or an error that names the archive and the entry or byte, and never a file elsewhere.</summary>
public sealed partial class UnpackingFuzzTests : IDisposable
{
    private const int Allowed = 64 << 20; // bytes allocated on a lie

    private static readonly byte[] a = [.. Enumerable.Range(0, 600).Select(i => (byte)(i * i))];
    private readonly Place place = new();

    public void Dispose() => place.Dispose();

    private static Dictionary<string, byte[]> Whole { get; } = new()
    {
        ["ustar"] = Packed.Tar(TarEntryFormat.Ustar, ("data", null), ("data/a.bin", a)),
        ["gnu with a long name"] = Packed.Tar(TarEntryFormat.Gnu, ($"{new string('d', 110)}/data/a.bin", a)),
        ["pax"] = Packed.Tar(TarEntryFormat.Pax, ("data/a.bin", a)),
        ["tar.gz"] = Packed.Gzip(Packed.Tar(TarEntryFormat.Ustar, ("data/a.bin", a))),
        ["zip"] = Packed.Zip(("data/a.bin", a), ("b", a)),
        ["gz"] = Packed.Gzip(a),
        ["tar.xz"] = Packed.Xz,
    };

    public static TheoryData<string> Packings { get; } = [.. Whole.Keys];

    [Theory]
    [MemberData(nameof(Packings))]
    public void A_spoiled_archive_gives_the_right_file_or_a_clear_error(string packing)
    {
        var whole = Whole[packing];
        Assert.Null(Unpack(whole, packing));
        var errors = Faults.Of(whole, Math.Min(512, whole.Length)).Select(spoiled => Unpack(spoiled, packing)).ToList();
        Assert.Contains(null, errors);
        Assert.All(errors.OfType<string>().Distinct(), error => Assert.Matches(Named(), error));
    }

    [Theory]
    [InlineData('L')]
    [InlineData('K')]
    [InlineData('x')]
    [InlineData('g')]
    public void A_header_that_declares_gigabytes_for_a_name_costs_no_memory(char kind)
    {
        var tar = Packed.Tar(TarEntryFormat.Ustar, ("data/a.bin", a));
        tar[156] = (byte)kind;
        "17777777777\0"u8.CopyTo(tar.AsSpan(124)); // 2 GiB − 1
        Packed.Sum(tar);
        Assert.Equal("made, byte 0 of what it unpacks to: it declares a name of 2,147,483,647 bytes; 65,536 are allowed.", Unpack(tar, "ustar"));
    }

    [Fact]
    public void A_file_that_declares_gigabytes_costs_no_memory_and_ends_where_the_archive_does()
    {
        var tar = Packed.Tar(TarEntryFormat.Ustar, ("data/a.bin", a));
        "77777777777\0"u8.CopyTo(tar.AsSpan(124)); // 8 GiB − 1
        Packed.Sum(tar);
        Assert.Matches(Named(), Unpack(tar, "ustar"));
    }

    /// <summary>Null if the right file came out; else the error. Whatever else happens fails the test.</summary>
    private string? Unpack(byte[] archive, string packing)
    {
        var right = packing == "tar.xz" ? Packed.XzContent : a;
        var content = new UnpackedFile(packing == "gz" ? "made" : "data/a.bin", Place.Md5(right), right.Length);
        var path = Path.Combine(place.Root, "made");
        File.WriteAllBytes(path, archive);
        var target = Path.Combine(place.Root, "target");
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            new Unpacking(new("made", null, null, null, content), target, null, null).Run(path);
            Assert.Equal(right, File.ReadAllBytes(Path.Combine(target, content.Path)));
            return null;
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allowed);
            Assert.Equal(["made", "target"], Directory.EnumerateFileSystemEntries(place.Root).Select(p => Path.GetFileName(p)!).Order());
            Directory.Delete(target, recursive: true);
        }
    }

    [GeneratedRegex(@"^made, (byte [\d,]+|entry '|its directory)")]
    private static partial Regex Named();
}
