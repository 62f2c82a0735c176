namespace Unlearn;

/// <summary>A stretch of a stream that seeks, as a stream of its own that does. The stream below stays open, and is moved by each reading.</summary>
internal sealed class StreamPart(Stream stream, long start, long length) : ReadOnlyStream
{
    private long at;

    public override bool CanSeek => true;

    public override long Length => length;

    public override long Position { get => at; set => at = value; }

    public override int Read(Span<byte> buffer)
    {
        stream.Position = start + at;
        var got = stream.Read(buffer[..(int)Math.Clamp(length - at, 0, buffer.Length)]);
        at += got;
        return got;
    }
}
