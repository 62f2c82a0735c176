using SharpCompress.Compressors.Xz;

namespace Unlearn;

/// <summary>
/// What an archive holds, unpacked where it is packed: bytes are counted against a bound, and whatever a decoder throws on corrupt input
/// becomes one <see cref="InvalidDataException"/> that names the archive and the byte.
/// </summary>
/// <param name="content">The decoder, or what is not packed; disposed with this.</param>
/// <param name="name">What messages call the archive.</param>
/// <param name="most">No more bytes than this are given.</param>
/// <param name="place">How messages put a byte of the content and the entry that it is in, "" before the first; null: "byte 7, entry 'a'".</param>
internal sealed class Unpacked(Stream content, string name, long most, Func<long, string, string>? place = null) : ReadOnlyStream
{
    private static readonly byte[] gzip = [0x1f, 0x8b], xz = [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];
    private long at;

    /// <summary>Whether the archive is gzip or xz.</summary>
    public bool IsPacked => content is GzipContent or XZStream;

    /// <summary>The entry that is being read, for messages.</summary>
    public string Entry { get; set; } = "";

    public override bool CanSeek => content.CanSeek;
    public override long Length => content.Length;
    public override long Position { get => at; set => content.Position = at = value; }

    /// <summary>The content of a file, which is gzip, xz or neither as its first bytes tell and not its name.</summary>
    /// <param name="file">It must be able to seek; disposed with what is returned.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="most">No more bytes than this are given.</param>
    /// <param name="place">As of the constructor.</param>
    public static Unpacked Open(Stream file, string name, long most, Func<long, string, string>? place = null)
    {
        Span<byte> start = stackalloc byte[6];
        file.Position = 0;
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        return new(start.StartsWith(gzip) ? new GzipContent(file, name) : start.SequenceEqual(xz) ? new XZStream(file) : file, name, most, place);
    }

    /// <summary>A name for a message: without control characters, cut at 100.</summary>
    public static string Shown(string name) => new([.. name.Take(100).Select(c => char.IsControl(c) ? '?' : c)]);

    /// <summary>Whether a reader or decoder says by this that its input is wrong. An <see cref="IOException"/> of the disk is not.</summary>
    public static bool IsCorruption(Exception e) => e is InvalidDataException or EndOfStreamException or FormatException or ArgumentException
        or NotSupportedException or IndexOutOfRangeException or NullReferenceException or InvalidOperationException
        or ArithmeticException || e.GetType().Namespace?.StartsWith("SharpCompress", StringComparison.Ordinal) == true;

    public override int Read(Span<byte> buffer)
    {
        int got;
        try
        {
            got = content.Read(buffer);
        }
        // SharpCompress throws whatever comes up in its decoder.
        catch (Exception e) when (e is not (IOException or OutOfMemoryException) || IsCorruption(e))
        {
            throw Fault("the compressed data from here on is corrupt or cut short; fetch the archive again", e);
        }
        at += got;
        return at <= most ? got : throw Fault($"it unpacks to more than {most:N0} bytes, the most that its contents can have");
    }

    /// <summary>Reads what is left, so that gzip and xz come to their checksums.</summary>
    public void Drain()
    {
        var piece = new byte[1 << 16];
        while (Read(piece) > 0) continue;
    }

    /// <summary>Does what reads this through a reader of its format; what that says of corrupt content becomes a fault of this.</summary>
    public T Trying<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (EndOfStreamException e)
        {
            throw Fault("the archive ends here; fetch it again", e);
        }
        // Fields that are no numbers, no dates or no names. What has been told with its place stays as it is.
        catch (Exception e) when (IsCorruption(e) && !e.Message.StartsWith($"{name}, ", StringComparison.Ordinal))
        {
            throw Fault($"{e.Message.TrimEnd('.')}; fetch the archive again", e);
        }
    }

    /// <summary>The error for what stands at byte <paramref name="where"/> of the content, or where the reader is.</summary>
    public InvalidDataException Fault(string what, Exception? cause = null, long? where = null) =>
        new($"{name}, {(place ?? Place)(where ?? at, Entry)}: {what}.", cause);

    protected override void Dispose(bool disposing)
    {
        if (disposing) content.Dispose();
        base.Dispose(disposing);
    }

    private static string Place(long at, string entry) => $"byte {at}{(entry == "" ? "" : $", entry '{entry}'")}";
}
