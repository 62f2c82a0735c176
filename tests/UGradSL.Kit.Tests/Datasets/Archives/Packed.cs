using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Unlearn.Tests.Datasets;

/// <summary>Archives made for tests.</summary>
internal static class Packed
{
    /// <summary>A tar of files, and of directories where there is no content.</summary>
    public static byte[] Tar(TarEntryFormat format, params (string Name, byte[]? Content)[] entries) =>
        Tar(entries.Select(e => Entry(format, e.Name, e.Content)));

    public static byte[] Tar(params IEnumerable<TarEntry> entries)
    {
        var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, leaveOpen: true))
            foreach (var entry in entries) tar.WriteEntry(entry);
        return bytes.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal)) gzip.Write(content);
        return bytes.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(content);
            }
        }
        return bytes.ToArray();
    }

    /// <summary>Gives the tar header at the beginning of these bytes the checksum that fits it.</summary>
    public static void Sum(Span<byte> header)
    {
        var sum = 8 * ' ';
        for (var i = 0; i < 512; i++) sum += i is >= 148 and < 156 ? 0 : header[i];
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    /// <summary>A tar.xz of <c>data/a.bin</c> ("a small file, " 40 times) made by GNU tar and xz 5.4.</summary>
    public static byte[] Xz { get; } = Convert.FromBase64String("/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4Cf/AIRdADIYSu6W0qWiH7bJLNvG6hFIlCXs7ydH2+xTL8ay1u/ktbQz69Q/QhzE7y3eBbeTFgFZWgwq0w0KRlu8YrL0lv8VsZdIaKUQako23OvJkOtmJY/hHFYCGu0w6/7jnfL1ajPEyIXqtw1SyrHqz8p0B3bgERfDnxVYkFtLpY6ZO4WPyJMAAACqdcj8fWzSGwABoAGAUAAACHTMZrHEZ/sCAAAAAARZWg==");

    /// <summary>The content of <see cref="Xz"/>'s file.</summary>
    public static byte[] XzContent { get; } = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a small file, ", 40)));

    private static TarEntry Entry(TarEntryFormat format, string name, byte[]? content)
    {
        var kind = content is null ? TarEntryType.Directory : format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile;
        TarEntry entry = format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(kind, name),
            TarEntryFormat.Ustar => new UstarTarEntry(kind, name),
            TarEntryFormat.Gnu => new GnuTarEntry(kind, name),
            _ => new PaxTarEntry(kind, name),
        };
        if (content is not null) entry.DataStream = new MemoryStream(content);
        return entry;
    }
}
