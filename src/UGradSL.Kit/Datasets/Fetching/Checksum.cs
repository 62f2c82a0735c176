using System.IO.Compression;
using System.Security.Cryptography;

namespace Unlearn;

/// <summary>Checksums as sources write them: "md5:…" or "sha256:…", in lower-case hexadecimal.</summary>
internal static class Checksum
{
    private const int Piece = 1 << 17;

    /// <summary>The checksum of a stream from where it stands to its end, of the same kind as <paramref name="like"/>; <paramref name="read"/> is told of the bytes of each piece.</summary>
    public static string Of(Stream stream, string like, Action<int>? read = null)
    {
        var kind = like[..like.IndexOf(':')];
        using var hash = IncrementalHash.CreateHash(kind == "md5" ? HashAlgorithmName.MD5 : HashAlgorithmName.SHA256);
        var piece = new byte[Piece];
        for (int got; (got = stream.Read(piece)) > 0; read?.Invoke(got)) hash.AppendData(piece, 0, got);
        return $"{kind}:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    /// <summary>Why the file is not what is wanted; null if it is.</summary>
    /// <param name="path">A file that is there.</param>
    /// <param name="checksum">As published; null if nobody does, so that only the size is looked at.</param>
    /// <param name="size">Bytes; null if not known.</param>
    /// <param name="read">Told of the bytes of each piece.</param>
    public static string? Fault(string path, string? checksum, long? size, Action<int>? read = null)
    {
        using var file = File.OpenRead(path);
        if (size is { } wanted && file.Length != wanted) return $"it has {file.Length:N0} bytes, {wanted:N0} are published";
        return checksum is null || Of(file, checksum, read) is var found && found == checksum ? null : $"its checksum is {found}, {checksum} is published";
    }

    /// <summary>Why the file is not the data that <paramref name="file"/> describes: by its own checksum, or by that of what it decodes to.</summary>
    public static string? Fault(string path, SourceFile file, Action<int>? read = null)
    {
        var fault = Fault(path, file.Checksum, file.Size, read);
        if (fault is null || file.Decoded is null) return fault;
        try
        {
            using var stream = File.OpenRead(path);
            var gzipped = stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b;
            stream.Position = 0;
            using var content = gzipped ? new GZipStream(stream, CompressionMode.Decompress) : (Stream)stream;
            return Of(content, file.Decoded, read) == file.Decoded ? null : fault;
        }
        catch (InvalidDataException)
        {
            return fault;
        }
    }
}
