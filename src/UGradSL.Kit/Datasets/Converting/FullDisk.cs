namespace Unlearn;

/// <summary>Says of a failed write what room there is and what is needed.</summary>
internal static class FullDisk
{
    public static void Watch(string path, long needed, Action write) => Watch(path, needed, () =>
    {
        write();
        return 0;
    });

    /// <exception cref="IOException">The write failed; the message names file, cause, what is needed and what is free.</exception>
    public static T Watch<T>(string path, long needed, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (IOException e)
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            throw new IOException($"{path} cannot be written: {e.Message.TrimEnd('.')}. {needed:N0} bytes are needed in all, {new DriveInfo(folder).AvailableFreeSpace:N0} are free in {folder}. "
                + "What is converted is kept: make room and run the same again.", e);
        }
    }
}
