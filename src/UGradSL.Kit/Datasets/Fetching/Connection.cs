using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Unlearn;

/// <summary>A failure that another attempt may mend.</summary>
internal sealed class BrokenConnectionException(string message, double? retryAfter = null, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Seconds that the server asks to wait, or null.</summary>
    public double? RetryAfter { get; } = retryAfter;
}

/// <summary>Requests one address, from where <paramref name="part"/> ends to the end of the file, as often as it is asked to.</summary>
/// <param name="address">Of the file.</param>
/// <param name="patience">How long it waits.</param>
/// <param name="part">What has come so far.</param>
/// <param name="meter">Counts what comes.</param>
/// <param name="size">Bytes of the whole as published; null if not known.</param>
/// <param name="most">No more bytes than this are taken.</param>
internal sealed class Connection(string address, Patience patience, FileStream part, ByteMeter meter, long? size, long most) : IDisposable
{
    private static readonly TimeSpan slice = TimeSpan.FromMilliseconds(200);
    private readonly HttpClient client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(patience.Stall) })
    {
        Timeout = Timeout.InfiniteTimeSpan, // a stall ends a request, its length does not
        DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("UGradSL.Kit", Kit.Version) } },
    };

    private readonly byte[] piece = new byte[1 << 17];
    private string? validator; // of the bytes that came first: If-Range keeps two versions apart

    /// <summary>One request; afterwards the part ends where the file does.</summary>
    /// <exception cref="BrokenConnectionException">Another attempt may go on.</exception>
    /// <exception cref="IOException">None would.</exception>
    public void Attempt()
    {
        using var stop = new CancellationTokenSource();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (part.Length > 0) request.Headers.Range = new(part.Length, null);
            if (part.Length > 0 && validator is not null) request.Headers.TryAddWithoutValidation("If-Range", validator);
            using var response = Wait(client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token));
            if (Begin(response) is not { } end) return;
            using var body = Wait(response.Content.ReadAsStreamAsync(stop.Token));
            for (int got; (got = Wait(body.ReadAsync(piece, stop.Token).AsTask())) > 0; meter.Reach(part.Length))
            {
                if (part.Length + got > Math.Min(most, end)) throw TooMuch(part.Length + got);
                part.Write(piece, 0, got);
            }
            if (part.Length < (end == long.MaxValue ? size ?? 0 : end)) throw new BrokenConnectionException("the connection ended too early");
        }
        finally
        {
            stop.Cancel();
        }
    }

    /// <summary>Waits, telling the meter meanwhile, so that whoever listens can stop.</summary>
    public void Pause(double seconds)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < seconds; meter.Reach(part.Length))
            Thread.Sleep(TimeSpan.FromSeconds(Math.Clamp(seconds - clock.Elapsed.TotalSeconds, 0, slice.TotalSeconds)));
    }

    public void Dispose() => client.Dispose();

    /// <summary>Makes the part end where the body begins. Returns where the whole ends, <see cref="long.MaxValue"/> if the server does not say; null if all is there.</summary>
    private long? Begin(HttpResponseMessage response)
    {
        var (range, status) = (response.Content.Headers.ContentRange, response.StatusCode);
        var asked = response.Headers.RetryAfter?.Delta?.TotalSeconds;
        if (status == HttpStatusCode.RequestedRangeNotSatisfiable && range?.Length == part.Length && part.Length > 0) return null;
        if (status == HttpStatusCode.RequestedRangeNotSatisfiable || (status == HttpStatusCode.PartialContent && range?.From != part.Length))
        {
            Restart();
            throw new BrokenConnectionException("the server answered with another part than was asked for");
        }
        if (status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
            throw new BrokenConnectionException($"the server answered {(int)status} ({response.ReasonPhrase})", asked);
        if (status is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
            throw new IOException($"{address} answered {(int)status} ({response.ReasonPhrase}): the file is not there any more. Get it elsewhere and bring it by --from.");
        var end = status == HttpStatusCode.PartialContent ? range!.Length : response.Content.Headers.ContentLength;
        if (end is { } length && length != (size ?? length)) throw new IOException(
            $"{address} serves a file of {length:N0} bytes; {size:N0} are published. It may be a page of your network's: open the address in a browser, or bring the file by --from.");
        if (end > most) throw TooMuch(end.Value);
        if (status == HttpStatusCode.OK) Restart();
        validator ??= response.Headers.ETag is { IsWeak: false } tag ? tag.ToString() : null;
        meter.Total = end ?? size;
        part.Position = part.Length;
        return end ?? long.MaxValue;
    }

    private void Restart()
    {
        part.SetLength(0);
        (part.Position, validator) = (0, null);
    }

    private IOException TooMuch(long bytes)
    {
        Restart();
        return new IOException($"{address} sends {bytes:N0} bytes or more; {most:N0} is the most that its file can have. Nothing of it is kept. Get the file elsewhere and bring it by --from.");
    }

    /// <summary>Waits for the network in slices: the meter is told in each, and a stall ends the wait.</summary>
    private T Wait<T>(Task<T> task)
    {
        try
        {
            for (var clock = Stopwatch.StartNew(); Task.WaitAny([task], slice) < 0; meter.Reach(part.Length))
                if (clock.Elapsed.TotalSeconds > patience.Stall) throw new BrokenConnectionException($"the server sent nothing for {patience.Stall:0.#} s");
            return task.GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new BrokenConnectionException(e is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }
                ? "the connection ended too early" : $"the connection failed ({e.Message.TrimEnd('.')})", cause: e);
        }
    }
}
