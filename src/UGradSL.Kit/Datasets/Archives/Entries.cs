using System.Formats.Tar;
using System.IO.Compression;

namespace Unlearn;

/// <summary>
/// The files of a tar, tar.gz, tar.xz, zip or gz, one after another; what it is, its bytes tell and not its name. Links, devices and names
/// that leave the folder are refused, whatever they are; directories are passed over. Zip's own checksums are not looked at: the contents'
/// published ones are.
/// </summary>
internal static class Entries
{
    private static readonly TarBounds plain = new(Kinds: "057xgLK\0");

    /// <summary>Hands each file to <paramref name="take"/>: its safe path, with '/' between the parts, and its content, which is read at once or not at all.</summary>
    /// <param name="open">Opens the archive at its beginning; it is called up to three times.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="bound">Bytes that it may unpack to.</param>
    /// <param name="take">Called for each file.</param>
    /// <exception cref="InvalidDataException">The archive is corrupt, too large, or not one; or an entry is not a plain file below the folder.</exception>
    public static void Read(Func<Stream> open, string name, long bound, Action<string, Stream> take)
    {
        Span<byte> start = stackalloc byte[512];
        using (var archive = open()) start = start[..archive.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.StartsWith("PK\u0003\u0004"u8)) Zip(open, name, bound, take);
        else Packed(open, name, bound, take);
    }

    /// <summary>A tar in some packing, or a single file in gz or xz.</summary>
    private static void Packed(Func<Stream> open, string name, long bound, Action<string, Stream> take)
    {
        Unpacked Open() => Unpacked.Open(open(), name, bound, Place);
        var start = new byte[512];
        bool isTar;
        using (var peek = Open())
        {
            isTar = TarGuard.Fits(start.AsSpan(0, peek.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
            if (!isTar && !peek.IsPacked) throw new InvalidDataException($"{name}, byte 0: it is no tar, tar.gz, tar.xz, zip or gz, or its beginning is corrupt.");
        }
        using var content = Open();
        if (isTar) Tar(content, name, take);
        else take(Path.GetFileNameWithoutExtension(name), content);
        content.Drain();
    }

    private static void Tar(Unpacked content, string name, Action<string, Stream> take)
    {
        using var tar = new TarReader(new TarGuard(content, plain), leaveOpen: true);
        while (content.Trying(() => tar.GetNextEntry()) is { } entry)
        {
            if (entry.EntryType is TarEntryType.GlobalExtendedAttributes) continue;
            var path = Safe(entry.Name, name);
            if (entry.EntryType is TarEntryType.Directory || path is "" || path.EndsWith('/')) continue;
            content.Trying(() =>
            {
                take(path, entry.DataStream ?? Stream.Null);
                return true;
            });
        }
    }

    private static void Zip(Func<Stream> open, string name, long bound, Action<string, Stream> take)
    {
        var entryName = "its directory";
        try
        {
            using var zip = new ZipArchive(open(), ZipArchiveMode.Read);
            foreach (var entry in zip.Entries)
            {
                entryName = $"entry '{Unpacked.Shown(entry.FullName)}'";
                if ((entry.ExternalAttributes >> 16 & 0xf000) is not (0 or 0x8000 or 0x4000)) throw new InvalidDataException($"{name}, {entryName}: a link or a device is not unpacked.");
                var path = Safe(entry.FullName, name);
                if (path is "" || path.EndsWith('/')) continue;
                using var content = new Unpacked(entry.Open(), $"{name}, {entryName}", bound, Place);
                take(path, content);
                bound -= content.Position;
            }
        }
        catch (Exception e) when (!e.Message.StartsWith($"{name}, ", StringComparison.Ordinal) && Unpacked.IsCorruption(e))
        {
            throw new InvalidDataException($"{name}, {entryName}: it is corrupt or packed in a way that is not known ({e.Message}).", e);
        }
    }

    private static string Place(long at, string entry) => $"byte {at:N0} of what it unpacks to";

    /// <summary>The entry's path as it may be used below a folder.</summary>
    private static string Safe(string entry, string archive)
    {
        var parts = entry.Split('/', '\\');
        if (parts is [] or [""] || Path.IsPathRooted(entry) || parts[0].Contains(':') || parts.Contains("..") || parts.Any(p => p.Length > 255) || entry.Contains('\0'))
            throw new InvalidDataException($"{archive}, entry '{Unpacked.Shown(entry)}': its name leaves the folder or is none; the archive may be made to do harm, and nothing of it is kept.");
        return string.Join('/', parts.Where((part, i) => part != "." && (part != "" || i == parts.Length - 1)));
    }
}
