using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using SharpCompress.Compressors.Xz;

namespace Unlearn.Tests.Datasets.Texts;

/// <summary>Eight articles of two groups, as make_text_fixtures.py packed them, and a vocabulary for them.</summary>
internal static class SmallNews
{
    public static string[] Pieces { get; } = Fixture<PieceFixtures>("pieces.json").Vocabulary;

    public static byte[] Xz { get; } = File.ReadAllBytes(Path.Combine(Here, "small.tar.xz"));

    public static byte[] Tar { get; } = Unpack(Xz);

    public static byte[] Gzip { get; } = Packed.Gzip(Tar);

    public static byte[] Vocabulary { get; } = Encoding.UTF8.GetBytes(string.Concat(Pieces.Select(piece => piece + "\n")));

    private static string Here => Path.Combine(AppContext.BaseDirectory, "Datasets", "Texts");

    public static T Fixture<T>(string name) => JsonSerializer.Deserialize<T>(File.ReadAllText(Path.Combine(Here, name)), JsonSerializerOptions.Web)!;

    /// <summary>Part, group, number and text of each article, as text; the order is the archive's.</summary>
    public static string[] Read(byte[] archive, string name = "made.tar")
    {
        using var file = new MemoryStream(archive);
        return [.. NewsArchive.Read(file, name).Select(a => $"{a.Part}/{a.Article.Group}/{a.Article.Number} {Convert.ToHexString(a.Article.Bytes)}")];
    }

    /// <summary>Lays the archive's files and the vocabulary into a folder.</summary>
    public static void Unpack(string folder)
    {
        TarFile.ExtractToDirectory(new MemoryStream(Tar), folder, overwriteFiles: true);
        File.WriteAllBytes(Path.Combine(folder, "vocab.txt"), Vocabulary);
    }

    /// <summary>An archive with one entry more, before all others, with a right checksum whatever it declares.</summary>
    public static byte[] With(string name, char type, string size, byte[] data, string magic = "ustar\000")
    {
        var header = new byte[512];
        void Put(int at, string text) => Encoding.Latin1.GetBytes(text).CopyTo(header, at);
        Put(0, name);
        Put(100, "0000644\0" + "0000000\0" + "0000000\0" + size.PadLeft(11, '0') + "\0" + "00000000000\0" + "        " + type);
        Put(257, magic);
        Packed.Sum(header);
        return [.. header, .. data, .. new byte[(512 - (data.Length % 512)) % 512], .. Tar];
    }

    private static byte[] Unpack(byte[] xz)
    {
        using var content = new XZStream(new MemoryStream(xz));
        using var unpacked = new MemoryStream();
        content.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}

internal sealed record PieceFixtures(string[] Vocabulary, PieceFixture[] Cases);

internal sealed record PieceFixture(string Text, int Length, int Longest, long[] Ids);
