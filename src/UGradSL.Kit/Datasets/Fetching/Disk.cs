namespace Unlearn;

/// <summary>What a disk can hold.</summary>
internal static class Disk
{
    /// <summary>ENOSPC, EDQUOT and EFBIG of Unix, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL of Windows.</summary>
    public static bool IsFull(IOException e) => OperatingSystem.IsWindows() ? (e.HResult & 0xffff) is 112 or 39 : e.HResult is 28 or 122 or 27 or 69;

    /// <summary>Refuses what cannot fit before the first byte of it is written.</summary>
    /// <exception cref="IOException">The disk that holds <paramref name="folder"/> has less than <paramref name="bytes"/> free.</exception>
    public static void Require(string folder, long bytes, string what)
    {
        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        if (free < bytes)
            throw new IOException($"{what} needs {bytes / 1e6:N1} MB and {folder} has {free / 1e6:N1} MB free: free some, or name a cache on another disk by --to or {DataCache.Variable}.");
    }

    /// <summary>The error of a write that found no room.</summary>
    public static IOException Full(string path, string kept, Exception cause) =>
        new($"{path} cannot be written: the disk is full. {kept} Free some room, or name a cache on another disk by --to or {DataCache.Variable}, then give the same command.", cause);
}
