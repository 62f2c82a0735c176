namespace Unlearn;

/// <summary>
/// What a decoder makes of an archive, read forward only: bytes are counted against a bound, and whatever the decoder throws on corrupt
/// input becomes one <see cref="InvalidDataException"/> that names the archive and the byte.
/// </summary>
/// <param name="decoder">Disposed with this.</param>
/// <param name="name">What messages call the archive.</param>
/// <param name="bound">No more bytes than this are given.</param>
internal sealed class Decoded(Stream decoder, string name, long bound) : Stream
{
    private long at;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => at; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        int got;
        try
        {
            got = decoder.Read(buffer);
        }
        catch (Exception e) when (IsCorruption(e))
        {
            throw Fault("it is corrupt from here on", e);
        }
        at += got;
        return at <= bound ? got : throw Fault($"it unpacks to more than {bound:N0} bytes, the most that its contents can have");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>The error for what stands at <paramref name="place"/>, or where the reader is, of the unpacked bytes.</summary>
    public InvalidDataException Fault(string what, Exception? cause = null, long? place = null) =>
        new($"{name}, byte {place ?? at:N0} of what it unpacks to: {what}.", cause);

    /// <summary>Whether a decoder says by this that its input is wrong. An <see cref="IOException"/> of the disk is not.</summary>
    public static bool IsCorruption(Exception e) => e is InvalidDataException or EndOfStreamException or FormatException or ArgumentException
        or NotSupportedException or OverflowException or IndexOutOfRangeException or NullReferenceException or InvalidOperationException
        or ArithmeticException || e.GetType().Namespace?.StartsWith("SharpCompress", StringComparison.Ordinal) == true;

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) decoder.Dispose();
        base.Dispose(disposing);
    }
}
