namespace Unlearn;

/// <summary>
/// One file over HTTP: into a <c>.part</c> beside its place, from where an earlier call stopped if its checksum can prove the whole,
/// and renamed only once that checksum is right. A connection that breaks or stalls is tried again.
/// </summary>
internal sealed class Download(SourceFile file, string target, Patience patience, Action<FetchProgress>? onProgress, Action<string>? say)
{
    private const long Bound = 4L << 30; // of a file whose size nobody publishes
    private readonly string path = target + ".part";
    private readonly ByteMeter meter = new("fetching", file.Name, file.Size, onProgress);

    /// <summary>Fetches from <paramref name="address"/>; afterwards the file is there, whole and right.</summary>
    /// <exception cref="IOException">The server refuses, does not answer, or serves a file of another size; or the disk is full. The message says what is kept.</exception>
    /// <exception cref="InvalidDataException">What came has another checksum; it is deleted.</exception>
    public void Run(string address)
    {
        var pieced = Receive(address);
        if (pieced && Fault() is { } seam)
        {
            say?.Invoke($"{file.Name} was put together from several connections and does not fit ({seam}): fetching it afresh.");
            File.Delete(path);
            Receive(address);
        }
        if (Fault() is { } fault)
        {
            File.Delete(path);
            throw new InvalidDataException(
                $"{file.Name} from {address} is not what is published: {fault}. It was deleted. Try again later, or get it elsewhere and bring it by --from.");
        }
        File.Move(path, target, overwrite: true);
    }

    private string? Fault()
    {
        var checking = new ByteMeter("checking", file.Name, new FileInfo(path).Length, onProgress);
        return Checksum.Fault(path, file, checking.Add);
    }

    /// <summary>Fills the <c>.part</c>; true if its bytes came over more than one connection.</summary>
    private bool Receive(string address)
    {
        using var part = Open();
        if (file.Checksum is null || part.Length > (file.Size ?? long.MaxValue)) part.SetLength(0); // two versions would be joined unseen
        var pieced = part.Length > 0;
        if (part.Length > 0 && part.Length == file.Size) return pieced;
        if (file.Size is { } size) Disk.Require(Path.GetDirectoryName(path)!, size - part.Length, file.Name);
        using var connection = new Connection(address, patience, part, meter, file.Size, file.Size ?? Bound);
        var most = part.Length;
        for (var failures = 0; ; pieced |= part.Length > 0)
        {
            try
            {
                connection.Attempt();
                part.Flush(flushToDisk: true);
                return pieced;
            }
            catch (BrokenConnectionException e)
            {
                failures = part.Length > most ? 1 : failures + 1;
                most = Math.Max(most, part.Length);
                if (failures >= patience.Attempts)
                    throw new IOException($"{address} could not be fetched: {e.Message}, {failures} times in a row. {Kept(part.Length)}", e);
                var wait = patience.Wait(failures, e.RetryAfter);
                say?.Invoke($"{file.Name}: {e.Message} after {part.Length / 1e6:N1} MB; trying again in {wait:0.#} s.");
                connection.Pause(wait);
            }
            catch (IOException e) when (Disk.IsFull(e))
            {
                throw Disk.Full(path, Kept(part.Length), e);
            }
        }
    }

    private string Kept(long bytes) => bytes == 0 || file.Checksum is null ? "Nothing of it is kept."
        : $"{bytes / 1e6:N1} MB of it are kept in {path}: the same command goes on from there.";

    private FileStream Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(path) && !Disk.IsFull(e))
        {
            throw new IOException($"{path} is in use: another fetch of {file.Name} is running. Wait for it, or end it, then give the same command.", e);
        }
    }
}
