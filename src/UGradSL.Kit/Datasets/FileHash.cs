using System.Security.Cryptography;

namespace Unlearn;

/// <summary>What a file holds, in one number.</summary>
internal static class FileHash
{
    /// <summary>SHA-256 of the whole file, lower-case hexadecimal.</summary>
    public static string Of(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
